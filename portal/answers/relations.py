"""Answers on representations, agreements and priorities. Each asks what the pages ask."""

from django.utils.html import format_html
from django.utils.text import capfirst
from django.utils.translation import gettext as _

from agreements.templatetags.agreements import programme_url
from partners.models import Jurisdiction, Post
from policy.models import FocusEntry, Framework
from policy.priority import newest_list
from portal.answers.facts import Answer, Fact, Subject, joined, rendered, title
from portal.answers.intents import Intent
from portal.countries import country_name
from portal.country_views import (
    agreements_with,
    jurisdictions_over,
    named_entries,
    public_partners,
    public_reasons,
)
from portal.i18n.formats import partial, period
from portal.i18n.languages import SOURCE
from portal.i18n.unaccent import fold
from portal.publishing.templatetags.publishing import name, text

# Representations


def post(linked):
    if linked.posts:
        return None if linked.places else jurisdiction_of(linked.posts[0])
    if not linked.places:
        return None
    subject = Subject(linked)
    rows = jurisdictions_over(subject.partner) if subject.partner else []
    answer = subject.answer(Intent.POST)
    if not rows:
        if not subject.is_sure or may_have_a_post(subject):
            return None
        answer.sentences = [no_post(subject)]
        return answer
    for row in rows:
        post, covered = row.post, row.partner
        parts = [text(post, "name"), *details(row)]
        if covered != subject.partner and covered in linked.partners:  # public
            country = text(covered, "name")
            parts.append(format_html(_("responsible for the country: {country}"), country=country))
        answer.facts.append(Fact(text(post, "city"), joined(parts), post.get_absolute_url()))
        answer.records.append(post)
    return answer


def no_post(subject):
    if subject.is_country:
        return _("No representation that we know of is responsible for this country.")
    return _("No representation that we know of is responsible for this partner.")


def may_have_a_post(subject):
    """Whether a text speaks of who is responsible for a partner without a jurisdiction.

    It then says what no fact can, such as that nobody knows whether a representation is. The texts
    are the Dutch ones, which are always there.
    """
    partner = subject.partner
    texts = [each.body_nl or "" for each in (partner, partner and partner.parent) if each]
    if any("bevoegd" in text for text in texts):
        return True
    dutch = fold(partner.name_nl if partner else country_name(subject.place.code, SOURCE))
    texts = Post.objects.published().real().values_list("body_nl", flat=True)
    sentences = [fold(sentence) for text in texts for sentence in (text or "").split(".")]
    return any("bevoegd" in sentence and dutch in sentence for sentence in sentences)


def details(row):
    """What is known of a jurisdiction, in words."""
    parts = [_("vacant")] if row.post.status == Post.Status.VACANT else []
    if row.since:
        parts.append(_("since %(date)s") % {"date": partial(row.since)})
    elif row.post.opened:
        parts.append(_("opened: %(date)s") % {"date": partial(row.post.opened)})
    return [*parts, *filter(None, [text(row, "note")])]


def jurisdiction_of(post):
    rows = (
        Jurisdiction.objects.current()
        .filter(post=post, partner__in=public_partners())
        .select_related("partner")
    )
    heading_of_answer = title(capfirst(Jurisdiction._meta.verbose_name), text(post, "city"))
    answer = Answer(Intent.POST, heading_of_answer, post.get_absolute_url(), records=[post])
    answer.links = [Fact(name(post, "name"), url=answer.about)]
    if post.status != Post.Status.OPEN:
        answer.sentences = [title(text(post, "name"), post.get_status_display())]
    for row in rows:
        parts = [row.partner.get_kind_display()]
        parts += [_("since %(date)s") % {"date": partial(row.since)}] if row.since else []
        value = joined([*parts, *filter(None, [text(row, "note")])])
        answer.facts.append(Fact(text(row.partner, "name"), value, row.partner.get_absolute_url()))
    return answer if rows else None


# Agreements


def agreement(linked):
    if not linked.places:
        return None
    subject = Subject(linked)
    agreements = agreements_with([subject.partner]) if subject.partner else []
    if not agreements:
        return no_agreement(subject)
    answer = subject.answer(Intent.AGREEMENT)
    answer.records = agreements
    answer.facts = [standing_of(each) for each in agreements]
    programmes = [fact for each in agreements for fact in programme_of(each)]
    if "programme" not in linked.signs:
        answer.facts += programmes
    elif programmes:
        answer.facts = programmes + answer.facts
    elif not subject.is_sure:
        return None
    else:
        answer.sentences = [_("We know of no work programme.")]
    return answer


def standing_of(agreement):
    standing = rendered("agreements/_standing.html", agreement=agreement)
    if agreement.ends:
        years = period(agreement.in_force or agreement.signed, agreement.ends)
        standing = format_html("{} {}", standing, years)
    return Fact(name(agreement, "title"), standing, agreement.get_absolute_url())


def programme_of(agreement):
    """The programme that runs now or the most recent one, as a list of no or one Fact."""
    programme = agreement.programme_to_show()
    if not programme:
        return []
    tag = rendered("agreements/_programme_tag.html", programme=programme)
    label = _("Work programme %(period)s") % {"period": programme.period}
    return [Fact(label, tag, programme_url(agreement, programme))]


def no_agreement(subject):
    """That we know of no agreement; those with parts of the country, if any."""
    if not subject.is_sure:
        return None
    answer = subject.answer(Intent.AGREEMENT)
    if subject.is_country:
        answer.sentences = [_("There is no agreement with this country that we know of.")]
    else:
        answer.sentences = [_("There is no agreement with this partner that we know of.")]
    answer.records = agreements_with(subject.parts) if subject.parts else []
    answer.facts = [standing_of(each) for each in answer.records]
    if answer.facts:
        answer.sentences.append(_("There are agreements with parts of it:"))
    return answer


# Priorities


def priority(linked):
    if not linked.places:
        return None
    subject, entries = Subject(linked), newest_list()
    if not entries:
        return None
    framework = entries[0].framework
    if framework.is_example:
        return None
    reasons = reasons_of(subject.partner, entries)
    answer = subject.answer(Intent.PRIORITY)
    answer.facts = [fact_of_reason(reason, framework) for reason in reasons]
    parts = [(part, entry) for part in subject.parts for entry in named_entries(part, entries)]
    if not reasons:
        if not subject.is_sure or may_have_a_post(subject):
            return None
        answer.sentences = [] if parts else [_("Not in the focus list.")]
    answer.facts += [fact_of_part(part, entry, framework) for part, entry in parts]
    answer.facts.append(fact_of_framework(framework))
    answer.records = [framework]
    return answer


def reasons_of(partner, entries):
    if not partner:
        return []
    posts = list(dict.fromkeys(row.post for row in jurisdictions_over(partner)))
    return public_reasons(partner, posts, entries)


def fact_of_reason(reason, framework):
    entry = reason.entry
    value, url = text(entry, "text"), url_of_entry(framework, entry)
    if reason.via is None:
        return Fact(without_colon(_("Named in the focus list:")), value, url)
    if entry.kind == FocusEntry.Kind.JURISDICTIONS:
        city = text(reason.via, "city")
        if reason.via.status == Post.Status.VACANT:
            city = format_html("{} ({})", city, _("vacant"))
        label = without_colon(_("In the jurisdiction of a representation:"))
        return Fact(label, format_html("{}, {}", city, value), url)
    label = without_colon(_("Part of a country that is named (%(country)s):"))
    label = format_html(label.replace("%(country)s", "{}"), text(reason.via, "name"))
    return Fact(label, value, url)


def fact_of_part(part, entry, framework):
    value = title(without_colon(_("Named in the focus list:")), text(entry, "text"))
    return Fact(text(part, "name"), value, url_of_entry(framework, entry))


def without_colon(label):
    return label.rstrip(": \N{NO-BREAK SPACE}")


def url_of_entry(framework, entry):
    return f"{framework.get_absolute_url()}#focus-{entry.position}"


def fact_of_framework(framework):
    value = text(framework, "title")
    if framework.is_past():
        value = format_html("{} ({})", value, _("ended"))
    return Fact(capfirst(Framework._meta.verbose_name), value, framework.get_absolute_url())
