"""What staff tell the search, and what it did not find."""

from urllib.parse import unquote, urlsplit

from django import forms
from django.contrib import admin
from django.db.models import OuterRef, Subquery
from django.utils import timezone
from django.utils.text import capfirst
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from portal.i18n.languages import SOURCE
from portal.search.models import BestBet, EmptySearch, SearchEntry, Synonym


@admin.register(Synonym)
class SynonymAdmin(admin.ModelAdmin):
    list_display = ["words", "language"]
    list_filter = ["language"]
    search_fields = ["words"]


class BestBetForm(forms.ModelForm):
    """The page is given by its address, and kept by what never changes."""

    key = forms.CharField(
        label=_("page"),
        max_length=700,
        help_text=_(
            "The address of a page of this site, in any language. For example: "
            "/nl/partners/wales/. Each reader gets the page in their own language."
        ),
    )

    class Meta:
        model = BestBet
        fields = ["words", "language", "key", "position"]

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["key"].label = capfirst(self.fields["key"].label)
        if self.instance.key:
            entry = SearchEntry.objects.filter(key=self.instance.key, language=SOURCE).first()
            self.initial["key"] = entry.address if entry else ""

    def clean_key(self):
        address = path_of(self.cleaned_data["key"])
        entry = SearchEntry.objects.filter(address=address).first()
        if entry is None:
            raise forms.ValidationError(
                _("Nobody can find a page at this address. Copy the address of a public page.")
            )
        return entry.key


def path_of(address):
    try:
        return unquote(urlsplit(address).path)
    except ValueError:
        return ""


@admin.register(BestBet)
class BestBetAdmin(admin.ModelAdmin):
    form = BestBetForm
    list_display = ["words", "language", "page", "position"]
    list_filter = ["language"]
    search_fields = ["words"]

    def get_queryset(self, request):
        public = SearchEntry.objects.visible(SOURCE, timezone.now())
        title = public.filter(key=OuterRef("key")).values("title")[:1]
        return super().get_queryset(request).annotate(title=Subquery(title))

    @admin.display(description=_("page"))
    def page(self, record):
        return record.title or gettext("not public now: not shown")


@admin.register(EmptySearch)
class EmptySearchAdmin(admin.ModelAdmin):
    list_display = ["words", "language", "times", "last_on"]
    list_display_links = None
    search_fields = ["words"]

    def has_add_permission(self, request):
        return False

    def has_change_permission(self, request, obj=None):
        return False
