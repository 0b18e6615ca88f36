import django.db.models.deletion
import django.utils.timezone
import portal.alerts.models.subscribers
import uuid
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):

    initial = True

    dependencies = [
        ('auth', '__first__'),
        ('contenttypes', '0002_remove_content_type_name'),
        ('publishing', '0001_initial'),
    ]

    operations = [
        migrations.CreateModel(
            name='Delivery',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('kind', models.CharField(choices=[('digest', 'Digest'), ('urgent', 'Urgent'), ('confirm', 'Confirm'), ('known', 'Known'), ('manage', 'Manage')], editable=False, max_length=7)),
                ('day', models.DateField(editable=False, null=True)),
                ('token', models.CharField(editable=False, max_length=40, unique=True)),
                ('state', models.CharField(choices=[('waiting', 'Waiting'), ('sent', 'Sent'), ('refused', 'Refused'), ('empty', 'Empty')], default='waiting', editable=False, max_length=7)),
                ('created_at', models.DateTimeField(default=django.utils.timezone.now, editable=False)),
                ('next_attempt_at', models.DateTimeField(default=django.utils.timezone.now, editable=False)),
                ('attempts', models.PositiveSmallIntegerField(default=0, editable=False)),
                ('done_at', models.DateTimeField(editable=False, null=True)),
                ('bounced_at', models.DateTimeField(editable=False, null=True)),
            ],
            options={
                'indexes': [models.Index(condition=models.Q(('state', 'waiting')), fields=['next_attempt_at'], name='alerts_delivery_unfinished')],
            },
        ),
        migrations.CreateModel(
            name='Subscriber',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('key', models.UUIDField(default=uuid.uuid4, editable=False, unique=True)),
                ('email', models.EmailField(editable=False, max_length=254, unique=True)),
                ('language', models.CharField(choices=[('nl', 'nl'), ('fr', 'fr'), ('de', 'de'), ('en', 'en')], editable=False, max_length=2)),
                ('created_at', models.DateTimeField(default=django.utils.timezone.now, editable=False)),
            ],
        ),
        migrations.CreateModel(
            name='Subject',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('kind', models.CharField(choices=[('call', 'Call'), ('series', 'Series'), ('partner', 'Partner'), ('calls', 'Calls'), ('search', 'Search'), ('changes', 'Changes')], editable=False, max_length=7)),
                ('object_id', models.PositiveBigIntegerField(default=0, editable=False)),
                ('query', models.CharField(default='', editable=False, max_length=1000)),
                ('language', models.CharField(default='', editable=False, max_length=2)),
                ('members', models.JSONField(default=list, editable=False)),
            ],
            options={
                'constraints': [models.UniqueConstraint(fields=('kind', 'object_id', 'query', 'language'), name='alerts_subject_is_there_once')],
            },
        ),
        migrations.CreateModel(
            name='Announcement',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('object_id', models.PositiveBigIntegerField(editable=False)),
                ('reason', models.CharField(choices=[('new', 'new page'), ('opening', 'opening'), ('reminder', 'reminder'), ('change', 'change'), ('moved', 'moved deadline'), ('cancelled', 'cancelled'), ('revived', 'no longer cancelled'), ('results', 'results')], editable=False, max_length=9, verbose_name='reason')),
                ('key', models.CharField(editable=False, max_length=60)),
                ('at', models.DateTimeField(editable=False, verbose_name='happened on')),
                ('found_at', models.DateTimeField(default=django.utils.timezone.now, editable=False)),
                ('due_at', models.DateTimeField(editable=False, verbose_name='goes out from')),
                ('changes', models.JSONField(default=list, editable=False)),
                ('sorted_at', models.DateTimeField(editable=False, null=True)),
                ('told_at', models.DateTimeField(editable=False, null=True)),
                ('stopped_at', models.DateTimeField(editable=False, null=True)),
                ('stopped_because', models.CharField(default='', editable=False, max_length=400)),
                ('content_type', models.ForeignKey(editable=False, on_delete=django.db.models.deletion.CASCADE, to='contenttypes.contenttype')),
                ('notes', models.ManyToManyField(editable=False, related_name='+', to='publishing.changenote')),
                ('stopped_by', models.ForeignKey(editable=False, null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('subjects', models.ManyToManyField(editable=False, related_name='+', to='alerts.subject')),
            ],
            options={
                'verbose_name': 'message to subscribers',
                'verbose_name_plural': 'messages to subscribers',
                'ordering': ['-at', '-pk'],
                'indexes': [models.Index(fields=['due_at'], name='alerts_announcement_due')],
                'constraints': [models.UniqueConstraint(fields=('content_type', 'object_id', 'reason', 'key'), name='alerts_announcement_is_made_once')],
            },
        ),
        migrations.CreateModel(
            name='Notice',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('dropped_at', models.DateTimeField(editable=False, null=True)),
                ('announcement', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='notices', to='alerts.announcement')),
                ('delivery', models.ForeignKey(editable=False, null=True, on_delete=django.db.models.deletion.CASCADE, related_name='notices', to='alerts.delivery')),
                ('subscriber', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='notices', to='alerts.subscriber')),
            ],
            options={
                'indexes': [models.Index(condition=models.Q(('delivery__isnull', True), ('dropped_at__isnull', True)), fields=['subscriber'], name='alerts_notice_waiting')],
                'constraints': [models.UniqueConstraint(fields=('subscriber', 'announcement'), name='alerts_notice_is_told_once')],
            },
        ),
        migrations.AddField(
            model_name='delivery',
            name='subscriber',
            field=models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='deliveries', to='alerts.subscriber'),
        ),
        migrations.CreateModel(
            name='Subscription',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('reminders', models.JSONField(default=portal.alerts.models.subscribers.usual_reminders, editable=False)),
                ('asked_at', models.DateTimeField(default=django.utils.timezone.now, editable=False)),
                ('confirmed_at', models.DateTimeField(editable=False, null=True)),
                ('subject', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='subscriptions', to='alerts.subject')),
                ('subscriber', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='subscriptions', to='alerts.subscriber')),
            ],
            options={
                'ordering': ['pk'],
                'indexes': [models.Index(fields=['subject', 'confirmed_at'], name='alerts_by_subject')],
                'constraints': [models.UniqueConstraint(fields=('subscriber', 'subject'), name='alerts_subscription_follows_once')],
            },
        ),
        migrations.AddField(
            model_name='delivery',
            name='subscription',
            field=models.ForeignKey(editable=False, null=True, on_delete=django.db.models.deletion.CASCADE, related_name='+', to='alerts.subscription'),
        ),
        migrations.CreateModel(
            name='SignUp',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('kind', models.CharField(choices=[('follow', 'Follow'), ('manage', 'Manage')], editable=False, max_length=6)),
                ('email', models.CharField(editable=False, max_length=320)),
                ('language', models.CharField(choices=[('nl', 'nl'), ('fr', 'fr'), ('de', 'de'), ('en', 'en')], editable=False, max_length=2)),
                ('address', models.CharField(editable=False, max_length=64)),
                ('network', models.CharField(editable=False, max_length=64)),
                ('at', models.DateTimeField(default=django.utils.timezone.now, editable=False)),
                ('handled', models.BooleanField(default=False, editable=False)),
                ('subject', models.ForeignKey(null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to='alerts.subject')),
            ],
            options={
                'indexes': [models.Index(fields=['network', 'at'], name='alerts_signups_from_a_network'), models.Index(fields=['address', 'at'], name='alerts_signups_of_an_address')],
            },
        ),
        migrations.AddConstraint(
            model_name='delivery',
            constraint=models.UniqueConstraint(condition=models.Q(('kind', 'digest'), models.Q(('state', 'empty'), _negated=True)), fields=('subscriber', 'day'), name='alerts_delivery_is_the_only_digest_of_its_day'),
        ),
    ]
