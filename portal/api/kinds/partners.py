"""Partners and posts as data."""

from django.db.models import Prefetch

from partners.forms import PartnerFilter
from partners.models import Jurisdiction, Partner, Post
from policy.priority import reasons_for
from portal.api.identity import is_public
from portal.api.kinds.kind import Kind
from portal.api.shapes import (
    ADDRESS,
    LINK,
    NUMBER,
    PARTIAL_DAY,
    STRING,
    Field,
    Object,
    code,
    link,
    links,
    prose,
    rows,
    text,
)

POINT = Object(
    "Point",
    Field("longitude", NUMBER, "Degrees east (WGS 84).", always=True),
    Field("latitude", NUMBER, "Degrees north.", always=True),
)
REASON = Object(
    "Reason",
    Field(
        "entry", LINK, "The entry of the focus list.", lambda reason, _: reason.entry, always=True
    ),
    Field(
        "via",
        LINK,
        "The country that it is part of, or the post responsible for it; null where the entry "
        "names the partner itself.",
    ),
)


def posts_of(partner, _reading):
    """The posts responsible today for a partner, or for the country it is part of."""
    jurisdictions = [*partner.jurisdictions.all()]
    if partner.parent:
        jurisdictions += partner.parent.jurisdictions.all()
    return sorted({row.post for row in jurisdictions}, key=lambda post: (post.city_nl, post.pk))


def reasons(partner, reading):
    _framework, found = reasons_for(partner, posts_of(partner, reading), reading.focus_list)
    return found


def load_partners(partners, reading):
    jurisdictions = Jurisdiction.objects.current(reading.today).select_related("post")
    return partners.select_related("parent").prefetch_related(
        "parts",
        Prefetch("jurisdictions", jurisdictions),
        Prefetch("parent__jurisdictions", jurisdictions),
    )


PARTNERS = Kind(
    "partners",
    Partner,
    "Countries, regions, Belgian communities, groups of cities and international organisations.",
    [
        text("name", "Its name."),
        text("synonyms", "Other names, with commas between them."),
        Field("kind", code(Partner.Kind), "What sort of partner it is.", always=True),
        Field("iso_code", STRING, "ISO 3166-1 or 3166-2, where it has one."),
        link("part_of", "The partner that it lies in.", of="parent"),
        links("parts", "The partners that lie in it."),
        Field(
            "point",
            POINT,
            "Where it is on a map.",
            lambda partner, _reading: partner if partner.longitude is not None else None,
        ),
        links("posts", "The posts that are responsible for it today.", posts_of),
        rows("priority", REASON, "Why it is a priority of the newest framework.", reasons),
        prose("body", "What Flanders does with it."),
    ],
    load_partners,
    PartnerFilter,
)

JURISDICTION = Object(
    "Jurisdiction",
    Field("partner", LINK, "Whom the post is responsible for.", always=True),
    Field("since", PARTIAL_DAY, "Since when."),
    Field("until", PARTIAL_DAY, "Until when."),
    text("note", "How, for example from elsewhere."),
)


def public_jurisdictions(post, reading):
    return [row for row in post.jurisdictions.all() if is_public(row.partner, reading.at)]


def load_posts(posts, _reading):
    return posts.select_related("country").prefetch_related("jurisdictions__partner")


POSTS = Kind(
    "posts",
    Post,
    "The diplomatic representations of Flanders.",
    [
        text("name", "Its official name."),
        text("city", "The city it is in."),
        text("alternative_names", "Earlier and other names."),
        Field("status", code(Post.Status), "Whether it is open.", always=True),
        link("country", "The country it is in."),
        Field("opened", PARTIAL_DAY, "When it was opened."),
        text("seat", "The building it is in."),
        rows(
            "jurisdictions",
            JURISDICTION,
            "Whom it is responsible for, also in the past.",
            public_jurisdictions,
        ),
        Field("email", STRING, "E-mail address."),
        Field("phone", STRING, "Telephone number."),
        Field("website", ADDRESS, "Its own website.", lambda post, _reading: post.url),
        prose("body", "More about it."),
    ],
    load_posts,
)
