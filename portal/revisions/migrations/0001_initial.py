import django.db.models.deletion
import django.utils.timezone
import secrets
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):

    initial = True

    dependencies = [
        ('auth', '__first__'),
        ('contenttypes', '0002_remove_content_type_name'),
    ]

    operations = [
        migrations.CreateModel(
            name='Draft',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('object_id', models.PositiveBigIntegerField()),
                ('step', models.CharField(choices=[('writing', 'draft'), ('review', 'in review'), ('approved', 'approved')], default='writing', max_length=8)),
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
                'indexes': [models.Index(fields=['step', 'live_at'], name='draft_by_step')],
                'constraints': [models.UniqueConstraint(fields=('content_type', 'object_id'), name='revisions_draft_is_the_only_one')],
            },
        ),
        migrations.CreateModel(
            name='PreviewLink',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('token', models.CharField(default=secrets.token_urlsafe, max_length=43, unique=True)),
                ('made_at', models.DateTimeField(default=django.utils.timezone.now)),
                ('revoked_at', models.DateTimeField(blank=True, null=True)),
                ('draft', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='links', to='revisions.draft')),
                ('made_by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
            ],
            options={
                'ordering': ['-made_at'],
            },
        ),
        migrations.CreateModel(
            name='Revision',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('object_id', models.PositiveBigIntegerField(editable=False)),
                ('name', models.CharField(editable=False, max_length=400, verbose_name='of what')),
                ('at', models.DateTimeField(editable=False, verbose_name='when')),
                ('person', models.CharField(editable=False, max_length=150, verbose_name='user name at the time')),
                ('action', models.CharField(choices=[('made', 'made'), ('changed', 'changed'), ('removed', 'removed'), ('found', 'found, created outside the desk'), ('drafted', 'draft kept'), ('set aside', 'set aside, someone else changed the same'), ('asked', 'review asked'), ('sent back', 'sent back'), ('approved', 'approved'), ('replanned', 'goes live at another instant'), ('cancelled', 'plan cancelled'), ('dropped', 'draft thrown away'), ('failed', 'could not go live'), ('erased', 'personal data erased')], editable=False, max_length=9, verbose_name='what happened')),
                ('note', models.TextField(editable=False, verbose_name='note')),
                ('data', models.JSONField(editable=False)),
                ('notice', models.JSONField(default=dict, editable=False)),
                ('files', models.JSONField(default=dict, editable=False)),
                ('previous', models.CharField(editable=False, max_length=64, unique=True, verbose_name='previous hash')),
                ('hash', models.CharField(editable=False, max_length=64, verbose_name='hash')),
                ('base', models.ForeignKey(editable=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='begun', to='revisions.revision')),
                ('by', models.ForeignKey(editable=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='who')),
                ('content_type', models.ForeignKey(editable=False, on_delete=django.db.models.deletion.PROTECT, to='contenttypes.contenttype', verbose_name='kind')),
                ('live', models.ForeignKey(editable=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='revisions.revision')),
            ],
            options={
                'verbose_name': 'entry of the logbook',
                'verbose_name_plural': 'logbook',
                'ordering': ['-pk'],
                'indexes': [models.Index(fields=['content_type', 'object_id'], name='revision_of_a_record')],
            },
        ),
        migrations.AddField(
            model_name='draft',
            name='approved',
            field=models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='revisions.revision'),
        ),
        migrations.AddField(
            model_name='draft',
            name='revision',
            field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='revisions.revision'),
        ),
        migrations.CreateModel(
            name='EditSession',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('object_id', models.PositiveBigIntegerField()),
                ('at', models.DateTimeField(default=django.utils.timezone.now)),
                ('content_type', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, to='contenttypes.contenttype')),
                ('user', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='+', to=settings.AUTH_USER_MODEL)),
            ],
            options={
                'constraints': [models.UniqueConstraint(fields=('content_type', 'object_id', 'user'), name='revisions_editsession_once_by_each_person')],
            },
        ),
        migrations.AddConstraint(
            model_name='draft',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('approved__isnull', True), ('approved_by__isnull', True), ('live_at__isnull', True)), models.Q(('approved__isnull', False), ('approved_by__isnull', False), ('live_at__isnull', False)), _connector='OR'), name='revisions_draft_approved_knows_by_whom_and_from_when'),
        ),
    ]
