vcl 4.1;
# For who has Varnish in front of nginx or of the portal (docs/operations.md, "A cache in front").
# It obeys the portal's headers, and drops all pages when the portal says so.

backend default {
    .host = "127.0.0.1";
    .port = "8000";
}

acl portal {
    "127.0.0.1";
    "::1";
}

sub vcl_recv {
    if (req.method == "BAN") {
        if (client.ip !~ portal) {
            return (synth(403));
        }
        ban("obj.http.X-Host == " + req.http.Host);
        return (synth(204));
    }
}

sub vcl_backend_response {
    set beresp.http.X-Host = bereq.http.Host;
}

sub vcl_deliver {
    unset resp.http.X-Host;
}
