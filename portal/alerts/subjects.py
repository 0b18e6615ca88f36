"""What can be followed, as it stands in addresses and forms: read, found, and said in words.

`?about=call&id=12`, `series` and `partner` name a record; `?about=calls&status=open` a list with
its filters, `?about=search&q=wales` a search, `?about=changes` the changes of the whole site.
"""

from django.http import Http404, QueryDict
from django.urls import reverse
from django.utils import timezone
from django.utils.http import urlencode
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, override

from calls.filters import CallFilter
from calls.models import Call, CallSeries
from calls.syndication import list_title, list_url
from partners.models import Partner
from portal.alerts.audience import members
from portal.alerts.models import Subject
from portal.i18n.languages import Text, active, heading_text
from portal.site_search.results import FACETS

Kind = Subject.Kind
RECORDS = {Kind.CALL: Call, Kind.SERIES: CallSeries, Kind.PARTNER: Partner}
GONE = gettext_lazy("a page that is not there any more")
LONGEST_SEARCH = 200  # characters, as on the page of the search
PARAMETERS = tuple(dict.fromkeys(["about", "id", "q", *CallFilter.base_fields, *FACETS]))


def asked(query):
    """The subject, not stored, of a query string; of all calls when it names none. Or Http404."""
    kind = query.get("about", Kind.CALLS)
    if kind in RECORDS:
        return of_record(kind, query.get("id", ""))
    if kind == Kind.CALLS:
        form = CallFilter(query)
        form.require_meaning()
        return of_query(kind, form.kept_key)
    if kind == Kind.SEARCH:
        return of_search(query)
    if kind == Kind.CHANGES:
        return Subject(kind=kind)
    raise Http404("this cannot be followed")


def of_record(kind, pk):
    """The subject of a public record; examples cannot be followed."""
    is_number = pk.isascii() and pk.isdigit() and len(pk) < 18
    model = RECORDS[kind]
    if not (is_number and model.objects.published().real().filter(pk=pk).exists()):
        raise Http404("no such public page")
    return Subject(kind=kind, object_id=int(pk))


def of_search(query):
    text = " ".join(query.get("q", "").replace("\0", "").split())
    if not text or len(text) > LONGEST_SEARCH:
        raise Http404("nothing is searched for")
    chosen = {name: query[name] for name in sorted(FACETS) if query.get(name)}
    found = of_query(Kind.SEARCH, urlencode({"q": text, **chosen}))
    found.language = active()
    return found


def of_query(kind, query):
    if len(query) > Subject._meta.get_field("query").max_length:
        raise Http404("too many filters")
    return Subject(kind=kind, query=query)


def kept(subject):
    """The stored subject that is the same, which is stored now if it was not."""
    found, _is_new = Subject.objects.get_or_create(
        kind=subject.kind,
        object_id=subject.object_id,
        query=subject.query,
        language=subject.language,
        defaults={"members": sorted(members(subject, timezone.now()))},
    )
    return found


def query_of(subject):
    """The query string that `asked` reads."""
    if subject.kind in RECORDS:
        return urlencode({"about": subject.kind, "id": subject.object_id})
    return "&".join(filter(None, [urlencode({"about": subject.kind}), subject.query]))


def sign_up_path(subject):
    return f"{reverse('alerts:sign_up')}?{query_of(subject)}"


def record_of(subject):
    model = RECORDS.get(subject.kind)
    return model and model.objects.filter(pk=subject.object_id).with_parent().first()


def title_of(subject):
    """What is followed, as a Text in the active language."""
    if subject.kind in RECORDS:
        record = record_of(subject)
        return (
            heading_text(record)
            if record
            else Text(_("a page that is not there any more"), active())
        )
    query = QueryDict(subject.query)
    if subject.kind == Kind.CALLS:
        form = CallFilter(query)
        title = list_title(form) if form.is_active else _("All project calls")
    elif subject.kind == Kind.SEARCH:
        title = _("Search results for “%(q)s”") % {"q": query.get("q", "")}
        with_choices = [value for name, value in query.items() if name != "q"]
        title = f"{title} ({', '.join(with_choices)})" if with_choices else title
    else:
        title = _("All changes on this site")
    return Text(title, active())


def path_of(subject):
    """The page of what is followed, in the active language; '' when it is gone."""
    if subject.kind in RECORDS:
        record = record_of(subject)
        return record.get_absolute_url() if record else ""
    if subject.kind == Kind.CALLS:
        return list_url(CallFilter(QueryDict(subject.query)))
    if subject.kind == Kind.SEARCH:
        with override(subject.language):
            return f"{reverse('search')}?{subject.query}"
    return reverse("changes")
