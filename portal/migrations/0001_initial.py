import django.db.models.deletion
import portal.publishing.fields.partial_date
from django.db import migrations, models


class Migration(migrations.Migration):

    initial = True

    dependencies = [
        ('publishing', '0001_initial'),
    ]

    operations = [
        migrations.CreateModel(
            name='ServicePage',
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
                ('key', models.CharField(choices=[('about', 'about'), ('contact', 'contact'), ('accessibility', 'accessibility statement'), ('privacy', 'privacy'), ('languages', 'languages'), ('glossary', 'glossary')], max_length=13, unique=True, verbose_name='page')),
                ('title', models.CharField(max_length=120, verbose_name='title')),
                ('title_nl', models.CharField(max_length=120, null=True, verbose_name='title')),
                ('title_fr', models.CharField(max_length=120, null=True, verbose_name='title')),
                ('title_de', models.CharField(max_length=120, null=True, verbose_name='title')),
                ('title_en', models.CharField(max_length=120, null=True, verbose_name='title')),
                ('summary', models.CharField(blank=True, max_length=300, verbose_name='summary')),
                ('summary_nl', models.CharField(blank=True, max_length=300, null=True, verbose_name='summary')),
                ('summary_fr', models.CharField(blank=True, max_length=300, null=True, verbose_name='summary')),
                ('summary_de', models.CharField(blank=True, max_length=300, null=True, verbose_name='summary')),
                ('summary_en', models.CharField(blank=True, max_length=300, null=True, verbose_name='summary')),
                ('body', models.TextField(blank=True, verbose_name='text')),
                ('body_nl', models.TextField(blank=True, null=True, verbose_name='text')),
                ('body_fr', models.TextField(blank=True, null=True, verbose_name='text')),
                ('body_de', models.TextField(blank=True, null=True, verbose_name='text')),
                ('body_en', models.TextField(blank=True, null=True, verbose_name='text')),
                ('prepared_on', portal.publishing.fields.partial_date.PartialDateField(help_text='A year, month or day: 1994, 2006-05 or 1996-03-04.', verbose_name='drawn up on')),
                ('reviewed_on', portal.publishing.fields.partial_date.PartialDateField(help_text='A year, month or day: 1994, 2006-05 or 1996-03-04.', verbose_name='last reviewed on')),
                ('contacts', models.ManyToManyField(blank=True, related_name='+', to='publishing.contact', verbose_name='contacts')),
            ],
            options={
                'verbose_name': 'page about the site',
                'verbose_name_plural': 'pages about the site',
                'ordering': ['id'],
                'abstract': False,
                'constraints': [models.CheckConstraint(condition=models.Q(models.Q(models.Q(('state', 'withdrawn'), _negated=True), ('withdraw_at__isnull', True)), models.Q(('withdrawal_reason_nl__isnull', False), ('withdrawal_reason_nl__gt', '')), _connector='OR'), name='portal_servicepage_says_why_it_was_withdrawn', violation_error_message='Say in Dutch why this is withdrawn: readers see it.'), models.CheckConstraint(condition=models.Q(models.Q(('withdrawn_as', 'moved'), _negated=True), models.Q(('successor', ''), _negated=True), _connector='OR'), name='portal_servicepage_moves_to_a_successor', violation_error_message='Give the address of the page to read instead.'), models.CheckConstraint(condition=models.Q(('withdraw_at__isnull', True), ('publish_at__isnull', True), ('withdraw_at__gt', models.F('publish_at')), _connector='OR'), name='portal_servicepage_is_public_before_it_is_withdrawn', violation_error_message='A page cannot be withdrawn before it is public.'), models.CheckConstraint(condition=models.Q(('title_nl__isnull', False), ('title_nl__gt', '')), name='portal_servicepage_has_a_dutch_text', violation_error_message='Fill in the Dutch text: it is the source of the others.'), models.CheckConstraint(condition=models.Q(models.Q(models.Q(models.Q(('summary_fr', ''), ('summary_fr__isnull', True), _connector='OR'), models.Q(('summary_de', ''), ('summary_de__isnull', True), _connector='OR'), models.Q(('summary_en', ''), ('summary_en__isnull', True), _connector='OR')), models.Q(('summary_nl__isnull', False), ('summary_nl__gt', '')), _connector='OR'), models.Q(models.Q(models.Q(('body_fr', ''), ('body_fr__isnull', True), _connector='OR'), models.Q(('body_de', ''), ('body_de__isnull', True), _connector='OR'), models.Q(('body_en', ''), ('body_en__isnull', True), _connector='OR')), models.Q(('body_nl__isnull', False), ('body_nl__gt', '')), _connector='OR'), models.Q(models.Q(models.Q(('caveat_fr', ''), ('caveat_fr__isnull', True), _connector='OR'), models.Q(('caveat_de', ''), ('caveat_de__isnull', True), _connector='OR'), models.Q(('caveat_en', ''), ('caveat_en__isnull', True), _connector='OR')), models.Q(('caveat_nl__isnull', False), ('caveat_nl__gt', '')), _connector='OR'), models.Q(models.Q(models.Q(('withdrawal_reason_fr', ''), ('withdrawal_reason_fr__isnull', True), _connector='OR'), models.Q(('withdrawal_reason_de', ''), ('withdrawal_reason_de__isnull', True), _connector='OR'), models.Q(('withdrawal_reason_en', ''), ('withdrawal_reason_en__isnull', True), _connector='OR')), models.Q(('withdrawal_reason_nl__isnull', False), ('withdrawal_reason_nl__gt', '')), _connector='OR')), name='portal_servicepage_is_translated_from_dutch', violation_error_message='A translation cannot exist without its Dutch text. Write the Dutch first.')],
            },
        ),
        migrations.CreateModel(
            name='Limitation',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('position', models.PositiveSmallIntegerField(default=0, verbose_name='order')),
                ('part', models.CharField(max_length=200, verbose_name='what does not work')),
                ('part_nl', models.CharField(max_length=200, null=True, verbose_name='what does not work')),
                ('part_fr', models.CharField(max_length=200, null=True, verbose_name='what does not work')),
                ('part_de', models.CharField(max_length=200, null=True, verbose_name='what does not work')),
                ('part_en', models.CharField(max_length=200, null=True, verbose_name='what does not work')),
                ('criterion', models.CharField(blank=True, help_text='For example: 1.3.1', max_length=80, verbose_name='WCAG criterion')),
                ('reason', models.CharField(blank=True, max_length=300, verbose_name='reason')),
                ('reason_nl', models.CharField(blank=True, max_length=300, null=True, verbose_name='reason')),
                ('reason_fr', models.CharField(blank=True, max_length=300, null=True, verbose_name='reason')),
                ('reason_de', models.CharField(blank=True, max_length=300, null=True, verbose_name='reason')),
                ('reason_en', models.CharField(blank=True, max_length=300, null=True, verbose_name='reason')),
                ('alternative', models.CharField(blank=True, max_length=300, verbose_name='alternative')),
                ('alternative_nl', models.CharField(blank=True, max_length=300, null=True, verbose_name='alternative')),
                ('alternative_fr', models.CharField(blank=True, max_length=300, null=True, verbose_name='alternative')),
                ('alternative_de', models.CharField(blank=True, max_length=300, null=True, verbose_name='alternative')),
                ('alternative_en', models.CharField(blank=True, max_length=300, null=True, verbose_name='alternative')),
                ('solved_by', portal.publishing.fields.partial_date.PartialDateField(help_text='A year, month or day: 1994, 2006-05 or 1996-03-04.', verbose_name='solved by')),
                ('page', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='limitations', to='portal.servicepage')),
            ],
            options={
                'verbose_name': 'limitation',
                'verbose_name_plural': 'limitations',
                'ordering': ['position', 'id'],
                'constraints': [models.CheckConstraint(condition=models.Q(('part_nl__isnull', False), ('part_nl__gt', '')), name='portal_limitation_has_a_dutch_text', violation_error_message='Fill in the Dutch text: it is the source of the others.'), models.CheckConstraint(condition=models.Q(models.Q(models.Q(models.Q(('reason_fr', ''), ('reason_fr__isnull', True), _connector='OR'), models.Q(('reason_de', ''), ('reason_de__isnull', True), _connector='OR'), models.Q(('reason_en', ''), ('reason_en__isnull', True), _connector='OR')), models.Q(('reason_nl__isnull', False), ('reason_nl__gt', '')), _connector='OR'), models.Q(models.Q(models.Q(('alternative_fr', ''), ('alternative_fr__isnull', True), _connector='OR'), models.Q(('alternative_de', ''), ('alternative_de__isnull', True), _connector='OR'), models.Q(('alternative_en', ''), ('alternative_en__isnull', True), _connector='OR')), models.Q(('alternative_nl__isnull', False), ('alternative_nl__gt', '')), _connector='OR')), name='portal_limitation_is_translated_from_dutch', violation_error_message='A translation cannot exist without its Dutch text. Write the Dutch first.')],
            },
        ),
    ]
