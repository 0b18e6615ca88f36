"""The main part of a page as Markdown, for readers that are programs, and the list of these."""

from urllib.parse import urljoin

from bs4 import BeautifulSoup
from django.conf import settings
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from markdownify import MarkdownConverter

from portal.archive.main_part import render
from portal.i18n.languages import CODES, SOURCE, active, heading_text
from portal.linked_data.catalogue import DATASETS, FILES
from portal.linked_data.identifiers import LISTS, identifier_path
from portal.publishing import clock
from portal.registry import PAGE_MODELS

# What a reader of Markdown has nothing from.
NOT_TEXT = "svg, [aria-hidden=true], .print-only, details.filters"
LIST_TITLES = {
    "home": gettext_lazy("Home"),
    "calls": gettext_lazy("Project calls"),
    "support": gettext_lazy("Support"),
    "agreements": gettext_lazy("Agreements"),
    "partners": gettext_lazy("Partners"),
    "posts": gettext_lazy("Representations"),
    "countries": gettext_lazy("Countries A to Z"),
    "changes": gettext_lazy("Recently changed"),
}
A_SECTION = 200  # pages of a kind in the list; all are in the sitemap
converter = MarkdownConverter(heading_style="ATX", bullets="-")


def record_as_markdown(record, absolute):
    """The page of a public record in the active language, with its addresses at the end."""
    identifier = absolute(identifier_path(record))
    others = [f"[{code}]({identifier}.{code}.md)" for code in record.languages if code != active()]
    about = {_("Lasting address"): f"<{identifier}>", _("Languages"): ", ".join(others)}
    return page_as_markdown(record.get_absolute_url(), absolute, about)


def list_as_markdown(name, absolute):
    """The first page of a list in the active language."""
    others = [
        f"[{code}]({absolute(reverse('list_in_markdown', args=[name, code]))})"
        for code in CODES
        if code != active()
    ]
    return page_as_markdown(reverse(LISTS[name]), absolute, {_("Languages"): ", ".join(others)})


def page_as_markdown(path, absolute, about):
    main = BeautifulSoup(render(path, at=clock.now()).main, "html.parser")
    for element in main.select(NOT_TEXT):
        element.decompose()
    for small in main.select("a small"):
        small.insert_before(" – ")  # on the page it is on a line of its own
    for link in main.select("[href]"):
        link["href"] = urljoin(absolute(path), link["href"])
    facts = {
        _("Address of the page"): f"<{absolute(path)}>",
        **about,
        _("Licence"): f"[{settings.DATA_LICENCE_NAME}]({settings.DATA_LICENCE_URL})",
    }
    lines = [f"- {name}: {fact}" for name, fact in facts.items() if fact]
    return "\n".join([converter.convert_soup(main).strip(), "", "---", "", *lines, ""])


def list_of_pages(absolute):
    """llms.txt: what a program may read instead of pages, in the active language."""
    parts = [
        f"# {_('International cultural policy')}",
        "> "
        + _(
            "Project calls, partners, agreements and support for international cultural"
            " cooperation with Flanders."
        ),
        _(
            "These are pages of this site as Markdown, without menus, in Dutch. A translation ends"
            " with .fr.md, .de.md or .en.md instead of .nl.md, and the data of a page with .ttl or"
            " .jsonld. All pages are in the sitemap:"
        )
        + f" {absolute(reverse('sitemap'))}",
        lists_section(absolute),
        *filter(None, (section(model, absolute) for model in PAGE_MODELS)),
        data_section(absolute),
    ]
    return "\n\n".join(parts) + "\n"


def lists_section(absolute):
    lines = []
    for name in LISTS:
        path = reverse("list_in_markdown", args=[name, SOURCE])
        lines.append(f"- [{LIST_TITLES[name]}]({absolute(path)})")
    return "\n".join([f"## {_('Lists')}", "", *lines])


def section(model, absolute):
    records = model.objects.published().real().with_parent().order_by("-pk")[:A_SECTION]
    lines = [
        f"- [{heading_text(record).content}]({absolute(identifier_path(record))}.{SOURCE}.md)"
        for record in records
    ]
    title = str(model._meta.verbose_name_plural).capitalize()
    return "\n".join([f"## {title}", "", *lines]) if lines else ""


def data_section(absolute):
    lines = [f"- [{_('Catalogue')}]({absolute(reverse('catalogue'))}.ttl): text/turtle"]
    for name, files in FILES.items():
        for file in files:
            address = absolute(reverse(file.url) + file.query)
            lines.append(f"- [{DATASETS[name].title}]({address}): {file.media_type}")
    return "\n".join([f"## {_('Data')}", "", *lines])
