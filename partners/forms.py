from django import forms
from django.core.validators import slug_re
from django.db.models import Q
from django.http import Http404
from django.utils.translation import gettext_lazy as _

from partners.layers import LAYERS, layer_choices
from partners.models import Partner
from portal.i18n.languages import active
from portal.publishing.choices import LazyChoices
from portal.publishing.filters import Filter
from portal.publishing.shelf import Shelf
from portal.redirects.old_slugs import by_slug
from portal.search.query import ids


class PartnerFilter(Filter):
    q = forms.CharField(
        label=_("Search for a country, region or organisation"), required=False, max_length=100
    )
    kind = forms.ChoiceField(
        label=_("Kind"), required=False, choices=[("", _("all kinds")), *Partner.Kind.choices]
    )
    layer = forms.ChoiceField(label=_("Show on the map"), required=False, choices=layer_choices)

    linked_fields = ("layer",)

    def condition(self, name):
        if name == "q":
            return Q(pk__in=ids(self.value("q"), Partner))
        if name == "kind":
            return Q(kind=self.value(name))
        return LAYERS[self.value(name)].condition()

    def narrow_without_layer(self, partners):
        for name in self.active_filters:
            if name != "layer":
                partners = partners.filter(self.condition_or_none(name))
        return partners


OFFERED = Shelf(100)


def offer_partners(form, those):
    """Give the filter `partner` of a list its choices: the public partners that meet a condition.

    The condition is the same for every form of the class, and gives each partner once. A partner
    may also be asked for by its address in another language, or by a former one; and a
    partner without anything in the list gives an empty list.
    """
    choices = dict(OFFERED.get(type(form), lambda: offered(those)))
    for index, slug in enumerate(asked := form.query.getlist("partner")):
        if slug and slug not in choices and (partner := public_partner(slug)):
            choices.setdefault(partner.slug_nl, partner.name)
            asked[index] = partner.slug_nl
    form.query.setlist("partner", asked)
    # There can be thousands, and a page that is kept reads none.
    form.fields["partner"].choices = LazyChoices(
        lambda: [("", _("all partners")), *choices.items()]
    )


def offered(those):
    """[(Dutch slug, name in the active language)] of the public partners, in order of name."""
    return Partner.objects.published().filter(those).names_in_order("slug_nl", active())


def public_partner(slug):
    """The public partner that has, or once had, this slug in any language; or None."""
    if not slug_re.fullmatch(slug):
        return None
    try:
        return by_slug(Partner.objects.published(), slug)
    except Http404:
        return None
