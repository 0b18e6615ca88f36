"""The admin pages for links: what is known of each, and a new address for all its places."""

from django import forms
from django.contrib import admin, messages
from django.contrib.admin.widgets import AdminTextInputWidget
from django.contrib.contenttypes.prefetch import GenericPrefetch
from django.core.exceptions import PermissionDenied, ValidationError
from django.db.models import Prefetch
from django.shortcuts import get_object_or_404, redirect
from django.template.response import TemplateResponse
from django.urls import path, reverse
from django.utils.html import format_html, format_html_join
from django.utils.timesince import timesince
from django.utils.translation import gettext, ngettext
from django.utils.translation import gettext_lazy as _

from portal.editing.history_views import ReadOnlyAdminMixin
from portal.i18n.formats import day
from portal.links.checker import check_address, check_offline, models_with_links
from portal.links.extract import field_label, hash_address, links_of
from portal.links.fetch import Visitor
from portal.links.models import Link, LinkPlace
from portal.links.problems import Problem
from portal.links.replace import form_url, replace_everywhere, uses_of
from portal.redirects.paths import is_own_path
from portal.revisions.permissions import PUBLISH

ANSWERS = {
    "401": _("asks for a login"),
    "403": _("the site does not let us in"),
    "404": _("there is no such page"),
    "410": _("the page is gone for good"),
    "429": _("the site is getting too many requests"),
    "500": _("the site has an error"),
    "503": _("the site is closed for now"),
}
SHOWN = 10  # places of one link in the list
PATIENCE = 8  # seconds that a publisher waits for a new address, once asked to check it


def words_for(answer):
    """What an address answered, in words: “404, there is no such page”."""
    if answer in Problem.values:
        return str(Problem(answer).label)
    return f"{answer}, {ANSWERS[answer]}" if answer in ANSWERS else answer


def age(link):
    """How long ago a link was looked at, with a warning when that is too long."""
    if not link.looked_at:
        return gettext("never")
    ago = gettext("%(time)s ago") % {"time": timesince(link.looked_at, depth=1)}
    if not link.is_stale():
        return ago
    return format_html("{} <strong>{}</strong>", ago, gettext("(old: may no longer hold)"))


class StaleFilter(admin.SimpleListFilter):
    title = _("last checked")
    parameter_name = "stale"

    def lookups(self, request, model_admin):
        return [("yes", _("more than 14 days ago")), ("never", _("never"))]

    def queryset(self, request, queryset):
        if self.value() == "yes":
            return queryset.stale()
        if self.value() == "never":
            return queryset.filter(looked_at=None)
        return queryset


def places_to_show():
    """Places with their records, and with what those are called after."""
    querysets = [
        model.objects.select_related(model.parent_field)
        for model in models_with_links()
        if getattr(model, "parent_field", None)
    ]
    records = GenericPrefetch("record", querysets)
    return Prefetch("places", LinkPlace.objects.prefetch_related(records))


@admin.register(Link)
class LinkAdmin(ReadOnlyAdminMixin, admin.ModelAdmin):
    """Found and looked at by `manage.py check_links`; nothing of it is written by hand."""

    list_display = ["address", "state_in_words", "since_day", "age", "where"]
    list_filter = ["state", StaleFilter]
    search_fields = ["address"]
    search_help_text = _("Part of an address, such as the name of a site.")
    ordering = ["-failures", "address"]
    fields = ["visit", "state_in_words", "since_day", "age", "good_at", "failures", "where"]
    readonly_fields = fields
    change_form_template = "admin/change_form.html"

    def get_queryset(self, request):
        return super().get_queryset(request).prefetch_related(places_to_show())

    def get_urls(self):
        view = self.admin_site.admin_view(self.replace)
        return [
            path("<int:pk>/vervangen/", view, name="links_link_replace"),
            *super().get_urls(),
        ]

    def change_view(self, request, object_id, form_url="", extra_context=None):
        if request.user.has_perm(PUBLISH) and object_id.isdecimal():
            return redirect("admin:links_link_replace", object_id)
        return super().change_view(request, object_id, form_url, extra_context)

    # The list

    @admin.display(description=_("address"))
    def visit(self, link):
        return linked(link.address)

    @admin.display(description=_("state of the link"), ordering="state")
    def state_in_words(self, link):
        words = [link.get_state_display()]
        if link.failures:
            count = ngettext("%(n)d failure in a row", "%(n)d failures in a row", link.failures)
            words.append(count % {"n": link.failures})
        if link.answer and link.state not in {Link.State.GOOD, Link.State.MOVED}:
            words.append(words_for(link.answer))
        said = "; ".join(map(str, words))
        return format_html("{}: {}", said, link.moved_to) if link.moved_to else said

    @admin.display(description=_("since"), ordering="failed_since")
    def since_day(self, link):
        return day(link.since) if link.looked_at else ""

    @admin.display(description=_("last checked"), ordering="looked_at")
    def age(self, link):
        return age(link)

    @admin.display(description=_("where it is used"))
    def where(self, link):
        places = [place for place in link.places.all() if place.record]
        listed = format_html_join(
            "",
            '<li><a href="{}">{}</a>, {}</li>',
            ((form_url(one.record), one.record, one.field_name) for one in places[:SHOWN]),
        )
        rest = len(places) - SHOWN
        others = ngettext("and %(n)d more", "and %(n)d more", rest) % {"n": rest}
        return format_html("<ul>{}</ul>{}", listed, others if rest > 0 else "")

    # A new address

    def replace(self, request, pk):
        link = get_object_or_404(Link, pk=pk)
        if not (request.user.has_perm(PUBLISH) and self.has_view_permission(request, link)):
            raise PermissionDenied
        uses = uses_of(link.address)
        initial = {"new": link.moved_to}
        form = ReplaceForm(request.POST or None, link=link, uses=uses, initial=initial)
        if "_replace" in request.POST and form.is_valid() and self.replaced(request, link, form):
            return redirect("admin:links_link_changelist")
        new = form.cleaned_data["new"] if form.is_valid() else ""
        context = {
            **self.admin_site.each_context(request),
            "opts": self.opts,
            "original": link,
            "title": _("Replace a link everywhere"),
            "form": form,
            "uses": uses,
            "visit": linked(link.address),
            "state": self.state_in_words(link),
            "age": age(link),
            "new": new,
            "found": found_in_words(check_address(new, self.visitor())) if new else "",
        }
        return TemplateResponse(request, "admin/replace_link.html", context)

    def visitor(self):
        return Visitor(pause=0, budget=PATIENCE)

    def replaced(self, request, link, form):
        """Whether the new address could be put everywhere; the form says what is wrong else."""
        try:
            count = replace_everywhere(request, link.address, form.cleaned_data["new"])
        except ValidationError as error:
            form.add_error("new", error)
            return False
        message = ngettext(
            "The link is replaced in %(count)d field.",
            "The link is replaced in %(count)d fields.",
            count,
        )
        self.message_user(request, message % {"count": count}, messages.SUCCESS)
        return True


class ReplaceForm(forms.Form):
    new = forms.CharField(
        max_length=600,
        label=_("New address"),
        widget=AdminTextInputWidget(),
        help_text=_("A page of this site, such as /nl/partners/, or a whole https:// address."),
    )

    def __init__(self, *args, link, uses, **kwargs):
        super().__init__(*args, **kwargs)
        self.link, self.uses = link, uses

    def clean_new(self):
        new = self.cleaned_data["new"]
        if new == self.link.address:
            raise ValidationError(_("This is the old address."))
        told = check_offline(new)
        if told and told.is_good is False:
            words = words_for(told.answer)
            raise ValidationError(_("This address cannot be used: %(why)s.") % {"why": words})
        if is_own_path(new) and not all(use.is_prose for use in self.uses):
            raise ValidationError(
                _(
                    "The link also stands in a field for web addresses. Give the whole address, "
                    "with https://."
                )
            )
        return new


def found_in_words(found):
    if found.is_good:
        if found.moved_to:
            return gettext("The new address redirects to %(there)s.") % {"there": found.moved_to}
        return gettext("The new address works.")
    if found.is_good is None:
        why = gettext("We cannot tell whether the new address works: %(why)s.")
    else:
        why = gettext("The new address does not work now: %(why)s.")
    return why % {"why": words_for(found.answer)}


def linked(address):
    """An address to follow, when it is one of the web."""
    if not is_own_path(address) and not address.lower().startswith(("http://", "https://")):
        return address
    return format_html('<a href="{}" rel="noreferrer">{}</a>', address, address)


# When a record is saved


def warn_of_links(request, record):
    """Say which links of a record lead nowhere, as far as can be told without visiting a site."""
    places = list(links_of(record))
    marks = {hash_address(place.address) for place in places}
    known = {link.address: link for link in Link.objects.broken().filter(mark__in=marks)}
    told = {address: wrong(address, known) for address in {place.address for place in places}}
    of = record._meta.model_name
    bad = [
        (field_label(type(one.owner), one.field, of), one.address, told[one.address])
        for one in places
        if told[one.address]
    ]
    if not bad:
        return
    heading = ngettext("Check %(count)d link:", "Check %(count)d links:", len(bad))
    listed = format_html_join("", "<li>{}: {} – {}</li>", bad)
    messages.warning(request, format_html("{} <ul>{}</ul>", heading % {"count": len(bad)}, listed))


def wrong(address, known):
    told = check_offline(address)
    if told:
        return "" if told.is_good else words_for(told.answer)
    if link := known.get(address):
        since = {"day": day(link.since), "answer": words_for(link.answer)}
        return gettext("broken since %(day)s: %(answer)s") % since
    return ""


def replace_url(link):
    return reverse("admin:links_link_replace", args=[link.pk])
