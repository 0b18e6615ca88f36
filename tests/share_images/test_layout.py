"""Where the lines of a card stand: within the picture, not over one another, and never too many."""

from itertools import pairwise

from hypothesis import given, settings
from hypothesis import strategies as st

from calls.templatetags.calls import TAGS
from portal.share_images.cards import Card, Tag
from portal.share_images.layout import (
    BAND,
    BOTTOM,
    HEIGHT,
    MARGIN,
    RULE,
    TAG_COLOURS,
    WIDTH,
    arrange,
)
from portal.share_images.lettering import drawable
from portal.share_images.shapes import ICONS

SOON = Tag("soon", "clock", "Sluit binnenkort")
CALL = Card("Projectoproep Japan 2027", "Oproep", (SOON,), "Deadline maandag 1 maart 2027, 17 uur")


def texts(layout):
    """The lines beneath the name of the site."""
    return [line.text for line in layout.lines if line.baseline > BAND]


def title(layout):
    return [line for line in layout.lines if line.letters.getname()[1] == "Bold"]


def test_a_card_says_kind_title_status_and_deadline_from_top_to_bottom():
    layout = arrange(CALL)
    label = layout.labels[0]
    assert texts(layout) == ["Oproep", "Projectoproep Japan 2027", CALL.fact]
    heights = {line.text: line.baseline for line in [*layout.lines, label.line]}
    in_order = ["Oproep", "Projectoproep Japan 2027", "Sluit binnenkort", CALL.fact]
    assert sorted(in_order, key=heights.get) == in_order


def test_every_picture_has_the_name_of_the_site_on_its_band():
    name, department = arrange(Card("x")).lines[:2]
    assert name.text == "Internationaal cultuurbeleid"
    assert department.text == "Departement Cultuur, Jeugd en Media"
    assert department.baseline < BAND


def test_a_longer_title_has_smaller_letters():
    sizes = [
        title(arrange(CALL._replace(title=" ".join(["Samenwerking"] * count))))[0].letters.size
        for count in (2, 5, 9, 40)
    ]
    assert sizes == sorted(sizes, reverse=True)
    assert sizes[0] > sizes[-1]


def test_a_title_of_400_characters_is_shortened_and_leaves_room_for_the_deadline():
    layout = arrange(CALL._replace(title="Samenwerking met partners " * 16))
    lines = title(layout)
    assert lines[-1].text.endswith("…")
    assert lines[-1].baseline < layout.labels[0].box[1]
    assert CALL.fact in texts(layout)


def test_a_long_fact_takes_two_lines():
    _kind, _title, *facts = texts(arrange(CALL._replace(fact="Vormen van ondersteuning " * 20)))
    assert len(facts) == 2
    assert facts[1].endswith("…")


def test_without_tag_kind_and_fact_only_the_title_is_left():
    assert arrange(Card("Japan")).labels == []
    assert texts(arrange(Card("Japan"))) == ["Japan"]


def test_the_styles_and_icons_of_tags_are_those_of_pages():
    styles, icons = zip(*TAGS.values(), strict=True)
    assert {*styles, "closed"} <= {*TAG_COLOURS}
    assert {*icons, "square"} <= {*ICONS}


LONG = st.text(st.characters(codec="utf-8"), max_size=400) | st.sampled_from(
    ["W" * 10_000, "", " "]
)


@settings(deadline=None, max_examples=80)
@given(LONG, LONG, st.lists(LONG, max_size=4), LONG)
def test_whatever_a_card_says_stays_within_the_picture(name, kind, labels, fact):
    card = Card(name, kind, tuple(SOON._replace(label=label) for label in labels), fact)
    layout = arrange(card)
    for line in [*layout.lines, *(label.line for label in layout.labels)]:
        assert line.text == drawable(line.text)
        right = line.left + line.letters.getlength(line.text)
        assert MARGIN <= line.left <= right <= WIDTH - MARGIN
        assert line.baseline <= HEIGHT - 20
    for (left, top, right, bottom), *_rest in layout.labels:
        assert MARGIN <= left < right <= WIDTH - MARGIN
        assert BAND + RULE < top < bottom <= BOTTOM
    heights = [line.baseline for line in title(layout)]
    assert all(later - earlier >= 46 for earlier, later in pairwise(heights))
