import django.contrib.postgres.operations
import django.db.models.deletion
import django.utils.timezone
import portal.publishing.fields.upload
from django.db import migrations, models


class Migration(migrations.Migration):

    initial = True

    dependencies = [
        ('contenttypes', '0002_remove_content_type_name'),
    ]

    operations = [
        django.contrib.postgres.operations.UnaccentExtension(
        ),
        migrations.CreateModel(
            name='Contact',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('name', models.CharField(help_text='For example: Team internationaal', max_length=1000, verbose_name='team or role')),
                ('name_nl', models.CharField(help_text='For example: Team internationaal', max_length=1000, null=True, verbose_name='team or role')),
                ('name_fr', models.CharField(help_text='For example: Team internationaal', max_length=1000, null=True, verbose_name='team or role')),
                ('name_de', models.CharField(help_text='For example: Team internationaal', max_length=1000, null=True, verbose_name='team or role')),
                ('name_en', models.CharField(help_text='For example: Team internationaal', max_length=1000, null=True, verbose_name='team or role')),
                ('organisation', models.CharField(blank=True, max_length=1000, verbose_name='organisation')),
                ('organisation_nl', models.CharField(blank=True, max_length=1000, null=True, verbose_name='organisation')),
                ('organisation_fr', models.CharField(blank=True, max_length=1000, null=True, verbose_name='organisation')),
                ('organisation_de', models.CharField(blank=True, max_length=1000, null=True, verbose_name='organisation')),
                ('organisation_en', models.CharField(blank=True, max_length=1000, null=True, verbose_name='organisation')),
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
                ('file', models.FileField(blank=True, max_length=300, upload_to=portal.publishing.fields.upload.stored_path, verbose_name='file')),
                ('url', models.URLField(blank=True, max_length=600, verbose_name='or its web address')),
                ('size', models.PositiveBigIntegerField(editable=False, null=True, verbose_name='size in bytes')),
                ('pages', models.PositiveIntegerField(editable=False, null=True, verbose_name='pages')),
                ('sha256', models.CharField(blank=True, editable=False, max_length=64, verbose_name='SHA-256')),
                ('is_accessible', models.BooleanField(blank=True, help_text='Can a screen reader read it? Choose “Unknown” if you are not sure.', null=True, verbose_name='accessible')),
                ('position', models.PositiveSmallIntegerField(default=0, verbose_name='order')),
                ('content_type', models.ForeignKey(editable=False, on_delete=django.db.models.deletion.CASCADE, to='contenttypes.contenttype')),
            ],
            options={
                'verbose_name': 'document',
                'verbose_name_plural': 'documents',
                'ordering': ['position', 'id'],
                'abstract': False,
                'indexes': [models.Index(fields=['content_type', 'object_id'], name='document_record')],
                'constraints': [models.CheckConstraint(condition=models.Q(('title_nl__isnull', False), ('title_nl__gt', '')), name='publishing_document_has_a_dutch_text', violation_error_message='Fill in the Dutch text: it is the source of the others.'), models.CheckConstraint(condition=models.Q(models.Q(('file', ''), _negated=True), models.Q(('url', ''), _negated=True), _connector='OR'), name='publishing_document_has_a_file_or_an_address', violation_error_message='Choose a file or give a web address.'), models.CheckConstraint(condition=models.Q(('file', ''), ('url', ''), _connector='OR'), name='publishing_document_has_a_file_or_an_address_not_both', violation_error_message='Choose a file or give a web address, not both.')],
            },
        ),
        migrations.CreateModel(
            name='FormerFile',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('file', models.FileField(editable=False, max_length=300, upload_to='')),
                ('size', models.PositiveBigIntegerField(editable=False, null=True)),
                ('pages', models.PositiveIntegerField(editable=False, null=True)),
                ('sha256', models.CharField(blank=True, editable=False, max_length=64)),
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
            name='OldSlug',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('object_id', models.PositiveBigIntegerField()),
                ('slug', models.SlugField(max_length=120, verbose_name='former address')),
                ('content_type', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, to='contenttypes.contenttype', verbose_name='type of page')),
            ],
            options={
                'verbose_name': 'former address',
                'verbose_name_plural': 'former addresses',
                'ordering': ['slug'],
                'constraints': [models.UniqueConstraint(fields=('content_type', 'slug'), name='publishing_oldslug_leads_to_one_thing')],
            },
        ),
        migrations.CreateModel(
            name='Source',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('object_id', models.PositiveBigIntegerField(editable=False)),
                ('title', models.CharField(help_text='As it calls itself, not translated. For example: Kunstenpunt', max_length=1000, verbose_name='name of the source')),
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
                'indexes': [models.Index(fields=['content_type', 'object_id'], name='source_record')],
                'constraints': [models.CheckConstraint(condition=models.Q(models.Q(models.Q(('note_fr', ''), ('note_fr__isnull', True), _connector='OR'), models.Q(('note_de', ''), ('note_de__isnull', True), _connector='OR'), models.Q(('note_en', ''), ('note_en__isnull', True), _connector='OR')), models.Q(('note_nl__isnull', False), ('note_nl__gt', '')), _connector='OR'), name='publishing_source_is_translated_from_dutch', violation_error_message='A translation cannot exist without its Dutch text. Write the Dutch first.'), models.CheckConstraint(condition=models.Q(models.Q(('confidence', 'conflicting'), _negated=True), models.Q(('note_nl__isnull', False), ('note_nl__gt', '')), _connector='OR'), name='publishing_source_says_what_disagrees', violation_error_message='Say in Dutch what the sources disagree on.')],
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
    ]
