import django.contrib.postgres.operations
import django.core.validators
import django.db.models.deletion
import django.utils.timezone
import secrets
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):

    initial = True

    dependencies = [
        ('contenttypes', '0002_remove_content_type_name'),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        django.contrib.postgres.operations.UnaccentExtension(),  # does nothing on SQLite
        migrations.CreateModel(
            name='Link',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('address', models.TextField(verbose_name='address')),
                ('mark', models.CharField(editable=False, max_length=64, unique=True)),
                ('state', models.CharField(choices=[('new', 'not looked at yet'), ('good', 'works'), ('moved', 'moved'), ('refused', 'refused us, cannot tell'), ('failing', 'fails, is tried again'), ('broken', 'broken')], db_index=True, default='new', max_length=7, verbose_name='state of the link')),
                ('state_since', models.DateTimeField(default=django.utils.timezone.now)),
                ('looked_at', models.DateTimeField(null=True, verbose_name='last looked at')),
                ('good_at', models.DateTimeField(null=True, verbose_name='last good')),
                ('failed_since', models.DateTimeField(null=True, verbose_name='failed since')),
                ('failures', models.PositiveIntegerField(default=0, verbose_name='failures in a row')),
                ('answer', models.CharField(blank=True, max_length=20, verbose_name='answer')),
                ('moved_to', models.TextField(blank=True, verbose_name='moved to')),
            ],
            options={
                'verbose_name': 'link',
                'verbose_name_plural': 'links',
                'ordering': ['address'],
            },
        ),
        migrations.CreateModel(
            name='Redirect',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('old', models.CharField(error_messages={'unique': 'There is a redirect from this address already.'}, help_text='As readers still find it in letters and on other sites, such as /nl/oud/.', max_length=300, unique=True, verbose_name='old address')),
                ('new', models.CharField(help_text='A page of this site, such as /nl/partners/, or a whole https:// address.', max_length=600, verbose_name='leads to')),
                ('note', models.CharField(blank=True, help_text='Only editors see this. For example: “Printed in the brochure of 2024.”', max_length=300, verbose_name='note')),
                ('made_at', models.DateTimeField(default=django.utils.timezone.now, editable=False, verbose_name='made on')),
            ],
            options={
                'verbose_name': 'redirect',
                'verbose_name_plural': 'redirects',
                'ordering': ['old'],
            },
        ),
        migrations.CreateModel(
            name='Contact',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('name', models.CharField(help_text='For example: Team internationaal', max_length=200, verbose_name='team or role')),
                ('name_nl', models.CharField(help_text='For example: Team internationaal', max_length=200, null=True, verbose_name='team or role')),
                ('name_fr', models.CharField(help_text='For example: Team internationaal', max_length=200, null=True, verbose_name='team or role')),
                ('name_de', models.CharField(help_text='For example: Team internationaal', max_length=200, null=True, verbose_name='team or role')),
                ('name_en', models.CharField(help_text='For example: Team internationaal', max_length=200, null=True, verbose_name='team or role')),
                ('organisation', models.CharField(blank=True, max_length=200, verbose_name='organisation')),
                ('organisation_nl', models.CharField(blank=True, max_length=200, null=True, verbose_name='organisation')),
                ('organisation_fr', models.CharField(blank=True, max_length=200, null=True, verbose_name='organisation')),
                ('organisation_de', models.CharField(blank=True, max_length=200, null=True, verbose_name='organisation')),
                ('organisation_en', models.CharField(blank=True, max_length=200, null=True, verbose_name='organisation')),
                ('email', models.EmailField(blank=True, max_length=254, verbose_name='e-mail')),
                ('phone', models.CharField(blank=True, max_length=40, verbose_name='telephone')),
                ('url', models.URLField(blank=True, max_length=600, verbose_name='web address')),
                ('address', models.CharField(blank=True, max_length=300, verbose_name='postal address')),
                ('address_nl', models.CharField(blank=True, max_length=300, null=True, verbose_name='postal address')),
                ('address_fr', models.CharField(blank=True, max_length=300, null=True, verbose_name='postal address')),
                ('address_de', models.CharField(blank=True, max_length=300, null=True, verbose_name='postal address')),
                ('address_en', models.CharField(blank=True, max_length=300, null=True, verbose_name='postal address')),
            ],
            options={
                'verbose_name': 'contact',
                'verbose_name_plural': 'contacts',
                'ordering': ['name_nl'],
                'constraints': [models.CheckConstraint(condition=models.Q(('name_nl__isnull', False), ('name_nl__gt', '')), name='publishing_contact_has_a_dutch_text', violation_error_message='Fill in the Dutch text: it is the source of the others.'), models.CheckConstraint(condition=models.Q(models.Q(models.Q(models.Q(('organisation_fr', ''), ('organisation_fr__isnull', True), _connector='OR'), models.Q(('organisation_de', ''), ('organisation_de__isnull', True), _connector='OR'), models.Q(('organisation_en', ''), ('organisation_en__isnull', True), _connector='OR')), models.Q(('organisation_nl__isnull', False), ('organisation_nl__gt', '')), _connector='OR'), models.Q(models.Q(models.Q(('address_fr', ''), ('address_fr__isnull', True), _connector='OR'), models.Q(('address_de', ''), ('address_de__isnull', True), _connector='OR'), models.Q(('address_en', ''), ('address_en__isnull', True), _connector='OR')), models.Q(('address_nl__isnull', False), ('address_nl__gt', '')), _connector='OR')), name='publishing_contact_is_translated_from_dutch', violation_error_message='A translation cannot exist without its Dutch text. Write the Dutch first.'), models.CheckConstraint(condition=models.Q(('email', ''), ('phone', ''), ('url', ''), models.Q(('address_nl', ''), ('address_nl__isnull', True), _connector='OR'), _negated=True), name='publishing_contact_can_be_reached', violation_error_message='Give at least one way to reach this contact.')],
            },
        ),
        migrations.CreateModel(
            name='Document',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('object_id', models.PositiveBigIntegerField(editable=False)),
                ('title', models.CharField(max_length=200, verbose_name='title')),
                ('title_nl', models.CharField(max_length=200, null=True, verbose_name='title')),
                ('title_fr', models.CharField(max_length=200, null=True, verbose_name='title')),
                ('title_de', models.CharField(max_length=200, null=True, verbose_name='title')),
                ('title_en', models.CharField(max_length=200, null=True, verbose_name='title')),
                ('kind', models.CharField(choices=[('form', 'application form'), ('regulations', 'regulations'), ('text', 'text of the agreement'), ('results', 'results'), ('other', 'other document')], default='other', max_length=12, verbose_name='kind')),
                ('languages', models.JSONField(blank=True, default=list, verbose_name='languages of the document')),
                ('file', models.FileField(blank=True, upload_to='documenten/%Y/', validators=[django.core.validators.FileExtensionValidator(['pdf', 'docx', 'odt', 'xlsx', 'ods', 'csv'])], verbose_name='file')),
                ('url', models.URLField(blank=True, max_length=600, verbose_name='or its web address')),
                ('size', models.PositiveBigIntegerField(editable=False, null=True, verbose_name='size in bytes')),
                ('pages', models.PositiveIntegerField(editable=False, null=True, verbose_name='pages')),
                ('is_accessible', models.BooleanField(blank=True, help_text='Can a screen reader read it? Unknown if unsure.', null=True, verbose_name='accessible')),
                ('position', models.PositiveSmallIntegerField(default=0, verbose_name='order')),
                ('content_type', models.ForeignKey(editable=False, on_delete=django.db.models.deletion.CASCADE, to='contenttypes.contenttype')),
            ],
            options={
                'verbose_name': 'document',
                'verbose_name_plural': 'documents',
                'ordering': ['position', 'id'],
                'abstract': False,
            },
        ),
        migrations.CreateModel(
            name='Draft',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('object_id', models.PositiveBigIntegerField()),
                ('step', models.CharField(choices=[('writing', 'draft'), ('review', 'in review'), ('approved', 'approved')], default='writing', max_length=8)),
                ('form', models.JSONField(blank=True, default=list)),
                ('seen', models.JSONField(blank=True, default=dict)),
                ('saved_at', models.DateTimeField(default=django.utils.timezone.now)),
                ('asked_at', models.DateTimeField(blank=True, null=True)),
                ('live_at', models.DateTimeField(blank=True, null=True)),
                ('remark', models.CharField(blank=True, max_length=1000)),
                ('failure', models.CharField(blank=True, max_length=1000)),
                ('approved_by', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('author', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='drafts', to=settings.AUTH_USER_MODEL)),
                ('content_type', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, to='contenttypes.contenttype')),
            ],
            options={
                'verbose_name': 'draft',
                'verbose_name_plural': 'drafts',
                'ordering': ['saved_at'],
                'permissions': [('publish_page', 'Can publish and withdraw pages'), ('publish_alone', 'Can publish own work, with a reason'), ('translate_fr', 'Can translate into French'), ('translate_de', 'Can translate into German'), ('translate_en', 'Can translate into English')],
            },
        ),
        migrations.CreateModel(
            name='DraftFile',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('field', models.CharField(max_length=200)),
                ('file', models.FileField(upload_to='ontwerpen/%Y/')),
                ('original_name', models.CharField(max_length=200)),
                ('draft', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='files', to='publishing.draft')),
            ],
        ),
        migrations.CreateModel(
            name='FormerFile',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('file', models.FileField(editable=False, max_length=200, upload_to='')),
                ('size', models.PositiveBigIntegerField(editable=False, null=True)),
                ('pages', models.PositiveIntegerField(editable=False, null=True)),
                ('until', models.DateTimeField(default=django.utils.timezone.now, editable=False)),
                ('document', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='former', to='publishing.document')),
            ],
            options={
                'verbose_name': 'former file',
                'verbose_name_plural': 'former files',
                'ordering': ['-until', '-id'],
            },
        ),
        migrations.CreateModel(
            name='LinkPlace',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('object_id', models.PositiveBigIntegerField()),
                ('part', models.CharField(max_length=100)),
                ('field', models.CharField(max_length=100)),
                ('language', models.CharField(blank=True, choices=[('nl', 'nl'), ('fr', 'fr'), ('de', 'de'), ('en', 'en')], max_length=2)),
                ('content_type', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, to='contenttypes.contenttype')),
                ('link', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='places', to='publishing.link')),
            ],
            options={
                'ordering': ['content_type', 'object_id', 'part', 'field'],
            },
        ),
        migrations.CreateModel(
            name='OldSlug',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('object_id', models.PositiveBigIntegerField()),
                ('slug', models.SlugField(max_length=120, verbose_name='former address')),
                ('content_type', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, to='contenttypes.contenttype', verbose_name='kind of page')),
            ],
            options={
                'verbose_name': 'former address',
                'verbose_name_plural': 'former addresses',
                'ordering': ['slug'],
            },
        ),
        migrations.CreateModel(
            name='Opened',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('object_id', models.PositiveBigIntegerField()),
                ('at', models.DateTimeField(default=django.utils.timezone.now)),
                ('content_type', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, to='contenttypes.contenttype')),
                ('user', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='+', to=settings.AUTH_USER_MODEL)),
            ],
        ),
        migrations.CreateModel(
            name='PreviewLink',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('token', models.CharField(default=secrets.token_urlsafe, max_length=43, unique=True)),
                ('made_at', models.DateTimeField(default=django.utils.timezone.now)),
                ('revoked_at', models.DateTimeField(blank=True, null=True)),
                ('draft', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='links', to='publishing.draft')),
                ('made_by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
            ],
            options={
                'ordering': ['-made_at'],
            },
        ),
        migrations.CreateModel(
            name='PublicVersion',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('object_id', models.PositiveBigIntegerField(editable=False)),
                ('language', models.CharField(choices=[('nl', 'nl'), ('fr', 'fr'), ('de', 'de'), ('en', 'en')], editable=False, max_length=2)),
                ('public_from', models.DateTimeField(editable=False)),
                ('public_until', models.DateTimeField(editable=False, null=True)),
                ('title', models.CharField(editable=False, max_length=400)),
                ('title_language', models.CharField(editable=False, max_length=2)),
                ('main', models.TextField(editable=False)),
                ('facts', models.JSONField(editable=False)),
                ('facts_hash', models.CharField(editable=False, max_length=64)),
                ('content_hash', models.CharField(editable=False, max_length=64)),
                ('made_at', models.DateTimeField(auto_now_add=True)),
                ('content_type', models.ForeignKey(editable=False, on_delete=django.db.models.deletion.PROTECT, to='contenttypes.contenttype')),
            ],
            options={
                'verbose_name': 'public version',
                'verbose_name_plural': 'public versions',
                'ordering': ['-public_from'],
            },
        ),
        migrations.CreateModel(
            name='Source',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('object_id', models.PositiveBigIntegerField(editable=False)),
                ('title', models.CharField(help_text='As it calls itself, not translated. For example: Kunstenpunt', max_length=200, verbose_name='name of the source')),
                ('url', models.URLField(max_length=600, verbose_name='web address')),
                ('language', models.CharField(choices=[('nl', 'Dutch'), ('fr', 'French'), ('de', 'German'), ('en', 'English'), ('other', 'another language')], default='nl', max_length=5, verbose_name='language')),
                ('checked_on', models.DateField(verbose_name='checked on')),
                ('confidence', models.CharField(choices=[('confirmed', 'read in this source'), ('conflicting', 'sources disagree')], default='confirmed', max_length=12, verbose_name='confidence')),
                ('note', models.CharField(blank=True, help_text='What this source says differently. For example: “This page says 94.”', max_length=400, verbose_name='note')),
                ('note_nl', models.CharField(blank=True, help_text='What this source says differently. For example: “This page says 94.”', max_length=400, null=True, verbose_name='note')),
                ('note_fr', models.CharField(blank=True, help_text='What this source says differently. For example: “This page says 94.”', max_length=400, null=True, verbose_name='note')),
                ('note_de', models.CharField(blank=True, help_text='What this source says differently. For example: “This page says 94.”', max_length=400, null=True, verbose_name='note')),
                ('note_en', models.CharField(blank=True, help_text='What this source says differently. For example: “This page says 94.”', max_length=400, null=True, verbose_name='note')),
                ('content_type', models.ForeignKey(editable=False, on_delete=django.db.models.deletion.CASCADE, to='contenttypes.contenttype')),
            ],
            options={
                'verbose_name': 'source',
                'verbose_name_plural': 'sources',
                'ordering': ['id'],
                'abstract': False,
            },
        ),
        migrations.CreateModel(
            name='Version',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('object_id', models.PositiveBigIntegerField(editable=False)),
                ('name', models.CharField(editable=False, max_length=400, verbose_name='of what')),
                ('at', models.DateTimeField(editable=False, verbose_name='when')),
                ('person', models.CharField(editable=False, max_length=150, verbose_name='user name then')),
                ('did', models.CharField(choices=[('made', 'made'), ('changed', 'changed'), ('removed', 'removed'), ('found', 'found, made outside the desk')], editable=False, max_length=7, verbose_name='what happened')),
                ('note', models.TextField(editable=False, verbose_name='note')),
                ('data', models.JSONField(editable=False)),
                ('previous', models.CharField(editable=False, max_length=64, unique=True, verbose_name='hash before it')),
                ('hash', models.CharField(editable=False, max_length=64, verbose_name='hash')),
                ('by', models.ForeignKey(editable=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='who')),
                ('content_type', models.ForeignKey(editable=False, on_delete=django.db.models.deletion.PROTECT, to='contenttypes.contenttype', verbose_name='kind')),
            ],
            options={
                'verbose_name': 'entry of the logbook',
                'verbose_name_plural': 'logbook',
                'ordering': ['-pk'],
            },
        ),
        migrations.CreateModel(
            name='ChangeNote',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('object_id', models.PositiveBigIntegerField(editable=False)),
                ('at', models.DateTimeField(default=django.utils.timezone.now, verbose_name='when')),
                ('text', models.CharField(help_text='What is different. For example: “Deadline extended from 1 to 15 March.”', max_length=1000, verbose_name='what changed')),
                ('text_nl', models.CharField(help_text='What is different. For example: “Deadline extended from 1 to 15 March.”', max_length=1000, null=True, verbose_name='what changed')),
                ('text_fr', models.CharField(help_text='What is different. For example: “Deadline extended from 1 to 15 March.”', max_length=1000, null=True, verbose_name='what changed')),
                ('text_de', models.CharField(help_text='What is different. For example: “Deadline extended from 1 to 15 March.”', max_length=1000, null=True, verbose_name='what changed')),
                ('text_en', models.CharField(help_text='What is different. For example: “Deadline extended from 1 to 15 March.”', max_length=1000, null=True, verbose_name='what changed')),
                ('content_type', models.ForeignKey(editable=False, on_delete=django.db.models.deletion.CASCADE, to='contenttypes.contenttype')),
            ],
            options={
                'verbose_name': 'public change',
                'verbose_name_plural': 'public changes',
                'ordering': ['-at', '-id'],
                'abstract': False,
                'indexes': [models.Index(fields=['content_type', 'object_id'], name='changenote_record'), models.Index(fields=['-at'], name='changenote_newest_first')],
                'constraints': [models.CheckConstraint(condition=models.Q(('text_nl__isnull', False), ('text_nl__gt', '')), name='publishing_changenote_has_a_dutch_text', violation_error_message='Fill in the Dutch text: it is the source of the others.')],
            },
        ),
        migrations.AddIndex(
            model_name='document',
            index=models.Index(fields=['content_type', 'object_id'], name='document_record'),
        ),
        migrations.AddConstraint(
            model_name='document',
            constraint=models.CheckConstraint(condition=models.Q(('title_nl__isnull', False), ('title_nl__gt', '')), name='publishing_document_has_a_dutch_text', violation_error_message='Fill in the Dutch text: it is the source of the others.'),
        ),
        migrations.AddConstraint(
            model_name='document',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('file', ''), models.Q(('url', ''), _negated=True)), models.Q(models.Q(('file', ''), _negated=True), ('url', '')), _connector='OR'), name='publishing_document_is_a_file_or_an_address', violation_error_message='Choose a file or give a web address, not both.'),
        ),
        migrations.AddIndex(
            model_name='draft',
            index=models.Index(fields=['step', 'live_at'], name='draft_by_step'),
        ),
        migrations.AddConstraint(
            model_name='draft',
            constraint=models.UniqueConstraint(fields=('content_type', 'object_id'), name='publishing_draft_is_the_only_one'),
        ),
        migrations.AddConstraint(
            model_name='draft',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('step', 'approved'), _negated=True), models.Q(('approved_by__isnull', False), ('live_at__isnull', False)), _connector='OR'), name='publishing_draft_approved_knows_by_whom_and_from_when'),
        ),
        migrations.AddIndex(
            model_name='linkplace',
            index=models.Index(fields=['content_type', 'object_id'], name='linkplace_record'),
        ),
        migrations.AddConstraint(
            model_name='linkplace',
            constraint=models.UniqueConstraint(fields=('link', 'content_type', 'object_id', 'part', 'field'), name='publishing_linkplace_is_named_once'),
        ),
        migrations.AddConstraint(
            model_name='oldslug',
            constraint=models.UniqueConstraint(fields=('content_type', 'slug'), name='publishing_oldslug_leads_to_one_thing'),
        ),
        migrations.AddConstraint(
            model_name='opened',
            constraint=models.UniqueConstraint(fields=('content_type', 'object_id', 'user'), name='publishing_opened_once_by_each_person'),
        ),
        migrations.AddConstraint(
            model_name='publicversion',
            constraint=models.UniqueConstraint(fields=('content_type', 'object_id', 'language', 'public_from'), name='publishing_publicversion_begins_once_in_each_language'),
        ),
        migrations.AddConstraint(
            model_name='publicversion',
            constraint=models.UniqueConstraint(condition=models.Q(('public_until__isnull', True)), fields=('content_type', 'object_id', 'language'), name='publishing_publicversion_is_the_only_current_one'),
        ),
        migrations.AddConstraint(
            model_name='publicversion',
            constraint=models.CheckConstraint(condition=models.Q(('public_until__isnull', True), ('public_until__gt', models.F('public_from')), _connector='OR'), name='publishing_publicversion_ends_after_it_began'),
        ),
        migrations.AddIndex(
            model_name='source',
            index=models.Index(fields=['content_type', 'object_id'], name='source_record'),
        ),
        migrations.AddConstraint(
            model_name='source',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(models.Q(('note_fr', ''), ('note_fr__isnull', True), _connector='OR'), models.Q(('note_de', ''), ('note_de__isnull', True), _connector='OR'), models.Q(('note_en', ''), ('note_en__isnull', True), _connector='OR')), models.Q(('note_nl__isnull', False), ('note_nl__gt', '')), _connector='OR'), name='publishing_source_is_translated_from_dutch', violation_error_message='A translation cannot exist without its Dutch text. Write the Dutch first.'),
        ),
        migrations.AddConstraint(
            model_name='source',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('confidence', 'conflicting'), _negated=True), models.Q(('note_nl__isnull', False), ('note_nl__gt', '')), _connector='OR'), name='publishing_source_says_what_disagrees', violation_error_message='Say in Dutch on what the sources disagree.'),
        ),
        migrations.AddIndex(
            model_name='version',
            index=models.Index(fields=['content_type', 'object_id'], name='version_of_a_record'),
        ),
    ]
