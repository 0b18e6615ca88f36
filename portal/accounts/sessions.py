"""How long a session of staff lasts, and whether it had a second factor."""

from allauth.account.adapter import get_adapter
from allauth.mfa.models import Authenticator
from allauth.mfa.utils import is_mfa_enabled
from allauth.usersessions.models import UserSession
from django.conf import settings
from django.contrib.auth import SESSION_KEY
from django.contrib.sessions.models import Session
from django.utils import timezone

BEGAN, SEEN, SECOND_FACTOR = "began", "seen", "second_factor"
SEEN_EVERY = 60  # seconds after which it is noted again that a session is used
# A provider of identities asks for a second factor itself (docs/deploy.md).
SECOND_STEPS = {"mfa", "socialaccount"}


def begin(sender, request, user, **kwargs):
    now = timezone.now().timestamp()
    request.session[BEGAN] = request.session[SEEN] = now


def is_over(session, now):
    """Whether a session has lasted, or lain idle, for too long; `now` in seconds since 1970."""
    began, seen = session.get(BEGAN), session.get(SEEN)
    if began is None or seen is None:
        return True
    return now - began > settings.SESSION_LONGEST or now - seen > settings.SESSION_IDLE


def keep_alive(session, now):
    if now - session[SEEN] >= SEEN_EVERY:
        session[SEEN] = now
    for name in (BEGAN, SEEN):
        if session[name] > now:  # the clock was ahead then, and is right again
            session[name] = now


def note_step(sender, request, user, method, **kwargs):
    if method in SECOND_STEPS:
        request.session[SECOND_FACTOR] = str(user.pk)


def note_added_factor(sender, request, user, authenticator, **kwargs):
    if authenticator.type != Authenticator.Type.RECOVERY_CODES:
        request.session[SECOND_FACTOR] = str(user.pk)


def note_removed_factor(sender, request, user, **kwargs):
    if not is_mfa_enabled(user):
        request.session.pop(SECOND_FACTOR, None)


def lacks_second_factor(session):
    """Whether somebody is signed in with a password alone where that is not enough."""
    signed_in = session.get(SESSION_KEY)
    if not (settings.SECOND_FACTOR_REQUIRED and signed_in):
        return False
    return session.get(SECOND_FACTOR) != signed_in


def remember(request):
    """List this session among those of the person, who can end it."""
    if get_adapter(request).get_client_ip(request):
        UserSession.objects.create_from_request(request)


def forget_ended(now):
    """Erase sessions that are over, and from where they were; returns how many."""
    count = Session.objects.filter(expire_date__lt=now).delete()[0]
    for session in Session.objects.iterator():
        data = session.get_decoded()
        if SESSION_KEY in data and is_over(data, now.timestamp()):
            count += session.delete()[0]
    UserSession.objects.exclude(session_key__in=Session.objects.values("session_key")).delete()
    return count


def end_all(user):
    """Sign somebody out everywhere; returns how many sessions ended."""
    sessions = UserSession.objects.filter(user=user)
    count = len(sessions)
    for session in sessions:
        session.end()
    return count
