from django.contrib.contenttypes.fields import GenericForeignKey
from django.contrib.contenttypes.models import ContentType
from django.db import models
from django.db.models import Value
from django.db.models.functions import Coalesce, NullIf
from django.utils.translation import gettext_lazy as _

from portal.i18n.languages import CODES, active


class OldSlug(models.Model):
    """A slug that a record once had; its URL redirects to the record's present one."""

    content_type = models.ForeignKey(
        ContentType, on_delete=models.CASCADE, verbose_name=_("type of page")
    )
    object_id = models.PositiveBigIntegerField()
    record = GenericForeignKey()
    slug = models.SlugField(_("former address"), max_length=120)

    class Meta:
        verbose_name = _("former address")
        verbose_name_plural = _("former addresses")
        ordering = ["slug"]
        constraints = [
            models.UniqueConstraint(
                fields=["content_type", "slug"], name="publishing_oldslug_leads_to_one_thing"
            )
        ]

    def __str__(self):
        return self.slug

    @classmethod
    def owners(cls, model, slug):
        """Primary keys of the records of a model that once had this slug, as a queryset."""
        content_type = ContentType.objects.get_for_model(model)
        return cls.objects.filter(content_type=content_type, slug=slug).values("object_id")


class Slugged(models.Model):
    """A slug per language; a language without one uses the Dutch slug.

    Four plain fields instead of a modeltranslation field: that reads the column of the active
    language, which a unique constraint cannot.
    """

    slug_nl = models.SlugField(
        _("address in Dutch"), max_length=120, help_text=_("For example: franse-gemeenschap")
    )
    slug_fr = models.SlugField(_("address in French"), max_length=120, blank=True)
    slug_de = models.SlugField(_("address in German"), max_length=120, blank=True)
    slug_en = models.SlugField(_("address in English"), max_length=120, blank=True)

    class Meta:
        abstract = True
        constraints = [
            models.UniqueConstraint(
                Coalesce(NullIf(f"slug_{code}", Value("")), "slug_nl"),
                name=f"%(app_label)s_%(class)s_has_its_own_address_in_{code}",
                violation_error_message=_("Another record already has this address."),
            )
            for code in CODES
        ]

    def save(self, *args, **kwargs):
        old = self.pk and type(self)._base_manager.filter(pk=self.pk).values(*SLUGS).first()
        super().save(*args, **kwargs)
        if old:
            self.save_old_slugs(set(old.values()) - {getattr(self, name) for name in SLUGS} - {""})

    def save_old_slugs(self, slugs):
        """Store former slugs, so that their URLs keep redirecting to this record."""
        content_type = ContentType.objects.get_for_model(self)
        for slug in slugs:
            OldSlug.objects.update_or_create(
                content_type=content_type, slug=slug, defaults={"object_id": self.pk}
            )

    @property
    def slug(self):
        return getattr(self, f"slug_{active()}") or self.slug_nl


SLUGS = tuple(f"slug_{code}" for code in CODES)
