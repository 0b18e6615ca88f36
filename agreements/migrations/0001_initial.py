import django.db.models.deletion
import django.db.models.functions.comparison
import portal.publishing.fields
from django.db import migrations, models


class Migration(migrations.Migration):

    initial = True

    dependencies = [
        ('partners', '0001_initial'),
    ]

    operations = [
        migrations.CreateModel(
            name='Agreement',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('state', models.CharField(choices=[('draft', 'draft'), ('published', 'published'), ('withdrawn', 'withdrawn')], db_index=True, default='draft', max_length=10, verbose_name='state')),
                ('publish_at', models.DateTimeField(blank=True, help_text='Brussels time. Leave empty to publish at once.', null=True, verbose_name='public from')),
                ('withdrawal_reason', models.CharField(blank=True, help_text='Readers see this. For example: “Replaced by the call for 2027.”', max_length=400, verbose_name='reason for withdrawal')),
                ('withdrawal_reason_nl', models.CharField(blank=True, help_text='Readers see this. For example: “Replaced by the call for 2027.”', max_length=400, null=True, verbose_name='reason for withdrawal')),
                ('withdrawal_reason_fr', models.CharField(blank=True, help_text='Readers see this. For example: “Replaced by the call for 2027.”', max_length=400, null=True, verbose_name='reason for withdrawal')),
                ('withdrawal_reason_de', models.CharField(blank=True, help_text='Readers see this. For example: “Replaced by the call for 2027.”', max_length=400, null=True, verbose_name='reason for withdrawal')),
                ('withdrawal_reason_en', models.CharField(blank=True, help_text='Readers see this. For example: “Replaced by the call for 2027.”', max_length=400, null=True, verbose_name='reason for withdrawal')),
                ('withdraw_at', models.DateTimeField(blank=True, help_text='Brussels time. From this second on the page is withdrawn.', null=True, verbose_name='public until')),
                ('withdrawn_as', models.CharField(choices=[('gone', 'the reason, instead of the page'), ('readable', 'the page, with a notice above it'), ('moved', 'the successor, at once')], default='gone', max_length=8, verbose_name='what readers then find')),
                ('successor', models.CharField(blank=True, help_text='Address of the page to read instead, such as /nl/partners/japan/.', max_length=300, verbose_name='successor')),
                ('caveat', models.TextField(blank=True, help_text='What readers must know about these facts. For example: “The sources disagree.”', verbose_name='caveat')),
                ('caveat_nl', models.TextField(blank=True, help_text='What readers must know about these facts. For example: “The sources disagree.”', null=True, verbose_name='caveat')),
                ('caveat_fr', models.TextField(blank=True, help_text='What readers must know about these facts. For example: “The sources disagree.”', null=True, verbose_name='caveat')),
                ('caveat_de', models.TextField(blank=True, help_text='What readers must know about these facts. For example: “The sources disagree.”', null=True, verbose_name='caveat')),
                ('caveat_en', models.TextField(blank=True, help_text='What readers must know about these facts. For example: “The sources disagree.”', null=True, verbose_name='caveat')),
                ('edits', models.PositiveIntegerField(default=0, editable=False)),
                ('is_example', models.BooleanField(default=False, help_text='Readers see the label “Example”. The page never appears in search results.', verbose_name='example')),
                ('changed_nl', models.DateTimeField(editable=False, null=True, verbose_name='Dutch changed on')),
                ('changed_fr', models.DateTimeField(editable=False, null=True, verbose_name='French changed on')),
                ('changed_de', models.DateTimeField(editable=False, null=True, verbose_name='German changed on')),
                ('changed_en', models.DateTimeField(editable=False, null=True, verbose_name='English changed on')),
                ('slug_nl', models.SlugField(help_text='For example: franse-gemeenschap', max_length=120, verbose_name='address in Dutch')),
                ('slug_fr', models.SlugField(blank=True, max_length=120, verbose_name='address in French')),
                ('slug_de', models.SlugField(blank=True, max_length=120, verbose_name='address in German')),
                ('slug_en', models.SlugField(blank=True, max_length=120, verbose_name='address in English')),
                ('kind', models.CharField(blank=True, choices=[('treaty', 'treaty'), ('transnational', 'transnational agreement'), ('intra-belgian', 'cooperation agreement within Belgium'), ('memorandum', 'memorandum of understanding'), ('declaration', 'declaration')], help_text='Leave empty when it is not known.', max_length=13, verbose_name='legal kind')),
                ('title', models.CharField(max_length=200, verbose_name='title')),
                ('title_nl', models.CharField(max_length=200, null=True, verbose_name='title')),
                ('title_fr', models.CharField(max_length=200, null=True, verbose_name='title')),
                ('title_de', models.CharField(max_length=200, null=True, verbose_name='title')),
                ('title_en', models.CharField(max_length=200, null=True, verbose_name='title')),
                ('by_belgium', models.BooleanField(default=False, help_text='Belgium concluded it, not Flanders; Flanders carries it out.', verbose_name='Belgium is the party')),
                ('signed', portal.publishing.fields.PartialDateField(help_text='A year, month or day: 1994, 2006-05 or 1996-03-04.', verbose_name='signed')),
                ('signed_in', models.CharField(blank=True, max_length=80, verbose_name='signed in')),
                ('signed_in_nl', models.CharField(blank=True, max_length=80, null=True, verbose_name='signed in')),
                ('signed_in_fr', models.CharField(blank=True, max_length=80, null=True, verbose_name='signed in')),
                ('signed_in_de', models.CharField(blank=True, max_length=80, null=True, verbose_name='signed in')),
                ('signed_in_en', models.CharField(blank=True, max_length=80, null=True, verbose_name='signed in')),
                ('assent', models.CharField(blank=True, help_text='The decree by which parliament agreed. For example: decree of 27 June 2003', max_length=200, verbose_name='assent')),
                ('assent_nl', models.CharField(blank=True, help_text='The decree by which parliament agreed. For example: decree of 27 June 2003', max_length=200, null=True, verbose_name='assent')),
                ('assent_fr', models.CharField(blank=True, help_text='The decree by which parliament agreed. For example: decree of 27 June 2003', max_length=200, null=True, verbose_name='assent')),
                ('assent_de', models.CharField(blank=True, help_text='The decree by which parliament agreed. For example: decree of 27 June 2003', max_length=200, null=True, verbose_name='assent')),
                ('assent_en', models.CharField(blank=True, help_text='The decree by which parliament agreed. For example: decree of 27 June 2003', max_length=200, null=True, verbose_name='assent')),
                ('in_force', portal.publishing.fields.PartialDateField(help_text='A year, month or day: 1994, 2006-05 or 1996-03-04.', verbose_name='in force since')),
                ('renewal', models.CharField(blank=True, choices=[('tacit', 'renewed tacitly'), ('until', 'runs until a fixed date')], max_length=5, verbose_name='renewal')),
                ('ends', portal.publishing.fields.PartialDateField(help_text='A year, month or day: 1994, 2006-05 or 1996-03-04.', verbose_name='runs until')),
                ('authentic_languages', models.JSONField(blank=True, default=list, help_text='The languages in which the signed text is binding.', verbose_name='authentic languages')),
                ('culture', models.TextField(blank=True, verbose_name='what it says about culture')),
                ('culture_nl', models.TextField(blank=True, null=True, verbose_name='what it says about culture')),
                ('culture_fr', models.TextField(blank=True, null=True, verbose_name='what it says about culture')),
                ('culture_de', models.TextField(blank=True, null=True, verbose_name='what it says about culture')),
                ('culture_en', models.TextField(blank=True, null=True, verbose_name='what it says about culture')),
                ('partners', models.ManyToManyField(related_name='agreements', to='partners.partner', verbose_name='partners')),
                ('predecessor', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='successors', to='agreements.agreement', verbose_name='replaces')),
            ],
            options={
                'verbose_name': 'agreement',
                'verbose_name_plural': 'agreements',
                'ordering': ['title_nl'],
                'abstract': False,
            },
        ),
        migrations.CreateModel(
            name='WorkProgramme',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('state', models.CharField(choices=[('draft', 'draft'), ('published', 'published'), ('withdrawn', 'withdrawn')], db_index=True, default='draft', max_length=10, verbose_name='state')),
                ('publish_at', models.DateTimeField(blank=True, help_text='Brussels time. Leave empty to publish at once.', null=True, verbose_name='public from')),
                ('withdrawal_reason', models.CharField(blank=True, help_text='Readers see this. For example: “Replaced by the call for 2027.”', max_length=400, verbose_name='reason for withdrawal')),
                ('withdrawal_reason_nl', models.CharField(blank=True, help_text='Readers see this. For example: “Replaced by the call for 2027.”', max_length=400, null=True, verbose_name='reason for withdrawal')),
                ('withdrawal_reason_fr', models.CharField(blank=True, help_text='Readers see this. For example: “Replaced by the call for 2027.”', max_length=400, null=True, verbose_name='reason for withdrawal')),
                ('withdrawal_reason_de', models.CharField(blank=True, help_text='Readers see this. For example: “Replaced by the call for 2027.”', max_length=400, null=True, verbose_name='reason for withdrawal')),
                ('withdrawal_reason_en', models.CharField(blank=True, help_text='Readers see this. For example: “Replaced by the call for 2027.”', max_length=400, null=True, verbose_name='reason for withdrawal')),
                ('withdraw_at', models.DateTimeField(blank=True, help_text='Brussels time. From this second on the page is withdrawn.', null=True, verbose_name='public until')),
                ('withdrawn_as', models.CharField(choices=[('gone', 'the reason, instead of the page'), ('readable', 'the page, with a notice above it'), ('moved', 'the successor, at once')], default='gone', max_length=8, verbose_name='what readers then find')),
                ('successor', models.CharField(blank=True, help_text='Address of the page to read instead, such as /nl/partners/japan/.', max_length=300, verbose_name='successor')),
                ('caveat', models.TextField(blank=True, help_text='What readers must know about these facts. For example: “The sources disagree.”', verbose_name='caveat')),
                ('caveat_nl', models.TextField(blank=True, help_text='What readers must know about these facts. For example: “The sources disagree.”', null=True, verbose_name='caveat')),
                ('caveat_fr', models.TextField(blank=True, help_text='What readers must know about these facts. For example: “The sources disagree.”', null=True, verbose_name='caveat')),
                ('caveat_de', models.TextField(blank=True, help_text='What readers must know about these facts. For example: “The sources disagree.”', null=True, verbose_name='caveat')),
                ('caveat_en', models.TextField(blank=True, help_text='What readers must know about these facts. For example: “The sources disagree.”', null=True, verbose_name='caveat')),
                ('edits', models.PositiveIntegerField(default=0, editable=False)),
                ('is_example', models.BooleanField(default=False, help_text='Readers see the label “Example”. The page never appears in search results.', verbose_name='example')),
                ('changed_nl', models.DateTimeField(editable=False, null=True, verbose_name='Dutch changed on')),
                ('changed_fr', models.DateTimeField(editable=False, null=True, verbose_name='French changed on')),
                ('changed_de', models.DateTimeField(editable=False, null=True, verbose_name='German changed on')),
                ('changed_en', models.DateTimeField(editable=False, null=True, verbose_name='English changed on')),
                ('ordinal', models.PositiveSmallIntegerField(blank=True, help_text='Which programme it is: 5 for the fifth. Leave empty if unknown.', null=True, verbose_name='number')),
                ('first_year', models.PositiveSmallIntegerField(verbose_name='first year')),
                ('last_year', models.PositiveSmallIntegerField(verbose_name='last year')),
                ('signed', portal.publishing.fields.PartialDateField(help_text='A year, month or day: 1994, 2006-05 or 1996-03-04.', verbose_name='signed')),
                ('has_budget', models.BooleanField(blank=True, help_text='Choose “Unknown” if no source says.', null=True, verbose_name='has a budget')),
                ('body', models.TextField(blank=True, verbose_name='what it plans')),
                ('body_nl', models.TextField(blank=True, null=True, verbose_name='what it plans')),
                ('body_fr', models.TextField(blank=True, null=True, verbose_name='what it plans')),
                ('body_de', models.TextField(blank=True, null=True, verbose_name='what it plans')),
                ('body_en', models.TextField(blank=True, null=True, verbose_name='what it plans')),
                ('agreement', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='programmes', to='agreements.agreement', verbose_name='agreement')),
            ],
            options={
                'verbose_name': 'work programme',
                'verbose_name_plural': 'work programmes',
                'ordering': ['-last_year', '-first_year'],
                'abstract': False,
            },
        ),
        migrations.AddConstraint(
            model_name='agreement',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(models.Q(('state', 'withdrawn'), _negated=True), ('withdraw_at__isnull', True)), models.Q(('withdrawal_reason_nl__isnull', False), ('withdrawal_reason_nl__gt', '')), _connector='OR'), name='agreements_agreement_says_why_it_was_withdrawn', violation_error_message='Say in Dutch why this is withdrawn: readers see it.'),
        ),
        migrations.AddConstraint(
            model_name='agreement',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('withdrawn_as', 'moved'), _negated=True), models.Q(('successor', ''), _negated=True), _connector='OR'), name='agreements_agreement_moves_to_a_successor', violation_error_message='Give the address of the page to read instead.'),
        ),
        migrations.AddConstraint(
            model_name='agreement',
            constraint=models.CheckConstraint(condition=models.Q(('withdraw_at__isnull', True), ('publish_at__isnull', True), ('withdraw_at__gt', models.F('publish_at')), _connector='OR'), name='agreements_agreement_is_public_before_it_is_withdrawn', violation_error_message='A page cannot be withdrawn before it is public.'),
        ),
        migrations.AddConstraint(
            model_name='agreement',
            constraint=models.UniqueConstraint(django.db.models.functions.comparison.Coalesce(django.db.models.functions.comparison.NullIf('slug_nl', models.Value('')), 'slug_nl'), name='agreements_agreement_has_its_own_address_in_nl', violation_error_message='Another record already has this address.'),
        ),
        migrations.AddConstraint(
            model_name='agreement',
            constraint=models.UniqueConstraint(django.db.models.functions.comparison.Coalesce(django.db.models.functions.comparison.NullIf('slug_fr', models.Value('')), 'slug_nl'), name='agreements_agreement_has_its_own_address_in_fr', violation_error_message='Another record already has this address.'),
        ),
        migrations.AddConstraint(
            model_name='agreement',
            constraint=models.UniqueConstraint(django.db.models.functions.comparison.Coalesce(django.db.models.functions.comparison.NullIf('slug_de', models.Value('')), 'slug_nl'), name='agreements_agreement_has_its_own_address_in_de', violation_error_message='Another record already has this address.'),
        ),
        migrations.AddConstraint(
            model_name='agreement',
            constraint=models.UniqueConstraint(django.db.models.functions.comparison.Coalesce(django.db.models.functions.comparison.NullIf('slug_en', models.Value('')), 'slug_nl'), name='agreements_agreement_has_its_own_address_in_en', violation_error_message='Another record already has this address.'),
        ),
        migrations.AddConstraint(
            model_name='agreement',
            constraint=models.CheckConstraint(condition=models.Q(('title_nl__isnull', False), ('title_nl__gt', '')), name='agreements_agreement_has_a_dutch_text', violation_error_message='Fill in the Dutch text: it is the source of the others.'),
        ),
        migrations.AddConstraint(
            model_name='agreement',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(models.Q(models.Q(('signed_in_fr', ''), ('signed_in_fr__isnull', True), _connector='OR'), models.Q(('signed_in_de', ''), ('signed_in_de__isnull', True), _connector='OR'), models.Q(('signed_in_en', ''), ('signed_in_en__isnull', True), _connector='OR')), models.Q(('signed_in_nl__isnull', False), ('signed_in_nl__gt', '')), _connector='OR'), models.Q(models.Q(models.Q(('assent_fr', ''), ('assent_fr__isnull', True), _connector='OR'), models.Q(('assent_de', ''), ('assent_de__isnull', True), _connector='OR'), models.Q(('assent_en', ''), ('assent_en__isnull', True), _connector='OR')), models.Q(('assent_nl__isnull', False), ('assent_nl__gt', '')), _connector='OR'), models.Q(models.Q(models.Q(('culture_fr', ''), ('culture_fr__isnull', True), _connector='OR'), models.Q(('culture_de', ''), ('culture_de__isnull', True), _connector='OR'), models.Q(('culture_en', ''), ('culture_en__isnull', True), _connector='OR')), models.Q(('culture_nl__isnull', False), ('culture_nl__gt', '')), _connector='OR'), models.Q(models.Q(models.Q(('caveat_fr', ''), ('caveat_fr__isnull', True), _connector='OR'), models.Q(('caveat_de', ''), ('caveat_de__isnull', True), _connector='OR'), models.Q(('caveat_en', ''), ('caveat_en__isnull', True), _connector='OR')), models.Q(('caveat_nl__isnull', False), ('caveat_nl__gt', '')), _connector='OR'), models.Q(models.Q(models.Q(('withdrawal_reason_fr', ''), ('withdrawal_reason_fr__isnull', True), _connector='OR'), models.Q(('withdrawal_reason_de', ''), ('withdrawal_reason_de__isnull', True), _connector='OR'), models.Q(('withdrawal_reason_en', ''), ('withdrawal_reason_en__isnull', True), _connector='OR')), models.Q(('withdrawal_reason_nl__isnull', False), ('withdrawal_reason_nl__gt', '')), _connector='OR')), name='agreements_agreement_is_translated_from_dutch', violation_error_message='A translation cannot exist without its Dutch text. Write the Dutch first.'),
        ),
        migrations.AddConstraint(
            model_name='agreement',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('renewal', 'until'), _negated=True), models.Q(('ends', ''), _negated=True), _connector='OR'), name='agreements_agreement_says_until_when', violation_error_message='Say until when the agreement runs.'),
        ),
        migrations.AddConstraint(
            model_name='agreement',
            constraint=models.CheckConstraint(condition=models.Q(('predecessor__isnull', True), models.Q(('predecessor', models.F('id')), _negated=True), _connector='OR'), name='agreements_agreement_does_not_replace_itself', violation_error_message='An agreement cannot replace itself.'),
        ),
        migrations.AddConstraint(
            model_name='workprogramme',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(models.Q(('state', 'withdrawn'), _negated=True), ('withdraw_at__isnull', True)), models.Q(('withdrawal_reason_nl__isnull', False), ('withdrawal_reason_nl__gt', '')), _connector='OR'), name='agreements_workprogramme_says_why_it_was_withdrawn', violation_error_message='Say in Dutch why this is withdrawn: readers see it.'),
        ),
        migrations.AddConstraint(
            model_name='workprogramme',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('withdrawn_as', 'moved'), _negated=True), models.Q(('successor', ''), _negated=True), _connector='OR'), name='agreements_workprogramme_moves_to_a_successor', violation_error_message='Give the address of the page to read instead.'),
        ),
        migrations.AddConstraint(
            model_name='workprogramme',
            constraint=models.CheckConstraint(condition=models.Q(('withdraw_at__isnull', True), ('publish_at__isnull', True), ('withdraw_at__gt', models.F('publish_at')), _connector='OR'), name='agreements_workprogramme_is_public_before_it_is_withdrawn', violation_error_message='A page cannot be withdrawn before it is public.'),
        ),
        migrations.AddConstraint(
            model_name='workprogramme',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(models.Q(models.Q(('body_fr', ''), ('body_fr__isnull', True), _connector='OR'), models.Q(('body_de', ''), ('body_de__isnull', True), _connector='OR'), models.Q(('body_en', ''), ('body_en__isnull', True), _connector='OR')), models.Q(('body_nl__isnull', False), ('body_nl__gt', '')), _connector='OR'), models.Q(models.Q(models.Q(('caveat_fr', ''), ('caveat_fr__isnull', True), _connector='OR'), models.Q(('caveat_de', ''), ('caveat_de__isnull', True), _connector='OR'), models.Q(('caveat_en', ''), ('caveat_en__isnull', True), _connector='OR')), models.Q(('caveat_nl__isnull', False), ('caveat_nl__gt', '')), _connector='OR'), models.Q(models.Q(models.Q(('withdrawal_reason_fr', ''), ('withdrawal_reason_fr__isnull', True), _connector='OR'), models.Q(('withdrawal_reason_de', ''), ('withdrawal_reason_de__isnull', True), _connector='OR'), models.Q(('withdrawal_reason_en', ''), ('withdrawal_reason_en__isnull', True), _connector='OR')), models.Q(('withdrawal_reason_nl__isnull', False), ('withdrawal_reason_nl__gt', '')), _connector='OR')), name='agreements_workprogramme_is_translated_from_dutch', violation_error_message='A translation cannot exist without its Dutch text. Write the Dutch first.'),
        ),
        migrations.AddConstraint(
            model_name='workprogramme',
            constraint=models.UniqueConstraint(fields=('agreement', 'first_year', 'last_year'), name='agreements_workprogramme_has_its_own_period', violation_error_message='This agreement already has a programme for this period.'),
        ),
        migrations.AddConstraint(
            model_name='workprogramme',
            constraint=models.CheckConstraint(condition=models.Q(('last_year__gte', models.F('first_year'))), name='agreements_workprogramme_ends_after_it_starts', violation_error_message='A programme cannot end before it starts.'),
        ),
    ]
