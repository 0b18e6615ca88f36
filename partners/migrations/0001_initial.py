import django.core.validators
import django.db.models.deletion
import portal.publishing.fields
from django.db import migrations, models


class Migration(migrations.Migration):
    initial = True

    dependencies = []

    operations = [
        migrations.CreateModel(
            name="Partner",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "state",
                    models.CharField(
                        choices=[
                            ("draft", "draft"),
                            ("published", "published"),
                            ("withdrawn", "withdrawn"),
                        ],
                        db_index=True,
                        default="draft",
                        max_length=10,
                        verbose_name="state",
                    ),
                ),
                (
                    "publish_at",
                    models.DateTimeField(
                        blank=True,
                        help_text="Brussels time. Leave empty to publish at once.",
                        null=True,
                        verbose_name="public from",
                    ),
                ),
                (
                    "withdrawal_reason",
                    models.CharField(
                        blank=True,
                        help_text="Readers see this. For example: “Replaced by the call for 2027.”",
                        max_length=400,
                        verbose_name="reason for withdrawal",
                    ),
                ),
                (
                    "withdrawal_reason_nl",
                    models.CharField(
                        blank=True,
                        help_text="Readers see this. For example: “Replaced by the call for 2027.”",
                        max_length=400,
                        null=True,
                        verbose_name="reason for withdrawal",
                    ),
                ),
                (
                    "withdrawal_reason_fr",
                    models.CharField(
                        blank=True,
                        help_text="Readers see this. For example: “Replaced by the call for 2027.”",
                        max_length=400,
                        null=True,
                        verbose_name="reason for withdrawal",
                    ),
                ),
                (
                    "withdrawal_reason_de",
                    models.CharField(
                        blank=True,
                        help_text="Readers see this. For example: “Replaced by the call for 2027.”",
                        max_length=400,
                        null=True,
                        verbose_name="reason for withdrawal",
                    ),
                ),
                (
                    "withdrawal_reason_en",
                    models.CharField(
                        blank=True,
                        help_text="Readers see this. For example: “Replaced by the call for 2027.”",
                        max_length=400,
                        null=True,
                        verbose_name="reason for withdrawal",
                    ),
                ),
                (
                    "successor",
                    models.CharField(
                        blank=True,
                        help_text="Address of the page to read instead, such as /nl/partners/japan/.",
                        max_length=300,
                        verbose_name="successor",
                    ),
                ),
                (
                    "caveat",
                    models.TextField(
                        blank=True,
                        help_text="What readers must know about these facts. For example: “The sources disagree.”",
                        verbose_name="caveat",
                    ),
                ),
                (
                    "caveat_nl",
                    models.TextField(
                        blank=True,
                        help_text="What readers must know about these facts. For example: “The sources disagree.”",
                        null=True,
                        verbose_name="caveat",
                    ),
                ),
                (
                    "caveat_fr",
                    models.TextField(
                        blank=True,
                        help_text="What readers must know about these facts. For example: “The sources disagree.”",
                        null=True,
                        verbose_name="caveat",
                    ),
                ),
                (
                    "caveat_de",
                    models.TextField(
                        blank=True,
                        help_text="What readers must know about these facts. For example: “The sources disagree.”",
                        null=True,
                        verbose_name="caveat",
                    ),
                ),
                (
                    "caveat_en",
                    models.TextField(
                        blank=True,
                        help_text="What readers must know about these facts. For example: “The sources disagree.”",
                        null=True,
                        verbose_name="caveat",
                    ),
                ),
                (
                    "is_example",
                    models.BooleanField(
                        default=False,
                        help_text="Shown with the label “Example”, never in search.",
                        verbose_name="example",
                    ),
                ),
                (
                    "changed_nl",
                    models.DateTimeField(
                        editable=False, null=True, verbose_name="Dutch changed on"
                    ),
                ),
                (
                    "changed_fr",
                    models.DateTimeField(
                        editable=False, null=True, verbose_name="French changed on"
                    ),
                ),
                (
                    "changed_de",
                    models.DateTimeField(
                        editable=False, null=True, verbose_name="German changed on"
                    ),
                ),
                (
                    "changed_en",
                    models.DateTimeField(
                        editable=False, null=True, verbose_name="English changed on"
                    ),
                ),
                (
                    "slug_nl",
                    models.SlugField(
                        help_text="For example: franse-gemeenschap",
                        max_length=120,
                        verbose_name="address in Dutch",
                    ),
                ),
                (
                    "slug_fr",
                    models.SlugField(blank=True, max_length=120, verbose_name="address in French"),
                ),
                (
                    "slug_de",
                    models.SlugField(blank=True, max_length=120, verbose_name="address in German"),
                ),
                (
                    "slug_en",
                    models.SlugField(blank=True, max_length=120, verbose_name="address in English"),
                ),
                (
                    "kind",
                    models.CharField(
                        choices=[
                            ("state", "country"),
                            ("region", "region"),
                            ("community", "Belgian community"),
                            ("cities", "group of cities"),
                            ("organisation", "international organisation"),
                        ],
                        max_length=12,
                        verbose_name="kind",
                    ),
                ),
                (
                    "iso_code",
                    models.CharField(
                        blank=True,
                        help_text="JP for a country, GB-WLS for a region. Empty where none exists.",
                        max_length=6,
                        validators=[
                            django.core.validators.RegexValidator("^[A-Z]{2}(-[A-Z0-9]{1,3})?$")
                        ],
                        verbose_name="ISO 3166 code",
                    ),
                ),
                ("name", models.CharField(max_length=120, verbose_name="name")),
                ("name_nl", models.CharField(max_length=120, null=True, verbose_name="name")),
                ("name_fr", models.CharField(max_length=120, null=True, verbose_name="name")),
                ("name_de", models.CharField(max_length=120, null=True, verbose_name="name")),
                ("name_en", models.CharField(max_length=120, null=True, verbose_name="name")),
                (
                    "synonyms",
                    models.CharField(
                        blank=True,
                        help_text="People search for these too. For example: Cymru, Welsh",
                        max_length=300,
                        verbose_name="other names",
                    ),
                ),
                (
                    "synonyms_nl",
                    models.CharField(
                        blank=True,
                        help_text="People search for these too. For example: Cymru, Welsh",
                        max_length=300,
                        null=True,
                        verbose_name="other names",
                    ),
                ),
                (
                    "synonyms_fr",
                    models.CharField(
                        blank=True,
                        help_text="People search for these too. For example: Cymru, Welsh",
                        max_length=300,
                        null=True,
                        verbose_name="other names",
                    ),
                ),
                (
                    "synonyms_de",
                    models.CharField(
                        blank=True,
                        help_text="People search for these too. For example: Cymru, Welsh",
                        max_length=300,
                        null=True,
                        verbose_name="other names",
                    ),
                ),
                (
                    "synonyms_en",
                    models.CharField(
                        blank=True,
                        help_text="People search for these too. For example: Cymru, Welsh",
                        max_length=300,
                        null=True,
                        verbose_name="other names",
                    ),
                ),
                ("body", models.TextField(blank=True, verbose_name="what we do together")),
                (
                    "body_nl",
                    models.TextField(blank=True, null=True, verbose_name="what we do together"),
                ),
                (
                    "body_fr",
                    models.TextField(blank=True, null=True, verbose_name="what we do together"),
                ),
                (
                    "body_de",
                    models.TextField(blank=True, null=True, verbose_name="what we do together"),
                ),
                (
                    "body_en",
                    models.TextField(blank=True, null=True, verbose_name="what we do together"),
                ),
                (
                    "longitude",
                    models.DecimalField(
                        blank=True,
                        decimal_places=2,
                        help_text="Degrees east, for the point on the map. For example: 4.35",
                        max_digits=6,
                        null=True,
                        validators=[
                            django.core.validators.MinValueValidator(-180),
                            django.core.validators.MaxValueValidator(180),
                        ],
                        verbose_name="longitude",
                    ),
                ),
                (
                    "latitude",
                    models.DecimalField(
                        blank=True,
                        decimal_places=2,
                        help_text="Degrees north. For example: 50.85",
                        max_digits=5,
                        null=True,
                        validators=[
                            django.core.validators.MinValueValidator(-90),
                            django.core.validators.MaxValueValidator(90),
                        ],
                        verbose_name="latitude",
                    ),
                ),
                (
                    "parent",
                    models.ForeignKey(
                        blank=True,
                        help_text="The country that a region lies in. For example: United Kingdom for Wales.",
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="parts",
                        to="partners.partner",
                        verbose_name="part of",
                    ),
                ),
            ],
            options={
                "verbose_name": "partner",
                "verbose_name_plural": "partners",
                "ordering": ["name_nl"],
                "abstract": False,
            },
        ),
        migrations.CreateModel(
            name="Post",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "state",
                    models.CharField(
                        choices=[
                            ("draft", "draft"),
                            ("published", "published"),
                            ("withdrawn", "withdrawn"),
                        ],
                        db_index=True,
                        default="draft",
                        max_length=10,
                        verbose_name="state",
                    ),
                ),
                (
                    "publish_at",
                    models.DateTimeField(
                        blank=True,
                        help_text="Brussels time. Leave empty to publish at once.",
                        null=True,
                        verbose_name="public from",
                    ),
                ),
                (
                    "withdrawal_reason",
                    models.CharField(
                        blank=True,
                        help_text="Readers see this. For example: “Replaced by the call for 2027.”",
                        max_length=400,
                        verbose_name="reason for withdrawal",
                    ),
                ),
                (
                    "withdrawal_reason_nl",
                    models.CharField(
                        blank=True,
                        help_text="Readers see this. For example: “Replaced by the call for 2027.”",
                        max_length=400,
                        null=True,
                        verbose_name="reason for withdrawal",
                    ),
                ),
                (
                    "withdrawal_reason_fr",
                    models.CharField(
                        blank=True,
                        help_text="Readers see this. For example: “Replaced by the call for 2027.”",
                        max_length=400,
                        null=True,
                        verbose_name="reason for withdrawal",
                    ),
                ),
                (
                    "withdrawal_reason_de",
                    models.CharField(
                        blank=True,
                        help_text="Readers see this. For example: “Replaced by the call for 2027.”",
                        max_length=400,
                        null=True,
                        verbose_name="reason for withdrawal",
                    ),
                ),
                (
                    "withdrawal_reason_en",
                    models.CharField(
                        blank=True,
                        help_text="Readers see this. For example: “Replaced by the call for 2027.”",
                        max_length=400,
                        null=True,
                        verbose_name="reason for withdrawal",
                    ),
                ),
                (
                    "successor",
                    models.CharField(
                        blank=True,
                        help_text="Address of the page to read instead, such as /nl/partners/japan/.",
                        max_length=300,
                        verbose_name="successor",
                    ),
                ),
                (
                    "caveat",
                    models.TextField(
                        blank=True,
                        help_text="What readers must know about these facts. For example: “The sources disagree.”",
                        verbose_name="caveat",
                    ),
                ),
                (
                    "caveat_nl",
                    models.TextField(
                        blank=True,
                        help_text="What readers must know about these facts. For example: “The sources disagree.”",
                        null=True,
                        verbose_name="caveat",
                    ),
                ),
                (
                    "caveat_fr",
                    models.TextField(
                        blank=True,
                        help_text="What readers must know about these facts. For example: “The sources disagree.”",
                        null=True,
                        verbose_name="caveat",
                    ),
                ),
                (
                    "caveat_de",
                    models.TextField(
                        blank=True,
                        help_text="What readers must know about these facts. For example: “The sources disagree.”",
                        null=True,
                        verbose_name="caveat",
                    ),
                ),
                (
                    "caveat_en",
                    models.TextField(
                        blank=True,
                        help_text="What readers must know about these facts. For example: “The sources disagree.”",
                        null=True,
                        verbose_name="caveat",
                    ),
                ),
                (
                    "is_example",
                    models.BooleanField(
                        default=False,
                        help_text="Shown with the label “Example”, never in search.",
                        verbose_name="example",
                    ),
                ),
                (
                    "changed_nl",
                    models.DateTimeField(
                        editable=False, null=True, verbose_name="Dutch changed on"
                    ),
                ),
                (
                    "changed_fr",
                    models.DateTimeField(
                        editable=False, null=True, verbose_name="French changed on"
                    ),
                ),
                (
                    "changed_de",
                    models.DateTimeField(
                        editable=False, null=True, verbose_name="German changed on"
                    ),
                ),
                (
                    "changed_en",
                    models.DateTimeField(
                        editable=False, null=True, verbose_name="English changed on"
                    ),
                ),
                (
                    "slug_nl",
                    models.SlugField(
                        help_text="For example: franse-gemeenschap",
                        max_length=120,
                        verbose_name="address in Dutch",
                    ),
                ),
                (
                    "slug_fr",
                    models.SlugField(blank=True, max_length=120, verbose_name="address in French"),
                ),
                (
                    "slug_de",
                    models.SlugField(blank=True, max_length=120, verbose_name="address in German"),
                ),
                (
                    "slug_en",
                    models.SlugField(blank=True, max_length=120, verbose_name="address in English"),
                ),
                (
                    "status",
                    models.CharField(
                        choices=[("open", "open"), ("vacant", "vacant"), ("closed", "closed")],
                        max_length=6,
                        verbose_name="status",
                    ),
                ),
                (
                    "name",
                    models.CharField(
                        help_text="For example: Diplomatieke Vertegenwoordiging van Vlaanderen in Wenen",
                        max_length=200,
                        verbose_name="official name",
                    ),
                ),
                (
                    "name_nl",
                    models.CharField(
                        help_text="For example: Diplomatieke Vertegenwoordiging van Vlaanderen in Wenen",
                        max_length=200,
                        null=True,
                        verbose_name="official name",
                    ),
                ),
                (
                    "name_fr",
                    models.CharField(
                        help_text="For example: Diplomatieke Vertegenwoordiging van Vlaanderen in Wenen",
                        max_length=200,
                        null=True,
                        verbose_name="official name",
                    ),
                ),
                (
                    "name_de",
                    models.CharField(
                        help_text="For example: Diplomatieke Vertegenwoordiging van Vlaanderen in Wenen",
                        max_length=200,
                        null=True,
                        verbose_name="official name",
                    ),
                ),
                (
                    "name_en",
                    models.CharField(
                        help_text="For example: Diplomatieke Vertegenwoordiging van Vlaanderen in Wenen",
                        max_length=200,
                        null=True,
                        verbose_name="official name",
                    ),
                ),
                ("city", models.CharField(max_length=80, verbose_name="city")),
                ("city_nl", models.CharField(max_length=80, null=True, verbose_name="city")),
                ("city_fr", models.CharField(max_length=80, null=True, verbose_name="city")),
                ("city_de", models.CharField(max_length=80, null=True, verbose_name="city")),
                ("city_en", models.CharField(max_length=80, null=True, verbose_name="city")),
                (
                    "alternative_names",
                    models.CharField(
                        blank=True, max_length=400, verbose_name="earlier and other names"
                    ),
                ),
                (
                    "alternative_names_nl",
                    models.CharField(
                        blank=True,
                        max_length=400,
                        null=True,
                        verbose_name="earlier and other names",
                    ),
                ),
                (
                    "alternative_names_fr",
                    models.CharField(
                        blank=True,
                        max_length=400,
                        null=True,
                        verbose_name="earlier and other names",
                    ),
                ),
                (
                    "alternative_names_de",
                    models.CharField(
                        blank=True,
                        max_length=400,
                        null=True,
                        verbose_name="earlier and other names",
                    ),
                ),
                (
                    "alternative_names_en",
                    models.CharField(
                        blank=True,
                        max_length=400,
                        null=True,
                        verbose_name="earlier and other names",
                    ),
                ),
                (
                    "opened",
                    portal.publishing.fields.PartialDateField(
                        help_text="A year, month or day: 1994, 2006-05 or 1996-03-04.",
                        verbose_name="opened",
                    ),
                ),
                (
                    "seat",
                    models.CharField(
                        blank=True,
                        help_text="For example: in the Belgian embassy",
                        max_length=200,
                        verbose_name="seat",
                    ),
                ),
                (
                    "seat_nl",
                    models.CharField(
                        blank=True,
                        help_text="For example: in the Belgian embassy",
                        max_length=200,
                        null=True,
                        verbose_name="seat",
                    ),
                ),
                (
                    "seat_fr",
                    models.CharField(
                        blank=True,
                        help_text="For example: in the Belgian embassy",
                        max_length=200,
                        null=True,
                        verbose_name="seat",
                    ),
                ),
                (
                    "seat_de",
                    models.CharField(
                        blank=True,
                        help_text="For example: in the Belgian embassy",
                        max_length=200,
                        null=True,
                        verbose_name="seat",
                    ),
                ),
                (
                    "seat_en",
                    models.CharField(
                        blank=True,
                        help_text="For example: in the Belgian embassy",
                        max_length=200,
                        null=True,
                        verbose_name="seat",
                    ),
                ),
                (
                    "body",
                    models.TextField(blank=True, verbose_name="more about this representation"),
                ),
                (
                    "body_nl",
                    models.TextField(
                        blank=True, null=True, verbose_name="more about this representation"
                    ),
                ),
                (
                    "body_fr",
                    models.TextField(
                        blank=True, null=True, verbose_name="more about this representation"
                    ),
                ),
                (
                    "body_de",
                    models.TextField(
                        blank=True, null=True, verbose_name="more about this representation"
                    ),
                ),
                (
                    "body_en",
                    models.TextField(
                        blank=True, null=True, verbose_name="more about this representation"
                    ),
                ),
                ("email", models.EmailField(blank=True, max_length=254, verbose_name="e-mail")),
                ("phone", models.CharField(blank=True, max_length=40, verbose_name="telephone")),
                ("url", models.URLField(blank=True, max_length=300, verbose_name="own website")),
                (
                    "country",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="seats",
                        to="partners.partner",
                        verbose_name="country it is in",
                    ),
                ),
            ],
            options={
                "verbose_name": "representation",
                "verbose_name_plural": "representations",
                "ordering": ["city_nl"],
                "abstract": False,
            },
        ),
        migrations.CreateModel(
            name="Jurisdiction",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "since",
                    portal.publishing.fields.PartialDateField(
                        help_text="A year, month or day: 1994, 2006-05 or 1996-03-04.",
                        verbose_name="since",
                    ),
                ),
                (
                    "until",
                    portal.publishing.fields.PartialDateField(
                        help_text="A year, month or day: 1994, 2006-05 or 1996-03-04.",
                        verbose_name="until",
                    ),
                ),
                (
                    "note",
                    models.CharField(
                        blank=True,
                        help_text="For example: run from Brussels",
                        max_length=200,
                        verbose_name="note",
                    ),
                ),
                (
                    "note_nl",
                    models.CharField(
                        blank=True,
                        help_text="For example: run from Brussels",
                        max_length=200,
                        null=True,
                        verbose_name="note",
                    ),
                ),
                (
                    "note_fr",
                    models.CharField(
                        blank=True,
                        help_text="For example: run from Brussels",
                        max_length=200,
                        null=True,
                        verbose_name="note",
                    ),
                ),
                (
                    "note_de",
                    models.CharField(
                        blank=True,
                        help_text="For example: run from Brussels",
                        max_length=200,
                        null=True,
                        verbose_name="note",
                    ),
                ),
                (
                    "note_en",
                    models.CharField(
                        blank=True,
                        help_text="For example: run from Brussels",
                        max_length=200,
                        null=True,
                        verbose_name="note",
                    ),
                ),
                (
                    "partner",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="jurisdictions",
                        to="partners.partner",
                        verbose_name="partner",
                    ),
                ),
                (
                    "post",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="jurisdictions",
                        to="partners.post",
                    ),
                ),
            ],
            options={
                "verbose_name": "jurisdiction",
                "verbose_name_plural": "jurisdictions",
                "ordering": ["id"],
            },
        ),
        migrations.AddConstraint(
            model_name="partner",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("state", "withdrawn"), _negated=True),
                    models.Q(
                        ("withdrawal_reason_nl__isnull", False), ("withdrawal_reason_nl__gt", "")
                    ),
                    _connector="OR",
                ),
                name="partners_partner_says_why_it_was_withdrawn",
                violation_error_message="Say in Dutch why this is withdrawn: readers see it.",
            ),
        ),
        migrations.AddConstraint(
            model_name="partner",
            constraint=models.UniqueConstraint(
                condition=models.Q(("slug_nl", ""), _negated=True),
                fields=("slug_nl",),
                name="partners_partner_has_its_own_address_in_nl",
                violation_error_message="Another record already has this address.",
            ),
        ),
        migrations.AddConstraint(
            model_name="partner",
            constraint=models.UniqueConstraint(
                condition=models.Q(("slug_fr", ""), _negated=True),
                fields=("slug_fr",),
                name="partners_partner_has_its_own_address_in_fr",
                violation_error_message="Another record already has this address.",
            ),
        ),
        migrations.AddConstraint(
            model_name="partner",
            constraint=models.UniqueConstraint(
                condition=models.Q(("slug_de", ""), _negated=True),
                fields=("slug_de",),
                name="partners_partner_has_its_own_address_in_de",
                violation_error_message="Another record already has this address.",
            ),
        ),
        migrations.AddConstraint(
            model_name="partner",
            constraint=models.UniqueConstraint(
                condition=models.Q(("slug_en", ""), _negated=True),
                fields=("slug_en",),
                name="partners_partner_has_its_own_address_in_en",
                violation_error_message="Another record already has this address.",
            ),
        ),
        migrations.AddConstraint(
            model_name="partner",
            constraint=models.CheckConstraint(
                condition=models.Q(("name_nl__isnull", False), ("name_nl__gt", "")),
                name="partners_partner_has_a_dutch_text",
                violation_error_message="Fill in the Dutch text: it is the source of the others.",
            ),
        ),
        migrations.AddConstraint(
            model_name="partner",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(
                        models.Q(
                            models.Q(
                                ("synonyms_fr", ""), ("synonyms_fr__isnull", True), _connector="OR"
                            ),
                            models.Q(
                                ("synonyms_de", ""), ("synonyms_de__isnull", True), _connector="OR"
                            ),
                            models.Q(
                                ("synonyms_en", ""), ("synonyms_en__isnull", True), _connector="OR"
                            ),
                        ),
                        models.Q(("synonyms_nl__isnull", False), ("synonyms_nl__gt", "")),
                        _connector="OR",
                    ),
                    models.Q(
                        models.Q(
                            models.Q(("body_fr", ""), ("body_fr__isnull", True), _connector="OR"),
                            models.Q(("body_de", ""), ("body_de__isnull", True), _connector="OR"),
                            models.Q(("body_en", ""), ("body_en__isnull", True), _connector="OR"),
                        ),
                        models.Q(("body_nl__isnull", False), ("body_nl__gt", "")),
                        _connector="OR",
                    ),
                    models.Q(
                        models.Q(
                            models.Q(
                                ("caveat_fr", ""), ("caveat_fr__isnull", True), _connector="OR"
                            ),
                            models.Q(
                                ("caveat_de", ""), ("caveat_de__isnull", True), _connector="OR"
                            ),
                            models.Q(
                                ("caveat_en", ""), ("caveat_en__isnull", True), _connector="OR"
                            ),
                        ),
                        models.Q(("caveat_nl__isnull", False), ("caveat_nl__gt", "")),
                        _connector="OR",
                    ),
                    models.Q(
                        models.Q(
                            models.Q(
                                ("withdrawal_reason_fr", ""),
                                ("withdrawal_reason_fr__isnull", True),
                                _connector="OR",
                            ),
                            models.Q(
                                ("withdrawal_reason_de", ""),
                                ("withdrawal_reason_de__isnull", True),
                                _connector="OR",
                            ),
                            models.Q(
                                ("withdrawal_reason_en", ""),
                                ("withdrawal_reason_en__isnull", True),
                                _connector="OR",
                            ),
                        ),
                        models.Q(
                            ("withdrawal_reason_nl__isnull", False),
                            ("withdrawal_reason_nl__gt", ""),
                        ),
                        _connector="OR",
                    ),
                ),
                name="partners_partner_is_translated_from_dutch",
                violation_error_message="A translation cannot exist without its Dutch text. Write the Dutch first.",
            ),
        ),
        migrations.AddConstraint(
            model_name="partner",
            constraint=models.UniqueConstraint(
                condition=models.Q(("iso_code", ""), _negated=True),
                fields=("iso_code",),
                name="partners_partner_has_its_own_iso_code",
                violation_error_message="Another partner already has this ISO code.",
            ),
        ),
        migrations.AddConstraint(
            model_name="partner",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("latitude__isnull", True), ("longitude__isnull", True)),
                    models.Q(("latitude__isnull", False), ("longitude__isnull", False)),
                    _connector="OR",
                ),
                name="partners_partner_has_a_whole_point_or_none",
                violation_error_message="Give both longitude and latitude, or neither.",
            ),
        ),
        migrations.AddConstraint(
            model_name="post",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("state", "withdrawn"), _negated=True),
                    models.Q(
                        ("withdrawal_reason_nl__isnull", False), ("withdrawal_reason_nl__gt", "")
                    ),
                    _connector="OR",
                ),
                name="partners_post_says_why_it_was_withdrawn",
                violation_error_message="Say in Dutch why this is withdrawn: readers see it.",
            ),
        ),
        migrations.AddConstraint(
            model_name="post",
            constraint=models.UniqueConstraint(
                condition=models.Q(("slug_nl", ""), _negated=True),
                fields=("slug_nl",),
                name="partners_post_has_its_own_address_in_nl",
                violation_error_message="Another record already has this address.",
            ),
        ),
        migrations.AddConstraint(
            model_name="post",
            constraint=models.UniqueConstraint(
                condition=models.Q(("slug_fr", ""), _negated=True),
                fields=("slug_fr",),
                name="partners_post_has_its_own_address_in_fr",
                violation_error_message="Another record already has this address.",
            ),
        ),
        migrations.AddConstraint(
            model_name="post",
            constraint=models.UniqueConstraint(
                condition=models.Q(("slug_de", ""), _negated=True),
                fields=("slug_de",),
                name="partners_post_has_its_own_address_in_de",
                violation_error_message="Another record already has this address.",
            ),
        ),
        migrations.AddConstraint(
            model_name="post",
            constraint=models.UniqueConstraint(
                condition=models.Q(("slug_en", ""), _negated=True),
                fields=("slug_en",),
                name="partners_post_has_its_own_address_in_en",
                violation_error_message="Another record already has this address.",
            ),
        ),
        migrations.AddConstraint(
            model_name="post",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("name_nl__isnull", False),
                    ("name_nl__gt", ""),
                    ("city_nl__isnull", False),
                    ("city_nl__gt", ""),
                ),
                name="partners_post_has_a_dutch_text",
                violation_error_message="Fill in the Dutch text: it is the source of the others.",
            ),
        ),
        migrations.AddConstraint(
            model_name="post",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(
                        models.Q(
                            models.Q(
                                ("alternative_names_fr", ""),
                                ("alternative_names_fr__isnull", True),
                                _connector="OR",
                            ),
                            models.Q(
                                ("alternative_names_de", ""),
                                ("alternative_names_de__isnull", True),
                                _connector="OR",
                            ),
                            models.Q(
                                ("alternative_names_en", ""),
                                ("alternative_names_en__isnull", True),
                                _connector="OR",
                            ),
                        ),
                        models.Q(
                            ("alternative_names_nl__isnull", False),
                            ("alternative_names_nl__gt", ""),
                        ),
                        _connector="OR",
                    ),
                    models.Q(
                        models.Q(
                            models.Q(("seat_fr", ""), ("seat_fr__isnull", True), _connector="OR"),
                            models.Q(("seat_de", ""), ("seat_de__isnull", True), _connector="OR"),
                            models.Q(("seat_en", ""), ("seat_en__isnull", True), _connector="OR"),
                        ),
                        models.Q(("seat_nl__isnull", False), ("seat_nl__gt", "")),
                        _connector="OR",
                    ),
                    models.Q(
                        models.Q(
                            models.Q(("body_fr", ""), ("body_fr__isnull", True), _connector="OR"),
                            models.Q(("body_de", ""), ("body_de__isnull", True), _connector="OR"),
                            models.Q(("body_en", ""), ("body_en__isnull", True), _connector="OR"),
                        ),
                        models.Q(("body_nl__isnull", False), ("body_nl__gt", "")),
                        _connector="OR",
                    ),
                    models.Q(
                        models.Q(
                            models.Q(
                                ("caveat_fr", ""), ("caveat_fr__isnull", True), _connector="OR"
                            ),
                            models.Q(
                                ("caveat_de", ""), ("caveat_de__isnull", True), _connector="OR"
                            ),
                            models.Q(
                                ("caveat_en", ""), ("caveat_en__isnull", True), _connector="OR"
                            ),
                        ),
                        models.Q(("caveat_nl__isnull", False), ("caveat_nl__gt", "")),
                        _connector="OR",
                    ),
                    models.Q(
                        models.Q(
                            models.Q(
                                ("withdrawal_reason_fr", ""),
                                ("withdrawal_reason_fr__isnull", True),
                                _connector="OR",
                            ),
                            models.Q(
                                ("withdrawal_reason_de", ""),
                                ("withdrawal_reason_de__isnull", True),
                                _connector="OR",
                            ),
                            models.Q(
                                ("withdrawal_reason_en", ""),
                                ("withdrawal_reason_en__isnull", True),
                                _connector="OR",
                            ),
                        ),
                        models.Q(
                            ("withdrawal_reason_nl__isnull", False),
                            ("withdrawal_reason_nl__gt", ""),
                        ),
                        _connector="OR",
                    ),
                ),
                name="partners_post_is_translated_from_dutch",
                violation_error_message="A translation cannot exist without its Dutch text. Write the Dutch first.",
            ),
        ),
        migrations.AddConstraint(
            model_name="jurisdiction",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(
                        models.Q(("note_fr", ""), ("note_fr__isnull", True), _connector="OR"),
                        models.Q(("note_de", ""), ("note_de__isnull", True), _connector="OR"),
                        models.Q(("note_en", ""), ("note_en__isnull", True), _connector="OR"),
                    ),
                    models.Q(("note_nl__isnull", False), ("note_nl__gt", "")),
                    _connector="OR",
                ),
                name="partners_jurisdiction_is_translated_from_dutch",
                violation_error_message="A translation cannot exist without its Dutch text. Write the Dutch first.",
            ),
        ),
        migrations.AddConstraint(
            model_name="jurisdiction",
            constraint=models.UniqueConstraint(
                fields=("post", "partner", "since"),
                name="partners_jurisdiction_is_named_once",
                violation_error_message="This partner is already in the jurisdiction.",
            ),
        ),
    ]
