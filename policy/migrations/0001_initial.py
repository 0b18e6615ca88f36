import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):

    initial = True

    dependencies = [
        ('partners', '0001_initial'),
    ]

    operations = [
        migrations.CreateModel(
            name='FocusEntry',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('position', models.PositiveSmallIntegerField(verbose_name='order')),
                ('kind', models.CharField(choices=[('named', 'the partners it names'), ('such-as', 'a group that names some (“such as”)'), ('open', 'a group without names'), ('jurisdictions', 'all jurisdictions of the representations')], max_length=13, verbose_name='kind')),
                ('text', models.CharField(max_length=300, verbose_name='text')),
                ('text_nl', models.CharField(max_length=300, null=True, verbose_name='text')),
                ('text_fr', models.CharField(max_length=300, null=True, verbose_name='text')),
                ('text_de', models.CharField(max_length=300, null=True, verbose_name='text')),
                ('text_en', models.CharField(max_length=300, null=True, verbose_name='text')),
            ],
            options={
                'verbose_name': 'focus entry',
                'verbose_name_plural': 'focus list',
                'ordering': ['position'],
            },
        ),
        migrations.CreateModel(
            name='FocusMember',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('position', models.PositiveSmallIntegerField(default=0, verbose_name='order')),
                ('entry', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='members', to='policy.focusentry')),
                ('partner', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, to='partners.partner', verbose_name='partner')),
            ],
            options={
                'verbose_name': 'partner in the focus list',
                'verbose_name_plural': 'partners in the focus list',
                'ordering': ['position', 'id'],
            },
        ),
        migrations.AddField(
            model_name='focusentry',
            name='partners',
            field=models.ManyToManyField(related_name='focus_entries', through='policy.FocusMember', to='partners.partner', verbose_name='partners'),
        ),
        migrations.CreateModel(
            name='Framework',
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
                ('slug', models.SlugField(help_text='The period, such as 2021-2025.', max_length=20, unique=True, verbose_name='address')),
                ('title', models.CharField(max_length=160, verbose_name='title')),
                ('title_nl', models.CharField(max_length=160, null=True, verbose_name='title')),
                ('title_fr', models.CharField(max_length=160, null=True, verbose_name='title')),
                ('title_de', models.CharField(max_length=160, null=True, verbose_name='title')),
                ('title_en', models.CharField(max_length=160, null=True, verbose_name='title')),
                ('starts_on', models.DateField(verbose_name='first day')),
                ('ends_on', models.DateField(help_text='Brussels time, until the end of that day.', verbose_name='last day')),
                ('summary', models.TextField(blank=True, help_text='Two sentences.', verbose_name='summary')),
                ('summary_nl', models.TextField(blank=True, help_text='Two sentences.', null=True, verbose_name='summary')),
                ('summary_fr', models.TextField(blank=True, help_text='Two sentences.', null=True, verbose_name='summary')),
                ('summary_de', models.TextField(blank=True, help_text='Two sentences.', null=True, verbose_name='summary')),
                ('summary_en', models.TextField(blank=True, help_text='Two sentences.', null=True, verbose_name='summary')),
                ('body', models.TextField(blank=True, verbose_name='what the framework is')),
                ('body_nl', models.TextField(blank=True, null=True, verbose_name='what the framework is')),
                ('body_fr', models.TextField(blank=True, null=True, verbose_name='what the framework is')),
                ('body_de', models.TextField(blank=True, null=True, verbose_name='what the framework is')),
                ('body_en', models.TextField(blank=True, null=True, verbose_name='what the framework is')),
                ('calls_statement', models.TextField(blank=True, verbose_name='about the project calls')),
                ('calls_statement_nl', models.TextField(blank=True, null=True, verbose_name='about the project calls')),
                ('calls_statement_fr', models.TextField(blank=True, null=True, verbose_name='about the project calls')),
                ('calls_statement_de', models.TextField(blank=True, null=True, verbose_name='about the project calls')),
                ('calls_statement_en', models.TextField(blank=True, null=True, verbose_name='about the project calls')),
                ('agreements_statement', models.TextField(blank=True, verbose_name='about the bilateral agreements')),
                ('agreements_statement_nl', models.TextField(blank=True, null=True, verbose_name='about the bilateral agreements')),
                ('agreements_statement_fr', models.TextField(blank=True, null=True, verbose_name='about the bilateral agreements')),
                ('agreements_statement_de', models.TextField(blank=True, null=True, verbose_name='about the bilateral agreements')),
                ('agreements_statement_en', models.TextField(blank=True, null=True, verbose_name='about the bilateral agreements')),
                ('successor_framework', models.OneToOneField(blank=True, null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='predecessor', to='policy.framework', verbose_name='successor')),
            ],
            options={
                'verbose_name': 'framework',
                'verbose_name_plural': 'frameworks',
                'ordering': ['-starts_on'],
                'abstract': False,
            },
        ),
        migrations.AddField(
            model_name='focusentry',
            name='framework',
            field=models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='entries', to='policy.framework'),
        ),
        migrations.CreateModel(
            name='Point',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('kind', models.CharField(choices=[('objective', 'objective'), ('criterion', 'criterion')], max_length=10, verbose_name='kind')),
                ('position', models.PositiveSmallIntegerField(verbose_name='order')),
                ('text', models.CharField(max_length=300, verbose_name='text')),
                ('text_nl', models.CharField(max_length=300, null=True, verbose_name='text')),
                ('text_fr', models.CharField(max_length=300, null=True, verbose_name='text')),
                ('text_de', models.CharField(max_length=300, null=True, verbose_name='text')),
                ('text_en', models.CharField(max_length=300, null=True, verbose_name='text')),
                ('framework', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='points', to='policy.framework')),
            ],
            options={
                'verbose_name': 'objective or criterion',
                'verbose_name_plural': 'objectives and criteria',
                'ordering': ['-kind', 'position'],
            },
        ),
        migrations.AddConstraint(
            model_name='focusmember',
            constraint=models.UniqueConstraint(fields=('entry', 'partner'), name='policy_focusmember_is_named_once', violation_error_message='This entry already names this partner.'),
        ),
        migrations.AddConstraint(
            model_name='framework',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(models.Q(('state', 'withdrawn'), _negated=True), ('withdraw_at__isnull', True)), models.Q(('withdrawal_reason_nl__isnull', False), ('withdrawal_reason_nl__gt', '')), _connector='OR'), name='policy_framework_says_why_it_was_withdrawn', violation_error_message='Say in Dutch why this is withdrawn: readers see it.'),
        ),
        migrations.AddConstraint(
            model_name='framework',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('withdrawn_as', 'moved'), _negated=True), models.Q(('successor', ''), _negated=True), _connector='OR'), name='policy_framework_moves_to_a_successor', violation_error_message='Give the address of the page to read instead.'),
        ),
        migrations.AddConstraint(
            model_name='framework',
            constraint=models.CheckConstraint(condition=models.Q(('withdraw_at__isnull', True), ('publish_at__isnull', True), ('withdraw_at__gt', models.F('publish_at')), _connector='OR'), name='policy_framework_is_public_before_it_is_withdrawn', violation_error_message='A page cannot be withdrawn before it is public.'),
        ),
        migrations.AddConstraint(
            model_name='framework',
            constraint=models.CheckConstraint(condition=models.Q(('title_nl__isnull', False), ('title_nl__gt', '')), name='policy_framework_has_a_dutch_text', violation_error_message='Fill in the Dutch text: it is the source of the others.'),
        ),
        migrations.AddConstraint(
            model_name='framework',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(models.Q(models.Q(('summary_fr', ''), ('summary_fr__isnull', True), _connector='OR'), models.Q(('summary_de', ''), ('summary_de__isnull', True), _connector='OR'), models.Q(('summary_en', ''), ('summary_en__isnull', True), _connector='OR')), models.Q(('summary_nl__isnull', False), ('summary_nl__gt', '')), _connector='OR'), models.Q(models.Q(models.Q(('body_fr', ''), ('body_fr__isnull', True), _connector='OR'), models.Q(('body_de', ''), ('body_de__isnull', True), _connector='OR'), models.Q(('body_en', ''), ('body_en__isnull', True), _connector='OR')), models.Q(('body_nl__isnull', False), ('body_nl__gt', '')), _connector='OR'), models.Q(models.Q(models.Q(('calls_statement_fr', ''), ('calls_statement_fr__isnull', True), _connector='OR'), models.Q(('calls_statement_de', ''), ('calls_statement_de__isnull', True), _connector='OR'), models.Q(('calls_statement_en', ''), ('calls_statement_en__isnull', True), _connector='OR')), models.Q(('calls_statement_nl__isnull', False), ('calls_statement_nl__gt', '')), _connector='OR'), models.Q(models.Q(models.Q(('agreements_statement_fr', ''), ('agreements_statement_fr__isnull', True), _connector='OR'), models.Q(('agreements_statement_de', ''), ('agreements_statement_de__isnull', True), _connector='OR'), models.Q(('agreements_statement_en', ''), ('agreements_statement_en__isnull', True), _connector='OR')), models.Q(('agreements_statement_nl__isnull', False), ('agreements_statement_nl__gt', '')), _connector='OR'), models.Q(models.Q(models.Q(('caveat_fr', ''), ('caveat_fr__isnull', True), _connector='OR'), models.Q(('caveat_de', ''), ('caveat_de__isnull', True), _connector='OR'), models.Q(('caveat_en', ''), ('caveat_en__isnull', True), _connector='OR')), models.Q(('caveat_nl__isnull', False), ('caveat_nl__gt', '')), _connector='OR'), models.Q(models.Q(models.Q(('withdrawal_reason_fr', ''), ('withdrawal_reason_fr__isnull', True), _connector='OR'), models.Q(('withdrawal_reason_de', ''), ('withdrawal_reason_de__isnull', True), _connector='OR'), models.Q(('withdrawal_reason_en', ''), ('withdrawal_reason_en__isnull', True), _connector='OR')), models.Q(('withdrawal_reason_nl__isnull', False), ('withdrawal_reason_nl__gt', '')), _connector='OR')), name='policy_framework_is_translated_from_dutch', violation_error_message='A translation cannot exist without its Dutch text. Write the Dutch first.'),
        ),
        migrations.AddConstraint(
            model_name='framework',
            constraint=models.CheckConstraint(condition=models.Q(('ends_on__gte', models.F('starts_on'))), name='policy_framework_ends_after_it_starts', violation_error_message='A framework cannot end before it starts.'),
        ),
        migrations.AddConstraint(
            model_name='focusentry',
            constraint=models.CheckConstraint(condition=models.Q(('text_nl__isnull', False), ('text_nl__gt', '')), name='policy_focusentry_has_a_dutch_text', violation_error_message='Fill in the Dutch text: it is the source of the others.'),
        ),
        migrations.AddConstraint(
            model_name='focusentry',
            constraint=models.UniqueConstraint(fields=('framework', 'position'), name='policy_focusentry_has_its_own_place', violation_error_message='Another entry already has this place in the list.'),
        ),
        migrations.AddConstraint(
            model_name='point',
            constraint=models.CheckConstraint(condition=models.Q(('text_nl__isnull', False), ('text_nl__gt', '')), name='policy_point_has_a_dutch_text', violation_error_message='Fill in the Dutch text: it is the source of the others.'),
        ),
    ]
