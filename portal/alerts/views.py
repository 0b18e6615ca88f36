"""The pages about e-mail alerts: sign up, confirm, change, unsubscribe.

GET and HEAD change nothing, so that programs that open the links of a mail change nothing either.
What a POST may do stands in its signed address (links.py); the two forms that need none only make
us send a mail to the address itself, and are counted.
"""

from functools import wraps
from urllib.parse import urlsplit

from django.conf import settings
from django.db import transaction
from django.http import JsonResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_safe

from portal.alerts import links, personal_data, signups, subjects
from portal.alerts.forms import ManageForm, NewLinkForm, SignUpForm, chosen
from portal.alerts.models import SignUp
from portal.alerts.sending import send_soon
from portal.middleware.fallback import takes_forms
from portal.page_cache.freshness import NO_STORE
from portal.publishing.parameters import parameters
from portal.views import form_expired, too_many_requests

NOT_FOUND_BY_SEARCH = {"noindex": True, "alternates": [], "canonical": ""}
FROM_ELSEWHERE = {"cross-site", "same-site"}


def while_on(view):
    """Where no mail server is set, every page here says that there are no mails."""

    @wraps(view)
    def inner(request, *args, **kwargs):
        if not settings.ALERTS:
            return render(request, "alerts/off.html", NOT_FOUND_BY_SEARCH)
        return view(request, *args, **kwargs)

    return inner


def private(view):
    """For pages with a signed address: no cache stores them."""

    @wraps(view)
    def inner(request, *args, **kwargs):
        try:
            response = view(request, *args, **kwargs)
        except links.Expired as expired:
            response = gone(request, *expired.args)
        response.headers["Cache-Control"] = NO_STORE
        return response

    return inner


def is_from_elsewhere(request):
    """Whether a form on another site sent this, as the browser says."""
    origin = request.headers.get("Origin", "")
    is_other = origin not in {"", "null"} and urlsplit(origin).netloc != request.get_host()
    return is_other or request.headers.get("Sec-Fetch-Site") in FROM_ELSEWHERE


def refused(request):
    """The response to a form that is not taken; None when it is."""
    if is_from_elsewhere(request):
        return form_expired(request)
    if signups.is_too_many(request, timezone.now()):
        return too_many_requests(request)
    return None


@takes_forms
@while_on
@parameters(*subjects.PARAMETERS)
def sign_up(request):
    if request.method == "POST":
        return refused(request) or signed_up(request)
    subject = subjects.asked(request.GET)
    request.list_query = subjects.query_of(subject) if request.GET else ""
    return render(request, "alerts/sign_up.html", {"form": SignUpForm(subject)})


def signed_up(request):
    subject = chosen(request.POST.get("subject", ""))
    form = SignUpForm(subject, request.POST)
    if not form.is_valid():
        context = {"form": form, **NOT_FOUND_BY_SEARCH}
        return render(request, "alerts/sign_up.html", context, status=422)
    return written_down(request, SignUp.Kind.FOLLOW, form, subjects.kept(subject))


def written_down(request, kind, form, subject=None):
    given = form.cleaned_data
    with transaction.atomic():
        signups.note(request, kind, given["email"], subject, given.get("language"))
        send_soon()
    return redirect("alerts:sent")


@while_on
def sent(request):
    return render(request, "alerts/sent.html", NOT_FOUND_BY_SEARCH)


@takes_forms
@while_on
def new_link(request):
    form = NewLinkForm(request.POST or None)
    if request.method == "POST":
        if response := refused(request):
            return response
        if form.is_valid():
            return written_down(request, SignUp.Kind.MANAGE, form)
    status = 422 if form.is_bound else 200
    context = {"form": form, **NOT_FOUND_BY_SEARCH}
    return render(request, "alerts/new_link.html", context, status=status)


def gone(request, text=""):
    """The page of a link that is too old, or for what is not there any more."""
    subscription = links.subscription_of(text) if "-" in text else None
    again = subjects.sign_up_path(subscription.subject) if subscription else ""
    context = {"again": again or reverse("alerts:sign_up"), **NOT_FOUND_BY_SEARCH}
    return render(request, "alerts/expired.html", context, status=410)


@takes_forms
@while_on
@private
def confirm(request, token):
    subscription = links.confirmed_by(token)
    if subscription is None:
        return gone(request)
    if request.method == "POST":
        signups.confirm(subscription)
    context = {
        "subscription": subscription,
        "title": subjects.title_of(subscription.subject),
        "page": subjects.path_of(subscription.subject),
        "manage": links.manage_url(subscription.subscriber),
        **NOT_FOUND_BY_SEARCH,
    }
    return render(request, "alerts/confirm.html", context)


@takes_forms
@while_on
@private
@parameters("saved")
def manage(request, token):
    subscriber = links.managed_by(token)
    if subscriber is None:
        return render(request, "alerts/unsubscribed.html", NOT_FOUND_BY_SEARCH)
    form = ManageForm(subscriber, request.POST or None)
    if request.method == "POST":
        if "erase" in request.POST:
            subscriber.delete()
            return redirect(request.path)
        if form.is_valid():
            form.save()
            return redirect(f"{request.path}?saved=1")
    context = {"form": form, "token": token, "is_saved": "saved" in request.GET}
    return render(request, "alerts/manage.html", context | NOT_FOUND_BY_SEARCH)


@require_safe
@while_on
@private
def own_data(request, token):
    subscriber = links.managed_by(token)
    if subscriber is None:
        return gone(request)
    response = JsonResponse(personal_data.of(subscriber), json_dumps_params={"indent": 2})
    response.headers["Content-Disposition"] = 'attachment; filename="data.json"'
    return response


@takes_forms
@private
def unsubscribe(request, token):
    """One click of a mail program (RFC 8058) is a POST like that of the button."""
    subscriber = links.unsubscribed_by(token)
    if subscriber and request.method == "POST":
        subscriber.delete()
        subscriber = None
    template = "alerts/unsubscribe.html" if subscriber else "alerts/unsubscribed.html"
    return render(request, template, NOT_FOUND_BY_SEARCH)
