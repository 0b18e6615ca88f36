"""The layers of the partner map: what binds partners to Flanders, and how the map shows it.

A package that knows of such bonds registers its layer when the site starts, since partners are
below it. The list beside the map shows the same partners with the same words.
"""

from collections import Counter
from collections.abc import Callable
from math import dist
from typing import NamedTuple

from django.db.models import Count, Q
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from partners.map import Panels, Place, build_panels
from partners.models import Partner, Post
from partners.posts import is_covered, note_posts
from portal.i18n.formats import number
from portal.i18n.languages import active, text_of
from portal.publishing.shelf import Shelf

COUNTS = Shelf(50)

LINES = {"hatched": "M2 0V7", "crossed": "M2 0V7M0 2H7"}  # paths in a pattern


class Group(NamedTuple):
    """An entry of the legend: partners that are bound in the same way.

    `colour` and `texture` are names in the style sheet; what is less certain or weaker is "hatched"
    or "dashed". `is_on_map` is whether the label stands on the map too, if it can by the partner
    whose ISO code is `seat`.
    """

    label: str
    colour: str
    texture: str = "solid"
    url: str = ""
    is_on_map: bool = False
    seat: str = ""

    @property
    def lines(self):
        """What the pattern of its texture is drawn with; '' where it has none."""
        return LINES.get(self.texture, "")


class Mark(NamedTuple):
    """What binds one partner: its group, and the same in words."""

    group: Group
    words: str


class Marks(NamedTuple):
    """The groups in the order of the legend, and the Mark of each partner by its primary key."""

    groups: list[Group]
    by_partner: dict[int, Mark]


class Layer(NamedTuple):
    """`condition()` is true of the partners that are bound in this way; `marks(partners)` is the
    Marks of some of these.
    """

    name: str
    label: str
    condition: Callable
    marks: Callable


LAYERS = {}


def register(layer):
    """Offer a layer, after those that are there."""
    LAYERS[layer.name] = layer


def layer_choices():
    return [(layer.name, layer.label) for layer in LAYERS.values()]


KIND_COLOURS = {
    Partner.Kind.STATE: "yellow",
    Partner.Kind.REGION: "blue",
    Partner.Kind.COMMUNITY: "green",
    Partner.Kind.CITIES: "purple",
    Partner.Kind.ORGANISATION: "grey",
}


def by_kind(partners):
    groups = {kind: Group(kind.label, colour) for kind, colour in KIND_COLOURS.items()}
    marks = {
        partner.pk: Mark(groups[partner.kind], partner.get_kind_display()) for partner in partners
    }
    return Marks(list(groups.values()), marks)


register(Layer("", gettext_lazy("All partners"), Q, by_kind))


def by_post(partners):
    """The partners in the jurisdiction of a post, grouped by the first post in order of city."""
    note_posts(partners)
    covered = {}
    for partner in partners:
        covered.setdefault(partner.posts[0], []).append(partner)
    styles = styles_of(covered)
    codes = {partner.pk: partner.iso_code for partner in partners}
    groups = {
        post: Group(
            city_of(post),
            *styles[post],
            url=post.get_absolute_url(),
            is_on_map=True,
            seat=codes.get(post.country_id, ""),
        )
        for post in sorted(covered, key=lambda post: (text_of(post, "city").content, post.pk))
    }
    marks = {
        partner.pk: Mark(groups[post], ", ".join(map(city_of, partner.posts)))
        for post, those in covered.items()
        for partner in those
    }
    return Marks(list(groups.values()), marks)


def city_of(post):
    city = text_of(post, "city").content
    return f"{city} ({_('vacant')})" if post.status == Post.Status.VACANT else city


COLOURS = ("green", "yellow", "blue", "purple", "red", "grey")
STYLES = [(colour, texture) for texture in ("solid", *LINES) for colour in COLOURS]


def styles_of(covered):
    """{post: (colour, texture)} of posts with their partners, the same in every language.

    No two are alike while there are styles, and the same colours are far apart.
    """
    styles, free, taken = {}, [], {colour: [] for colour in COLOURS}
    for post in sorted(covered, key=lambda post: post.pk):
        spots = [
            (float(partner.longitude), float(partner.latitude))
            for partner in covered[post]
            if partner.longitude is not None
        ]
        if not spots:  # nothing of it is drawn
            styles[post] = STYLES[0]
            continue
        free = free or STYLES.copy()
        alike = [style for style in free if style[1] == free[0][1]]
        styles[post] = max(alike, key=lambda style: distance(spots, taken[style[0]]))
        free.remove(styles[post])
        taken[styles[post][0]] += spots
    return styles


def distance(spots, others):
    """The least distance in degrees; infinite where there is none."""
    return min((dist(spot, other) for spot in spots for other in others), default=float("inf"))


POSTS = Layer("posts", gettext_lazy("Representations"), is_covered, by_post)


class Row(NamedTuple):
    """A partner in the list, with its number in the list and on the map."""

    number: int
    partner: Partner
    mark: Mark


class Drawn(NamedTuple):
    """Some rows of the list with their map; the legend says how many on it are in each group."""

    rows: list[Row]
    legend: list[tuple[Group, int]]
    map: Panels

    @property
    def off_the_map(self):
        """How many of the partners have no place on the map."""
        return len(self.rows) - len(self.map.markers)


class Shown(NamedTuple):
    """What the partner list shows, on all its pages.

    `keys` are the primary keys of the partners, in the order of the names in the active language.
    `choices` are those of the layers, each with how many of the partners it has that the other
    filters let through.
    """

    keys: list[int]
    choices: list[tuple]


def shown_partners(form):
    """The Shown of a PartnerFilter."""
    partners = Partner.objects.published()
    keys = [key for key, _name in form.narrow(partners).names_in_order("pk", active())]
    others = form.narrow_without_layer(partners)
    counts = COUNTS.get(form.query_without_filter("layer"), lambda: counts_by_layer(others))
    choices = [
        (name, f"{label} ({number(counts[name])})", query, is_current)
        for name, label, query, is_current in form.display_choices("layer")
    ]
    return Shown(keys, choices)


def counts_by_layer(partners):
    """{name of a layer: how many of the partners are in it}."""
    columns = {f"in_{name}": Count("pk", filter=LAYERS[name].condition()) for name in LAYERS}
    return dict(zip(LAYERS, partners.aggregate(**columns).values(), strict=True))


def drawn_partners(keys, first=1, layer=""):
    """The Drawn of some partners in a layer, given their primary keys and the number of the first
    one in the list.
    """
    found = Partner.objects.select_related("parent").in_bulk(keys)
    partners = [found[key] for key in keys]
    groups, marks = LAYERS[layer].marks(partners)
    rows = [Row(index, partner, marks[partner.pk]) for index, partner in enumerate(partners, first)]
    count = Counter(row.mark.group for row in rows if row.partner.longitude is not None)
    legend = [(group, count[group]) for group in groups if count[group]]
    return Drawn(rows, legend, build_panels(places_of(rows)))


def places_of(rows):
    """The Places of the partners that have coordinates."""
    return [place_of(row) for row in rows if row.partner.longitude is not None]


def place_of(row):
    partner, mark = row.partner, row.mark
    name, language = text_of(partner, "name")
    return Place(
        row.number,
        name,
        "" if language == active() else language,
        mark.words,
        partner.get_absolute_url(),
        mark.group,
        partner.iso_code,
        float(partner.longitude),
        float(partner.latitude),
    )
