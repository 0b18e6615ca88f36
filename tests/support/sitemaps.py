"""The sitemap read as search engines do: the index, and each file that it names."""

from xml.etree import ElementTree

XML_NAMESPACES = {
    "s": "http://www.sitemaps.org/schemas/sitemap/0.9",
    "x": "http://www.w3.org/1999/xhtml",
}


def urls_of_sitemap(fetch, origin="http://testserver", address="/sitemap.xml"):
    """{address: `url` element}; `fetch(address)` returns the bytes of a file."""
    index = ElementTree.fromstring(fetch(address))  # noqa: S314 our own
    found = {}
    for part in index.iterfind("s:sitemap/s:loc", XML_NAMESPACES):
        tree = ElementTree.fromstring(fetch(part.text.removeprefix(origin)))  # noqa: S314 our own
        for url in tree.findall("s:url", XML_NAMESPACES):
            found[url.findtext("s:loc", namespaces=XML_NAMESPACES).removeprefix(origin)] = url
    return found
