import django.core.validators
import django.db.models.deletion
import django.utils.timezone
import portal.publishing.fields
from django.db import migrations, models


class Migration(migrations.Migration):
    initial = True

    dependencies = [
        ("agreements", "0001_initial"),
        ("partners", "0001_initial"),
        ("publishing", "0001_initial"),
    ]

    operations = [
        migrations.CreateModel(
            name="CallSeries",
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
                    "title",
                    models.CharField(
                        help_text="For example: Projectoproep Vlaamse en Franse Gemeenschap",
                        max_length=160,
                        verbose_name="title",
                    ),
                ),
                (
                    "title_nl",
                    models.CharField(
                        help_text="For example: Projectoproep Vlaamse en Franse Gemeenschap",
                        max_length=160,
                        null=True,
                        verbose_name="title",
                    ),
                ),
                (
                    "title_fr",
                    models.CharField(
                        help_text="For example: Projectoproep Vlaamse en Franse Gemeenschap",
                        max_length=160,
                        null=True,
                        verbose_name="title",
                    ),
                ),
                (
                    "title_de",
                    models.CharField(
                        help_text="For example: Projectoproep Vlaamse en Franse Gemeenschap",
                        max_length=160,
                        null=True,
                        verbose_name="title",
                    ),
                ),
                (
                    "title_en",
                    models.CharField(
                        help_text="For example: Projectoproep Vlaamse en Franse Gemeenschap",
                        max_length=160,
                        null=True,
                        verbose_name="title",
                    ),
                ),
                (
                    "rhythm",
                    models.CharField(
                        blank=True,
                        choices=[
                            ("yearly", "yearly"),
                            ("paused", "paused"),
                            ("ended", "ended"),
                            ("reopened", "reopened"),
                        ],
                        help_text="Choose “ended” only when it is certain that no edition follows.",
                        max_length=8,
                        verbose_name="rhythm",
                    ),
                ),
                (
                    "rhythm_as_of",
                    portal.publishing.fields.PartialDateField(
                        help_text="When the source said so: 2022 or 2024-01-15.",
                        verbose_name="rhythm as of",
                    ),
                ),
                (
                    "rhythm_note",
                    models.CharField(blank=True, max_length=400, verbose_name="about the rhythm"),
                ),
                (
                    "rhythm_note_nl",
                    models.CharField(
                        blank=True, max_length=400, null=True, verbose_name="about the rhythm"
                    ),
                ),
                (
                    "rhythm_note_fr",
                    models.CharField(
                        blank=True, max_length=400, null=True, verbose_name="about the rhythm"
                    ),
                ),
                (
                    "rhythm_note_de",
                    models.CharField(
                        blank=True, max_length=400, null=True, verbose_name="about the rhythm"
                    ),
                ),
                (
                    "rhythm_note_en",
                    models.CharField(
                        blank=True, max_length=400, null=True, verbose_name="about the rhythm"
                    ),
                ),
                ("body", models.TextField(blank=True, verbose_name="what the calls are for")),
                (
                    "body_nl",
                    models.TextField(blank=True, null=True, verbose_name="what the calls are for"),
                ),
                (
                    "body_fr",
                    models.TextField(blank=True, null=True, verbose_name="what the calls are for"),
                ),
                (
                    "body_de",
                    models.TextField(blank=True, null=True, verbose_name="what the calls are for"),
                ),
                (
                    "body_en",
                    models.TextField(blank=True, null=True, verbose_name="what the calls are for"),
                ),
                (
                    "agreement",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="call_series",
                        to="agreements.agreement",
                        verbose_name="agreement",
                    ),
                ),
                (
                    "partner",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="call_series",
                        to="partners.partner",
                        verbose_name="partner",
                    ),
                ),
            ],
            options={
                "verbose_name": "call series",
                "verbose_name_plural": "call series",
                "ordering": ["title_nl"],
                "abstract": False,
            },
        ),
        migrations.CreateModel(
            name="Call",
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
                    "label",
                    models.SlugField(
                        help_text="The year or period, as in the address: 2024-2025.",
                        max_length=20,
                        verbose_name="edition",
                    ),
                ),
                (
                    "ordinal",
                    models.PositiveSmallIntegerField(
                        blank=True,
                        help_text="Which edition it is; empty if unknown.",
                        null=True,
                        verbose_name="number",
                    ),
                ),
                ("theme", models.CharField(blank=True, max_length=300, verbose_name="theme")),
                (
                    "theme_nl",
                    models.CharField(blank=True, max_length=300, null=True, verbose_name="theme"),
                ),
                (
                    "theme_fr",
                    models.CharField(blank=True, max_length=300, null=True, verbose_name="theme"),
                ),
                (
                    "theme_de",
                    models.CharField(blank=True, max_length=300, null=True, verbose_name="theme"),
                ),
                (
                    "theme_en",
                    models.CharField(blank=True, max_length=300, null=True, verbose_name="theme"),
                ),
                (
                    "summary",
                    models.CharField(
                        blank=True,
                        help_text="Who, what, with whom. One sentence.",
                        max_length=300,
                        verbose_name="summary",
                    ),
                ),
                (
                    "summary_nl",
                    models.CharField(
                        blank=True,
                        help_text="Who, what, with whom. One sentence.",
                        max_length=300,
                        null=True,
                        verbose_name="summary",
                    ),
                ),
                (
                    "summary_fr",
                    models.CharField(
                        blank=True,
                        help_text="Who, what, with whom. One sentence.",
                        max_length=300,
                        null=True,
                        verbose_name="summary",
                    ),
                ),
                (
                    "summary_de",
                    models.CharField(
                        blank=True,
                        help_text="Who, what, with whom. One sentence.",
                        max_length=300,
                        null=True,
                        verbose_name="summary",
                    ),
                ),
                (
                    "summary_en",
                    models.CharField(
                        blank=True,
                        help_text="Who, what, with whom. One sentence.",
                        max_length=300,
                        null=True,
                        verbose_name="summary",
                    ),
                ),
                (
                    "timing",
                    models.CharField(
                        choices=[
                            ("dates", "a closing date"),
                            ("rolling", "always open"),
                            ("budget", "open until the budget is spent"),
                            ("past", "closed, the date is not known"),
                        ],
                        default="dates",
                        max_length=7,
                        verbose_name="how it closes",
                    ),
                ),
                (
                    "opens_at",
                    models.DateTimeField(
                        blank=True, help_text="Brussels time.", null=True, verbose_name="opens"
                    ),
                ),
                (
                    "closes_at",
                    models.DateTimeField(
                        blank=True,
                        help_text="Brussels time. From this second on it is too late. For example: 17:00:00",
                        null=True,
                        verbose_name="deadline",
                    ),
                ),
                (
                    "closes_day_only",
                    models.BooleanField(
                        default=False,
                        help_text="For old editions. The call then counts as open until the end of that day.",
                        verbose_name="only the day of the deadline is known",
                    ),
                ),
                (
                    "partner_closes_at",
                    models.DateTimeField(
                        blank=True, null=True, verbose_name="deadline at the partner, if different"
                    ),
                ),
                (
                    "cancelled_at",
                    models.DateTimeField(blank=True, null=True, verbose_name="cancelled on"),
                ),
                (
                    "cancellation_reason",
                    models.CharField(
                        blank=True, max_length=400, verbose_name="reason for cancelling"
                    ),
                ),
                (
                    "cancellation_reason_nl",
                    models.CharField(
                        blank=True, max_length=400, null=True, verbose_name="reason for cancelling"
                    ),
                ),
                (
                    "cancellation_reason_fr",
                    models.CharField(
                        blank=True, max_length=400, null=True, verbose_name="reason for cancelling"
                    ),
                ),
                (
                    "cancellation_reason_de",
                    models.CharField(
                        blank=True, max_length=400, null=True, verbose_name="reason for cancelling"
                    ),
                ),
                (
                    "cancellation_reason_en",
                    models.CharField(
                        blank=True, max_length=400, null=True, verbose_name="reason for cancelling"
                    ),
                ),
                (
                    "results_at",
                    models.DateTimeField(blank=True, null=True, verbose_name="results public from"),
                ),
                (
                    "decision_expected",
                    portal.publishing.fields.PartialDateField(
                        help_text="A year, month or day: 1994, 2006-05 or 1996-03-04.",
                        verbose_name="decision expected",
                    ),
                ),
                (
                    "project_from",
                    portal.publishing.fields.PartialDateField(
                        help_text="A year, month or day: 1994, 2006-05 or 1996-03-04.",
                        verbose_name="projects from",
                    ),
                ),
                (
                    "project_until",
                    portal.publishing.fields.PartialDateField(
                        help_text="A year, month or day: 1994, 2006-05 or 1996-03-04.",
                        verbose_name="projects until",
                    ),
                ),
                (
                    "form_languages",
                    models.JSONField(
                        blank=True, default=list, verbose_name="languages of the application"
                    ),
                ),
                (
                    "cofunding_cap",
                    models.PositiveSmallIntegerField(
                        blank=True,
                        help_text="For example: 60",
                        null=True,
                        validators=[
                            django.core.validators.MinValueValidator(1),
                            django.core.validators.MaxValueValidator(100),
                        ],
                        verbose_name="at most this share of the costs (%)",
                    ),
                ),
                (
                    "budget",
                    models.DecimalField(
                        blank=True,
                        decimal_places=2,
                        max_digits=12,
                        null=True,
                        verbose_name="budget of the edition",
                    ),
                ),
                (
                    "budget_currency",
                    models.CharField(
                        choices=[("EUR", "euro"), ("CAD", "Canadian dollar")],
                        default="EUR",
                        max_length=3,
                        verbose_name="currency of the budget",
                    ),
                ),
                (
                    "moment_of_submission",
                    models.CharField(
                        blank=True,
                        help_text="For example: The date of your e-mail.",
                        max_length=200,
                        verbose_name="what counts as the moment of submission",
                    ),
                ),
                (
                    "moment_of_submission_nl",
                    models.CharField(
                        blank=True,
                        help_text="For example: The date of your e-mail.",
                        max_length=200,
                        null=True,
                        verbose_name="what counts as the moment of submission",
                    ),
                ),
                (
                    "moment_of_submission_fr",
                    models.CharField(
                        blank=True,
                        help_text="For example: The date of your e-mail.",
                        max_length=200,
                        null=True,
                        verbose_name="what counts as the moment of submission",
                    ),
                ),
                (
                    "moment_of_submission_de",
                    models.CharField(
                        blank=True,
                        help_text="For example: The date of your e-mail.",
                        max_length=200,
                        null=True,
                        verbose_name="what counts as the moment of submission",
                    ),
                ),
                (
                    "moment_of_submission_en",
                    models.CharField(
                        blank=True,
                        help_text="For example: The date of your e-mail.",
                        max_length=200,
                        null=True,
                        verbose_name="what counts as the moment of submission",
                    ),
                ),
                ("who", models.TextField(blank=True, verbose_name="who can apply")),
                ("who_nl", models.TextField(blank=True, null=True, verbose_name="who can apply")),
                ("who_fr", models.TextField(blank=True, null=True, verbose_name="who can apply")),
                ("who_de", models.TextField(blank=True, null=True, verbose_name="who can apply")),
                ("who_en", models.TextField(blank=True, null=True, verbose_name="who can apply")),
                ("what", models.TextField(blank=True, verbose_name="what can be funded")),
                (
                    "what_nl",
                    models.TextField(blank=True, null=True, verbose_name="what can be funded"),
                ),
                (
                    "what_fr",
                    models.TextField(blank=True, null=True, verbose_name="what can be funded"),
                ),
                (
                    "what_de",
                    models.TextField(blank=True, null=True, verbose_name="what can be funded"),
                ),
                (
                    "what_en",
                    models.TextField(blank=True, null=True, verbose_name="what can be funded"),
                ),
                ("how_much", models.TextField(blank=True, verbose_name="how much")),
                ("how_much_nl", models.TextField(blank=True, null=True, verbose_name="how much")),
                ("how_much_fr", models.TextField(blank=True, null=True, verbose_name="how much")),
                ("how_much_de", models.TextField(blank=True, null=True, verbose_name="how much")),
                ("how_much_en", models.TextField(blank=True, null=True, verbose_name="how much")),
                (
                    "how",
                    models.TextField(
                        blank=True,
                        help_text="A numbered list; each step begins with a verb.",
                        verbose_name="how to apply",
                    ),
                ),
                (
                    "how_nl",
                    models.TextField(
                        blank=True,
                        help_text="A numbered list; each step begins with a verb.",
                        null=True,
                        verbose_name="how to apply",
                    ),
                ),
                (
                    "how_fr",
                    models.TextField(
                        blank=True,
                        help_text="A numbered list; each step begins with a verb.",
                        null=True,
                        verbose_name="how to apply",
                    ),
                ),
                (
                    "how_de",
                    models.TextField(
                        blank=True,
                        help_text="A numbered list; each step begins with a verb.",
                        null=True,
                        verbose_name="how to apply",
                    ),
                ),
                (
                    "how_en",
                    models.TextField(
                        blank=True,
                        help_text="A numbered list; each step begins with a verb.",
                        null=True,
                        verbose_name="how to apply",
                    ),
                ),
                (
                    "criteria",
                    models.TextField(blank=True, verbose_name="how applications are assessed"),
                ),
                (
                    "criteria_nl",
                    models.TextField(
                        blank=True, null=True, verbose_name="how applications are assessed"
                    ),
                ),
                (
                    "criteria_fr",
                    models.TextField(
                        blank=True, null=True, verbose_name="how applications are assessed"
                    ),
                ),
                (
                    "criteria_de",
                    models.TextField(
                        blank=True, null=True, verbose_name="how applications are assessed"
                    ),
                ),
                (
                    "criteria_en",
                    models.TextField(
                        blank=True, null=True, verbose_name="how applications are assessed"
                    ),
                ),
                (
                    "applications_received",
                    models.PositiveIntegerField(
                        blank=True, null=True, verbose_name="applications received"
                    ),
                ),
                (
                    "applications_selected",
                    models.PositiveIntegerField(
                        blank=True, null=True, verbose_name="applications selected"
                    ),
                ),
                (
                    "amount_awarded",
                    models.DecimalField(
                        blank=True,
                        decimal_places=2,
                        max_digits=12,
                        null=True,
                        verbose_name="amount awarded (euro)",
                    ),
                ),
                (
                    "decided",
                    portal.publishing.fields.PartialDateField(
                        help_text="A year, month or day: 1994, 2006-05 or 1996-03-04.",
                        verbose_name="decided",
                    ),
                ),
                ("results_note", models.TextField(blank=True, verbose_name="about the results")),
                (
                    "results_note_nl",
                    models.TextField(blank=True, null=True, verbose_name="about the results"),
                ),
                (
                    "results_note_fr",
                    models.TextField(blank=True, null=True, verbose_name="about the results"),
                ),
                (
                    "results_note_de",
                    models.TextField(blank=True, null=True, verbose_name="about the results"),
                ),
                (
                    "results_note_en",
                    models.TextField(blank=True, null=True, verbose_name="about the results"),
                ),
                (
                    "contacts",
                    models.ManyToManyField(
                        blank=True,
                        related_name="+",
                        to="publishing.contact",
                        verbose_name="contacts",
                    ),
                ),
                (
                    "series",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="calls",
                        to="calls.callseries",
                        verbose_name="series",
                    ),
                ),
            ],
            options={
                "verbose_name": "call",
                "verbose_name_plural": "calls",
                "ordering": ["-label"],
                "abstract": False,
            },
        ),
        migrations.CreateModel(
            name="DeadlineChange",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "changed_at",
                    models.DateTimeField(
                        default=django.utils.timezone.now, verbose_name="changed on"
                    ),
                ),
                ("old", models.DateTimeField(verbose_name="old deadline")),
                ("new", models.DateTimeField(verbose_name="new deadline")),
                ("reason", models.CharField(max_length=400, verbose_name="reason")),
                ("reason_nl", models.CharField(max_length=400, null=True, verbose_name="reason")),
                ("reason_fr", models.CharField(max_length=400, null=True, verbose_name="reason")),
                ("reason_de", models.CharField(max_length=400, null=True, verbose_name="reason")),
                ("reason_en", models.CharField(max_length=400, null=True, verbose_name="reason")),
                (
                    "call",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="deadline_changes",
                        to="calls.call",
                    ),
                ),
            ],
            options={
                "verbose_name": "change of the deadline",
                "verbose_name_plural": "changes of the deadline",
                "ordering": ["-changed_at", "-id"],
            },
        ),
        migrations.CreateModel(
            name="InfoSession",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "starts_at",
                    models.DateTimeField(help_text="Brussels time.", verbose_name="when"),
                ),
                (
                    "day_only",
                    models.BooleanField(default=False, verbose_name="only the day is known"),
                ),
                ("place", models.CharField(blank=True, max_length=200, verbose_name="place")),
                (
                    "place_nl",
                    models.CharField(blank=True, max_length=200, null=True, verbose_name="place"),
                ),
                (
                    "place_fr",
                    models.CharField(blank=True, max_length=200, null=True, verbose_name="place"),
                ),
                (
                    "place_de",
                    models.CharField(blank=True, max_length=200, null=True, verbose_name="place"),
                ),
                (
                    "place_en",
                    models.CharField(blank=True, max_length=200, null=True, verbose_name="place"),
                ),
                ("url", models.URLField(blank=True, max_length=600, verbose_name="web address")),
                (
                    "call",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="sessions",
                        to="calls.call",
                    ),
                ),
            ],
            options={
                "verbose_name": "info session",
                "verbose_name_plural": "info sessions",
                "ordering": ["starts_at"],
            },
        ),
        migrations.CreateModel(
            name="Project",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "title",
                    models.CharField(
                        help_text="As the applicants wrote it.",
                        max_length=200,
                        verbose_name="title",
                    ),
                ),
                (
                    "title_language",
                    models.CharField(
                        choices=[
                            ("nl", "Dutch"),
                            ("fr", "French"),
                            ("de", "German"),
                            ("en", "English"),
                            ("other", "another language"),
                        ],
                        default="nl",
                        max_length=5,
                        verbose_name="language of the title",
                    ),
                ),
                (
                    "description",
                    models.CharField(blank=True, max_length=400, verbose_name="description"),
                ),
                (
                    "description_nl",
                    models.CharField(
                        blank=True, max_length=400, null=True, verbose_name="description"
                    ),
                ),
                (
                    "description_fr",
                    models.CharField(
                        blank=True, max_length=400, null=True, verbose_name="description"
                    ),
                ),
                (
                    "description_de",
                    models.CharField(
                        blank=True, max_length=400, null=True, verbose_name="description"
                    ),
                ),
                (
                    "description_en",
                    models.CharField(
                        blank=True, max_length=400, null=True, verbose_name="description"
                    ),
                ),
                (
                    "flemish_partners",
                    models.CharField(max_length=300, verbose_name="partners on the Flemish side"),
                ),
                (
                    "other_partners",
                    models.CharField(max_length=300, verbose_name="partners on the other side"),
                ),
                (
                    "amount",
                    models.DecimalField(
                        blank=True,
                        decimal_places=2,
                        max_digits=12,
                        null=True,
                        validators=[django.core.validators.MinValueValidator(1)],
                        verbose_name="amount (euro)",
                    ),
                ),
                (
                    "call",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="projects",
                        to="calls.call",
                    ),
                ),
            ],
            options={
                "verbose_name": "selected project",
                "verbose_name_plural": "selected projects",
                "ordering": ["title"],
            },
        ),
        migrations.CreateModel(
            name="SupportMeasure",
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
                ("title", models.CharField(max_length=160, verbose_name="title")),
                ("title_nl", models.CharField(max_length=160, null=True, verbose_name="title")),
                ("title_fr", models.CharField(max_length=160, null=True, verbose_name="title")),
                ("title_de", models.CharField(max_length=160, null=True, verbose_name="title")),
                ("title_en", models.CharField(max_length=160, null=True, verbose_name="title")),
                (
                    "owner",
                    models.CharField(
                        help_text="For example: VAF / Flanders Image",
                        max_length=160,
                        verbose_name="who gives it",
                    ),
                ),
                (
                    "owner_nl",
                    models.CharField(
                        help_text="For example: VAF / Flanders Image",
                        max_length=160,
                        null=True,
                        verbose_name="who gives it",
                    ),
                ),
                (
                    "owner_fr",
                    models.CharField(
                        help_text="For example: VAF / Flanders Image",
                        max_length=160,
                        null=True,
                        verbose_name="who gives it",
                    ),
                ),
                (
                    "owner_de",
                    models.CharField(
                        help_text="For example: VAF / Flanders Image",
                        max_length=160,
                        null=True,
                        verbose_name="who gives it",
                    ),
                ),
                (
                    "owner_en",
                    models.CharField(
                        help_text="For example: VAF / Flanders Image",
                        max_length=160,
                        null=True,
                        verbose_name="who gives it",
                    ),
                ),
                (
                    "is_own",
                    models.BooleanField(
                        default=False,
                        help_text="Untick for other organisations.",
                        verbose_name="given by the department",
                    ),
                ),
                (
                    "kind",
                    models.CharField(
                        choices=[("grant", "grant"), ("advice", "advice"), ("network", "network")],
                        max_length=8,
                        verbose_name="kind",
                    ),
                ),
                (
                    "legal_basis",
                    models.CharField(blank=True, max_length=200, verbose_name="legal basis"),
                ),
                (
                    "legal_basis_nl",
                    models.CharField(
                        blank=True, max_length=200, null=True, verbose_name="legal basis"
                    ),
                ),
                (
                    "legal_basis_fr",
                    models.CharField(
                        blank=True, max_length=200, null=True, verbose_name="legal basis"
                    ),
                ),
                (
                    "legal_basis_de",
                    models.CharField(
                        blank=True, max_length=200, null=True, verbose_name="legal basis"
                    ),
                ),
                (
                    "legal_basis_en",
                    models.CharField(
                        blank=True, max_length=200, null=True, verbose_name="legal basis"
                    ),
                ),
                ("audiences", models.JSONField(blank=True, default=list, verbose_name="for whom")),
                ("goals", models.JSONField(blank=True, default=list, verbose_name="for what")),
                ("summary", models.CharField(blank=True, max_length=300, verbose_name="summary")),
                (
                    "summary_nl",
                    models.CharField(blank=True, max_length=300, null=True, verbose_name="summary"),
                ),
                (
                    "summary_fr",
                    models.CharField(blank=True, max_length=300, null=True, verbose_name="summary"),
                ),
                (
                    "summary_de",
                    models.CharField(blank=True, max_length=300, null=True, verbose_name="summary"),
                ),
                (
                    "summary_en",
                    models.CharField(blank=True, max_length=300, null=True, verbose_name="summary"),
                ),
                ("who", models.TextField(blank=True, verbose_name="who can use it")),
                ("who_nl", models.TextField(blank=True, null=True, verbose_name="who can use it")),
                ("who_fr", models.TextField(blank=True, null=True, verbose_name="who can use it")),
                ("who_de", models.TextField(blank=True, null=True, verbose_name="who can use it")),
                ("who_en", models.TextField(blank=True, null=True, verbose_name="who can use it")),
                ("costs", models.TextField(blank=True, verbose_name="eligible costs")),
                (
                    "costs_nl",
                    models.TextField(blank=True, null=True, verbose_name="eligible costs"),
                ),
                (
                    "costs_fr",
                    models.TextField(blank=True, null=True, verbose_name="eligible costs"),
                ),
                (
                    "costs_de",
                    models.TextField(blank=True, null=True, verbose_name="eligible costs"),
                ),
                (
                    "costs_en",
                    models.TextField(blank=True, null=True, verbose_name="eligible costs"),
                ),
                ("amounts", models.TextField(blank=True, verbose_name="how much")),
                ("amounts_nl", models.TextField(blank=True, null=True, verbose_name="how much")),
                ("amounts_fr", models.TextField(blank=True, null=True, verbose_name="how much")),
                ("amounts_de", models.TextField(blank=True, null=True, verbose_name="how much")),
                ("amounts_en", models.TextField(blank=True, null=True, verbose_name="how much")),
                ("how", models.TextField(blank=True, verbose_name="how to apply")),
                ("how_nl", models.TextField(blank=True, null=True, verbose_name="how to apply")),
                ("how_fr", models.TextField(blank=True, null=True, verbose_name="how to apply")),
                ("how_de", models.TextField(blank=True, null=True, verbose_name="how to apply")),
                ("how_en", models.TextField(blank=True, null=True, verbose_name="how to apply")),
                (
                    "maximum",
                    models.DecimalField(
                        blank=True,
                        decimal_places=2,
                        help_text="Only when one maximum holds for all; else write it under “how much”.",
                        max_digits=12,
                        null=True,
                        validators=[django.core.validators.MinValueValidator(1)],
                        verbose_name="at most (euro)",
                    ),
                ),
                (
                    "weighs_priorities",
                    models.BooleanField(
                        default=False,
                        help_text="Links to the focus list.",
                        verbose_name="priority countries weigh in",
                    ),
                ),
                (
                    "timing",
                    models.CharField(
                        choices=[
                            ("fixed", "on fixed days each year"),
                            ("rolling", "any time, some time before the start"),
                            ("by-start", "depending on when the project starts"),
                            ("always", "any time"),
                            ("unknown", "not known"),
                        ],
                        max_length=8,
                        verbose_name="when to apply",
                    ),
                ),
                (
                    "lead_weeks",
                    models.PositiveSmallIntegerField(
                        blank=True, null=True, verbose_name="weeks before the start"
                    ),
                ),
                (
                    "lead_months",
                    models.PositiveSmallIntegerField(
                        blank=True, null=True, verbose_name="months before the start"
                    ),
                ),
                (
                    "timing_note",
                    models.CharField(blank=True, max_length=300, verbose_name="about the timing"),
                ),
                (
                    "timing_note_nl",
                    models.CharField(
                        blank=True, max_length=300, null=True, verbose_name="about the timing"
                    ),
                ),
                (
                    "timing_note_fr",
                    models.CharField(
                        blank=True, max_length=300, null=True, verbose_name="about the timing"
                    ),
                ),
                (
                    "timing_note_de",
                    models.CharField(
                        blank=True, max_length=300, null=True, verbose_name="about the timing"
                    ),
                ),
                (
                    "timing_note_en",
                    models.CharField(
                        blank=True, max_length=300, null=True, verbose_name="about the timing"
                    ),
                ),
                (
                    "channel",
                    models.CharField(
                        blank=True,
                        help_text="For example: KIOSK",
                        max_length=160,
                        verbose_name="how to reach it",
                    ),
                ),
                (
                    "channel_nl",
                    models.CharField(
                        blank=True,
                        help_text="For example: KIOSK",
                        max_length=160,
                        null=True,
                        verbose_name="how to reach it",
                    ),
                ),
                (
                    "channel_fr",
                    models.CharField(
                        blank=True,
                        help_text="For example: KIOSK",
                        max_length=160,
                        null=True,
                        verbose_name="how to reach it",
                    ),
                ),
                (
                    "channel_de",
                    models.CharField(
                        blank=True,
                        help_text="For example: KIOSK",
                        max_length=160,
                        null=True,
                        verbose_name="how to reach it",
                    ),
                ),
                (
                    "channel_en",
                    models.CharField(
                        blank=True,
                        help_text="For example: KIOSK",
                        max_length=160,
                        null=True,
                        verbose_name="how to reach it",
                    ),
                ),
                ("url", models.URLField(blank=True, max_length=600, verbose_name="web address")),
                (
                    "replaced_on",
                    portal.publishing.fields.PartialDateField(
                        help_text="A year, month or day: 1994, 2006-05 or 1996-03-04.",
                        verbose_name="replaced on",
                    ),
                ),
                (
                    "contacts",
                    models.ManyToManyField(
                        blank=True,
                        related_name="+",
                        to="publishing.contact",
                        verbose_name="contacts",
                    ),
                ),
                (
                    "replaces",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="replaced_by",
                        to="calls.supportmeasure",
                        verbose_name="replaces",
                    ),
                ),
            ],
            options={
                "verbose_name": "support measure",
                "verbose_name_plural": "support measures",
                "ordering": ["title_nl"],
                "abstract": False,
            },
        ),
        migrations.CreateModel(
            name="SupportRound",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "start_from_month",
                    models.PositiveSmallIntegerField(
                        blank=True,
                        null=True,
                        validators=[
                            django.core.validators.MinValueValidator(1),
                            django.core.validators.MaxValueValidator(12),
                        ],
                        verbose_name="start from month",
                    ),
                ),
                (
                    "start_from_day",
                    models.PositiveSmallIntegerField(
                        blank=True,
                        null=True,
                        validators=[
                            django.core.validators.MinValueValidator(1),
                            django.core.validators.MaxValueValidator(31),
                        ],
                        verbose_name="day",
                    ),
                ),
                (
                    "start_until_month",
                    models.PositiveSmallIntegerField(
                        blank=True,
                        null=True,
                        validators=[
                            django.core.validators.MinValueValidator(1),
                            django.core.validators.MaxValueValidator(12),
                        ],
                        verbose_name="start until month",
                    ),
                ),
                (
                    "start_until_day",
                    models.PositiveSmallIntegerField(
                        blank=True,
                        null=True,
                        validators=[
                            django.core.validators.MinValueValidator(1),
                            django.core.validators.MaxValueValidator(31),
                        ],
                        verbose_name="day",
                    ),
                ),
                (
                    "deadline_month",
                    models.PositiveSmallIntegerField(
                        validators=[
                            django.core.validators.MinValueValidator(1),
                            django.core.validators.MaxValueValidator(12),
                        ],
                        verbose_name="deadline: month",
                    ),
                ),
                (
                    "deadline_day",
                    models.PositiveSmallIntegerField(
                        validators=[
                            django.core.validators.MinValueValidator(1),
                            django.core.validators.MaxValueValidator(31),
                        ],
                        verbose_name="deadline: day",
                    ),
                ),
                (
                    "years_before",
                    models.PositiveSmallIntegerField(
                        default=0,
                        validators=[django.core.validators.MaxValueValidator(2)],
                        verbose_name="years before the start",
                    ),
                ),
                (
                    "decision_month",
                    models.PositiveSmallIntegerField(
                        blank=True,
                        null=True,
                        validators=[
                            django.core.validators.MinValueValidator(1),
                            django.core.validators.MaxValueValidator(12),
                        ],
                        verbose_name="decision: month",
                    ),
                ),
                (
                    "decision_day",
                    models.PositiveSmallIntegerField(
                        blank=True,
                        null=True,
                        validators=[
                            django.core.validators.MinValueValidator(1),
                            django.core.validators.MaxValueValidator(31),
                        ],
                        verbose_name="decision: day",
                    ),
                ),
                (
                    "measure",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="rounds",
                        to="calls.supportmeasure",
                    ),
                ),
            ],
            options={
                "verbose_name": "yearly deadline",
                "verbose_name_plural": "yearly deadlines",
                "ordering": ["id"],
            },
        ),
        migrations.CreateModel(
            name="Administration",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "side",
                    models.CharField(
                        choices=[("flemish", "Flemish side"), ("partner", "partner's side")],
                        max_length=7,
                        verbose_name="side",
                    ),
                ),
                ("name", models.CharField(max_length=200, verbose_name="administration")),
                (
                    "name_nl",
                    models.CharField(max_length=200, null=True, verbose_name="administration"),
                ),
                (
                    "name_fr",
                    models.CharField(max_length=200, null=True, verbose_name="administration"),
                ),
                (
                    "name_de",
                    models.CharField(max_length=200, null=True, verbose_name="administration"),
                ),
                (
                    "name_en",
                    models.CharField(max_length=200, null=True, verbose_name="administration"),
                ),
                ("email", models.EmailField(blank=True, max_length=254, verbose_name="e-mail")),
                ("url", models.URLField(blank=True, max_length=600, verbose_name="web address")),
                (
                    "address",
                    models.CharField(blank=True, max_length=300, verbose_name="postal address"),
                ),
                (
                    "address_nl",
                    models.CharField(
                        blank=True, max_length=300, null=True, verbose_name="postal address"
                    ),
                ),
                (
                    "address_fr",
                    models.CharField(
                        blank=True, max_length=300, null=True, verbose_name="postal address"
                    ),
                ),
                (
                    "address_de",
                    models.CharField(
                        blank=True, max_length=300, null=True, verbose_name="postal address"
                    ),
                ),
                (
                    "address_en",
                    models.CharField(
                        blank=True, max_length=300, null=True, verbose_name="postal address"
                    ),
                ),
                (
                    "call",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="administrations",
                        to="calls.call",
                    ),
                ),
            ],
            options={
                "verbose_name": "administration",
                "verbose_name_plural": "administrations",
                "ordering": ["side", "id"],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("name_nl__isnull", False), ("name_nl__gt", "")),
                        name="calls_administration_has_a_dutch_text",
                        violation_error_message="Fill in the Dutch text: it is the source of the others.",
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="CallAmount",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "side",
                    models.CharField(
                        choices=[
                            ("flemish", "Flemish side"),
                            ("partner", "partner's side"),
                            ("total", "both sides together"),
                        ],
                        max_length=7,
                        verbose_name="side",
                    ),
                ),
                (
                    "kind",
                    models.CharField(
                        choices=[("max", "at most"), ("flat", "flat amount")],
                        max_length=4,
                        verbose_name="kind",
                    ),
                ),
                (
                    "amount",
                    models.DecimalField(
                        decimal_places=2,
                        max_digits=12,
                        validators=[django.core.validators.MinValueValidator(1)],
                        verbose_name="amount",
                    ),
                ),
                (
                    "currency",
                    models.CharField(
                        choices=[("EUR", "euro"), ("CAD", "Canadian dollar")],
                        default="EUR",
                        max_length=3,
                        verbose_name="currency",
                    ),
                ),
                (
                    "call",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="amounts",
                        to="calls.call",
                    ),
                ),
            ],
            options={
                "verbose_name": "amount",
                "verbose_name_plural": "amounts",
                "ordering": ["side", "amount"],
                "constraints": [
                    models.UniqueConstraint(
                        fields=("call", "side", "kind", "amount", "currency"),
                        name="calls_callamount_is_said_once",
                        violation_error_message="This amount is already there.",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("amount__gt", 0)),
                        name="calls_callamount_is_more_than_nothing",
                        violation_error_message="Leave an unknown amount out; it is never 0.",
                    ),
                ],
            },
        ),
        migrations.AddConstraint(
            model_name="callseries",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("state", "withdrawn"), _negated=True),
                    models.Q(
                        ("withdrawal_reason_nl__isnull", False), ("withdrawal_reason_nl__gt", "")
                    ),
                    _connector="OR",
                ),
                name="calls_callseries_says_why_it_was_withdrawn",
                violation_error_message="Say in Dutch why this is withdrawn: readers see it.",
            ),
        ),
        migrations.AddConstraint(
            model_name="callseries",
            constraint=models.UniqueConstraint(
                condition=models.Q(("slug_nl", ""), _negated=True),
                fields=("slug_nl",),
                name="calls_callseries_has_its_own_address_in_nl",
                violation_error_message="Another record already has this address.",
            ),
        ),
        migrations.AddConstraint(
            model_name="callseries",
            constraint=models.UniqueConstraint(
                condition=models.Q(("slug_fr", ""), _negated=True),
                fields=("slug_fr",),
                name="calls_callseries_has_its_own_address_in_fr",
                violation_error_message="Another record already has this address.",
            ),
        ),
        migrations.AddConstraint(
            model_name="callseries",
            constraint=models.UniqueConstraint(
                condition=models.Q(("slug_de", ""), _negated=True),
                fields=("slug_de",),
                name="calls_callseries_has_its_own_address_in_de",
                violation_error_message="Another record already has this address.",
            ),
        ),
        migrations.AddConstraint(
            model_name="callseries",
            constraint=models.UniqueConstraint(
                condition=models.Q(("slug_en", ""), _negated=True),
                fields=("slug_en",),
                name="calls_callseries_has_its_own_address_in_en",
                violation_error_message="Another record already has this address.",
            ),
        ),
        migrations.AddConstraint(
            model_name="callseries",
            constraint=models.CheckConstraint(
                condition=models.Q(("title_nl__isnull", False), ("title_nl__gt", "")),
                name="calls_callseries_has_a_dutch_text",
                violation_error_message="Fill in the Dutch text: it is the source of the others.",
            ),
        ),
        migrations.AddConstraint(
            model_name="callseries",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(
                        models.Q(
                            models.Q(
                                ("rhythm_note_fr", ""),
                                ("rhythm_note_fr__isnull", True),
                                _connector="OR",
                            ),
                            models.Q(
                                ("rhythm_note_de", ""),
                                ("rhythm_note_de__isnull", True),
                                _connector="OR",
                            ),
                            models.Q(
                                ("rhythm_note_en", ""),
                                ("rhythm_note_en__isnull", True),
                                _connector="OR",
                            ),
                        ),
                        models.Q(("rhythm_note_nl__isnull", False), ("rhythm_note_nl__gt", "")),
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
                name="calls_callseries_is_translated_from_dutch",
                violation_error_message="A translation cannot exist without its Dutch text. Write the Dutch first.",
            ),
        ),
        migrations.AddIndex(
            model_name="call",
            index=models.Index(fields=["state", "closes_at"], name="call_by_deadline"),
        ),
        migrations.AddConstraint(
            model_name="call",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("state", "withdrawn"), _negated=True),
                    models.Q(
                        ("withdrawal_reason_nl__isnull", False), ("withdrawal_reason_nl__gt", "")
                    ),
                    _connector="OR",
                ),
                name="calls_call_says_why_it_was_withdrawn",
                violation_error_message="Say in Dutch why this is withdrawn: readers see it.",
            ),
        ),
        migrations.AddConstraint(
            model_name="call",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(
                        models.Q(
                            models.Q(("theme_fr", ""), ("theme_fr__isnull", True), _connector="OR"),
                            models.Q(("theme_de", ""), ("theme_de__isnull", True), _connector="OR"),
                            models.Q(("theme_en", ""), ("theme_en__isnull", True), _connector="OR"),
                        ),
                        models.Q(("theme_nl__isnull", False), ("theme_nl__gt", "")),
                        _connector="OR",
                    ),
                    models.Q(
                        models.Q(
                            models.Q(
                                ("summary_fr", ""), ("summary_fr__isnull", True), _connector="OR"
                            ),
                            models.Q(
                                ("summary_de", ""), ("summary_de__isnull", True), _connector="OR"
                            ),
                            models.Q(
                                ("summary_en", ""), ("summary_en__isnull", True), _connector="OR"
                            ),
                        ),
                        models.Q(("summary_nl__isnull", False), ("summary_nl__gt", "")),
                        _connector="OR",
                    ),
                    models.Q(
                        models.Q(
                            models.Q(
                                ("cancellation_reason_fr", ""),
                                ("cancellation_reason_fr__isnull", True),
                                _connector="OR",
                            ),
                            models.Q(
                                ("cancellation_reason_de", ""),
                                ("cancellation_reason_de__isnull", True),
                                _connector="OR",
                            ),
                            models.Q(
                                ("cancellation_reason_en", ""),
                                ("cancellation_reason_en__isnull", True),
                                _connector="OR",
                            ),
                        ),
                        models.Q(
                            ("cancellation_reason_nl__isnull", False),
                            ("cancellation_reason_nl__gt", ""),
                        ),
                        _connector="OR",
                    ),
                    models.Q(
                        models.Q(
                            models.Q(
                                ("moment_of_submission_fr", ""),
                                ("moment_of_submission_fr__isnull", True),
                                _connector="OR",
                            ),
                            models.Q(
                                ("moment_of_submission_de", ""),
                                ("moment_of_submission_de__isnull", True),
                                _connector="OR",
                            ),
                            models.Q(
                                ("moment_of_submission_en", ""),
                                ("moment_of_submission_en__isnull", True),
                                _connector="OR",
                            ),
                        ),
                        models.Q(
                            ("moment_of_submission_nl__isnull", False),
                            ("moment_of_submission_nl__gt", ""),
                        ),
                        _connector="OR",
                    ),
                    models.Q(
                        models.Q(
                            models.Q(("who_fr", ""), ("who_fr__isnull", True), _connector="OR"),
                            models.Q(("who_de", ""), ("who_de__isnull", True), _connector="OR"),
                            models.Q(("who_en", ""), ("who_en__isnull", True), _connector="OR"),
                        ),
                        models.Q(("who_nl__isnull", False), ("who_nl__gt", "")),
                        _connector="OR",
                    ),
                    models.Q(
                        models.Q(
                            models.Q(("what_fr", ""), ("what_fr__isnull", True), _connector="OR"),
                            models.Q(("what_de", ""), ("what_de__isnull", True), _connector="OR"),
                            models.Q(("what_en", ""), ("what_en__isnull", True), _connector="OR"),
                        ),
                        models.Q(("what_nl__isnull", False), ("what_nl__gt", "")),
                        _connector="OR",
                    ),
                    models.Q(
                        models.Q(
                            models.Q(
                                ("how_much_fr", ""), ("how_much_fr__isnull", True), _connector="OR"
                            ),
                            models.Q(
                                ("how_much_de", ""), ("how_much_de__isnull", True), _connector="OR"
                            ),
                            models.Q(
                                ("how_much_en", ""), ("how_much_en__isnull", True), _connector="OR"
                            ),
                        ),
                        models.Q(("how_much_nl__isnull", False), ("how_much_nl__gt", "")),
                        _connector="OR",
                    ),
                    models.Q(
                        models.Q(
                            models.Q(("how_fr", ""), ("how_fr__isnull", True), _connector="OR"),
                            models.Q(("how_de", ""), ("how_de__isnull", True), _connector="OR"),
                            models.Q(("how_en", ""), ("how_en__isnull", True), _connector="OR"),
                        ),
                        models.Q(("how_nl__isnull", False), ("how_nl__gt", "")),
                        _connector="OR",
                    ),
                    models.Q(
                        models.Q(
                            models.Q(
                                ("criteria_fr", ""), ("criteria_fr__isnull", True), _connector="OR"
                            ),
                            models.Q(
                                ("criteria_de", ""), ("criteria_de__isnull", True), _connector="OR"
                            ),
                            models.Q(
                                ("criteria_en", ""), ("criteria_en__isnull", True), _connector="OR"
                            ),
                        ),
                        models.Q(("criteria_nl__isnull", False), ("criteria_nl__gt", "")),
                        _connector="OR",
                    ),
                    models.Q(
                        models.Q(
                            models.Q(
                                ("results_note_fr", ""),
                                ("results_note_fr__isnull", True),
                                _connector="OR",
                            ),
                            models.Q(
                                ("results_note_de", ""),
                                ("results_note_de__isnull", True),
                                _connector="OR",
                            ),
                            models.Q(
                                ("results_note_en", ""),
                                ("results_note_en__isnull", True),
                                _connector="OR",
                            ),
                        ),
                        models.Q(("results_note_nl__isnull", False), ("results_note_nl__gt", "")),
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
                name="calls_call_is_translated_from_dutch",
                violation_error_message="A translation cannot exist without its Dutch text. Write the Dutch first.",
            ),
        ),
        migrations.AddConstraint(
            model_name="call",
            constraint=models.UniqueConstraint(
                fields=("series", "label"),
                name="calls_call_is_the_only_edition_of_its_period",
                violation_error_message="This series already has an edition with this period.",
            ),
        ),
        migrations.AddConstraint(
            model_name="call",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("closes_at__isnull", True),
                    ("opens_at__isnull", True),
                    ("closes_at__gt", models.F("opens_at")),
                    _connector="OR",
                ),
                name="calls_call_closes_after_opening",
                violation_error_message="A call cannot close before it opens.",
            ),
        ),
        migrations.AddConstraint(
            model_name="call",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("closes_day_only", False), ("closes_at__isnull", False), _connector="OR"
                ),
                name="calls_call_knows_the_day_it_closes",
                violation_error_message="Give the day of the deadline.",
            ),
        ),
        migrations.AddConstraint(
            model_name="call",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("applications_received__isnull", True),
                    ("applications_selected__isnull", True),
                    ("applications_selected__lte", models.F("applications_received")),
                    _connector="OR",
                ),
                name="calls_call_selects_no_more_than_it_received",
                violation_error_message="More applications were selected than received.",
            ),
        ),
        migrations.AddConstraint(
            model_name="call",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("cancelled_at__isnull", True),
                    models.Q(
                        ("cancellation_reason_nl__isnull", False),
                        ("cancellation_reason_nl__gt", ""),
                    ),
                    _connector="OR",
                ),
                name="calls_call_says_why_it_was_cancelled",
                violation_error_message="Say in Dutch why the call was cancelled.",
            ),
        ),
        migrations.AddConstraint(
            model_name="deadlinechange",
            constraint=models.CheckConstraint(
                condition=models.Q(("reason_nl__isnull", False), ("reason_nl__gt", "")),
                name="calls_deadlinechange_has_a_dutch_text",
                violation_error_message="Fill in the Dutch text: it is the source of the others.",
            ),
        ),
        migrations.AddConstraint(
            model_name="deadlinechange",
            constraint=models.CheckConstraint(
                condition=models.Q(("old", models.F("new")), _negated=True),
                name="calls_deadlinechange_changes_the_deadline",
                violation_error_message="The old and the new deadline are the same.",
            ),
        ),
        migrations.AddConstraint(
            model_name="infosession",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(
                        models.Q(("place_fr", ""), ("place_fr__isnull", True), _connector="OR"),
                        models.Q(("place_de", ""), ("place_de__isnull", True), _connector="OR"),
                        models.Q(("place_en", ""), ("place_en__isnull", True), _connector="OR"),
                    ),
                    models.Q(("place_nl__isnull", False), ("place_nl__gt", "")),
                    _connector="OR",
                ),
                name="calls_infosession_is_translated_from_dutch",
                violation_error_message="A translation cannot exist without its Dutch text. Write the Dutch first.",
            ),
        ),
        migrations.AddConstraint(
            model_name="project",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(
                        models.Q(
                            ("description_fr", ""),
                            ("description_fr__isnull", True),
                            _connector="OR",
                        ),
                        models.Q(
                            ("description_de", ""),
                            ("description_de__isnull", True),
                            _connector="OR",
                        ),
                        models.Q(
                            ("description_en", ""),
                            ("description_en__isnull", True),
                            _connector="OR",
                        ),
                    ),
                    models.Q(("description_nl__isnull", False), ("description_nl__gt", "")),
                    _connector="OR",
                ),
                name="calls_project_is_translated_from_dutch",
                violation_error_message="A translation cannot exist without its Dutch text. Write the Dutch first.",
            ),
        ),
        migrations.AddConstraint(
            model_name="project",
            constraint=models.UniqueConstraint(
                fields=("call", "title"),
                name="calls_project_is_named_once",
                violation_error_message="This project is already in the list.",
            ),
        ),
        migrations.AddConstraint(
            model_name="supportmeasure",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("state", "withdrawn"), _negated=True),
                    models.Q(
                        ("withdrawal_reason_nl__isnull", False), ("withdrawal_reason_nl__gt", "")
                    ),
                    _connector="OR",
                ),
                name="calls_supportmeasure_says_why_it_was_withdrawn",
                violation_error_message="Say in Dutch why this is withdrawn: readers see it.",
            ),
        ),
        migrations.AddConstraint(
            model_name="supportmeasure",
            constraint=models.UniqueConstraint(
                condition=models.Q(("slug_nl", ""), _negated=True),
                fields=("slug_nl",),
                name="calls_supportmeasure_has_its_own_address_in_nl",
                violation_error_message="Another record already has this address.",
            ),
        ),
        migrations.AddConstraint(
            model_name="supportmeasure",
            constraint=models.UniqueConstraint(
                condition=models.Q(("slug_fr", ""), _negated=True),
                fields=("slug_fr",),
                name="calls_supportmeasure_has_its_own_address_in_fr",
                violation_error_message="Another record already has this address.",
            ),
        ),
        migrations.AddConstraint(
            model_name="supportmeasure",
            constraint=models.UniqueConstraint(
                condition=models.Q(("slug_de", ""), _negated=True),
                fields=("slug_de",),
                name="calls_supportmeasure_has_its_own_address_in_de",
                violation_error_message="Another record already has this address.",
            ),
        ),
        migrations.AddConstraint(
            model_name="supportmeasure",
            constraint=models.UniqueConstraint(
                condition=models.Q(("slug_en", ""), _negated=True),
                fields=("slug_en",),
                name="calls_supportmeasure_has_its_own_address_in_en",
                violation_error_message="Another record already has this address.",
            ),
        ),
        migrations.AddConstraint(
            model_name="supportmeasure",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("title_nl__isnull", False),
                    ("title_nl__gt", ""),
                    ("owner_nl__isnull", False),
                    ("owner_nl__gt", ""),
                ),
                name="calls_supportmeasure_has_a_dutch_text",
                violation_error_message="Fill in the Dutch text: it is the source of the others.",
            ),
        ),
        migrations.AddConstraint(
            model_name="supportmeasure",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(
                        models.Q(
                            models.Q(
                                ("legal_basis_fr", ""),
                                ("legal_basis_fr__isnull", True),
                                _connector="OR",
                            ),
                            models.Q(
                                ("legal_basis_de", ""),
                                ("legal_basis_de__isnull", True),
                                _connector="OR",
                            ),
                            models.Q(
                                ("legal_basis_en", ""),
                                ("legal_basis_en__isnull", True),
                                _connector="OR",
                            ),
                        ),
                        models.Q(("legal_basis_nl__isnull", False), ("legal_basis_nl__gt", "")),
                        _connector="OR",
                    ),
                    models.Q(
                        models.Q(
                            models.Q(
                                ("summary_fr", ""), ("summary_fr__isnull", True), _connector="OR"
                            ),
                            models.Q(
                                ("summary_de", ""), ("summary_de__isnull", True), _connector="OR"
                            ),
                            models.Q(
                                ("summary_en", ""), ("summary_en__isnull", True), _connector="OR"
                            ),
                        ),
                        models.Q(("summary_nl__isnull", False), ("summary_nl__gt", "")),
                        _connector="OR",
                    ),
                    models.Q(
                        models.Q(
                            models.Q(("who_fr", ""), ("who_fr__isnull", True), _connector="OR"),
                            models.Q(("who_de", ""), ("who_de__isnull", True), _connector="OR"),
                            models.Q(("who_en", ""), ("who_en__isnull", True), _connector="OR"),
                        ),
                        models.Q(("who_nl__isnull", False), ("who_nl__gt", "")),
                        _connector="OR",
                    ),
                    models.Q(
                        models.Q(
                            models.Q(("costs_fr", ""), ("costs_fr__isnull", True), _connector="OR"),
                            models.Q(("costs_de", ""), ("costs_de__isnull", True), _connector="OR"),
                            models.Q(("costs_en", ""), ("costs_en__isnull", True), _connector="OR"),
                        ),
                        models.Q(("costs_nl__isnull", False), ("costs_nl__gt", "")),
                        _connector="OR",
                    ),
                    models.Q(
                        models.Q(
                            models.Q(
                                ("amounts_fr", ""), ("amounts_fr__isnull", True), _connector="OR"
                            ),
                            models.Q(
                                ("amounts_de", ""), ("amounts_de__isnull", True), _connector="OR"
                            ),
                            models.Q(
                                ("amounts_en", ""), ("amounts_en__isnull", True), _connector="OR"
                            ),
                        ),
                        models.Q(("amounts_nl__isnull", False), ("amounts_nl__gt", "")),
                        _connector="OR",
                    ),
                    models.Q(
                        models.Q(
                            models.Q(("how_fr", ""), ("how_fr__isnull", True), _connector="OR"),
                            models.Q(("how_de", ""), ("how_de__isnull", True), _connector="OR"),
                            models.Q(("how_en", ""), ("how_en__isnull", True), _connector="OR"),
                        ),
                        models.Q(("how_nl__isnull", False), ("how_nl__gt", "")),
                        _connector="OR",
                    ),
                    models.Q(
                        models.Q(
                            models.Q(
                                ("timing_note_fr", ""),
                                ("timing_note_fr__isnull", True),
                                _connector="OR",
                            ),
                            models.Q(
                                ("timing_note_de", ""),
                                ("timing_note_de__isnull", True),
                                _connector="OR",
                            ),
                            models.Q(
                                ("timing_note_en", ""),
                                ("timing_note_en__isnull", True),
                                _connector="OR",
                            ),
                        ),
                        models.Q(("timing_note_nl__isnull", False), ("timing_note_nl__gt", "")),
                        _connector="OR",
                    ),
                    models.Q(
                        models.Q(
                            models.Q(
                                ("channel_fr", ""), ("channel_fr__isnull", True), _connector="OR"
                            ),
                            models.Q(
                                ("channel_de", ""), ("channel_de__isnull", True), _connector="OR"
                            ),
                            models.Q(
                                ("channel_en", ""), ("channel_en__isnull", True), _connector="OR"
                            ),
                        ),
                        models.Q(("channel_nl__isnull", False), ("channel_nl__gt", "")),
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
                name="calls_supportmeasure_is_translated_from_dutch",
                violation_error_message="A translation cannot exist without its Dutch text. Write the Dutch first.",
            ),
        ),
        migrations.AddConstraint(
            model_name="supportmeasure",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("timing", "rolling"), _negated=True),
                    ("lead_weeks__isnull", False),
                    ("lead_months__isnull", False),
                    _connector="OR",
                ),
                name="calls_supportmeasure_says_how_long_before",
                violation_error_message="Say how many weeks or months before the start.",
            ),
        ),
        migrations.AddConstraint(
            model_name="supportmeasure",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("replaces__isnull", True),
                    models.Q(("replaces", models.F("id")), _negated=True),
                    _connector="OR",
                ),
                name="calls_supportmeasure_does_not_replace_itself",
                violation_error_message="A measure cannot replace itself.",
            ),
        ),
        migrations.AddConstraint(
            model_name="supportround",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(
                        ("start_from_day__isnull", True),
                        ("start_from_month__isnull", True),
                        ("start_until_day__isnull", True),
                        ("start_until_month__isnull", True),
                    ),
                    models.Q(
                        ("start_from_day__isnull", False),
                        ("start_from_month__isnull", False),
                        ("start_until_day__isnull", False),
                        ("start_until_month__isnull", False),
                    ),
                    _connector="OR",
                ),
                name="calls_supportround_has_a_whole_window_or_none",
                violation_error_message="Give the whole window of starting days, or none of it.",
            ),
        ),
    ]
