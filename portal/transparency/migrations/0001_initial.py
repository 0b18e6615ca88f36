import django.db.models.deletion
import django.utils.timezone
from django.db import migrations, models


class Migration(migrations.Migration):

    initial = True

    dependencies = [
    ]

    operations = [
        migrations.CreateModel(
            name='Log',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('number', models.PositiveIntegerField(editable=False, unique=True)),
                ('begun_at', models.DateTimeField(default=django.utils.timezone.now, editable=False)),
                ('lost', models.TextField(editable=False)),
            ],
            options={
                'ordering': ['number'],
            },
        ),
        migrations.CreateModel(
            name='TrailCheck',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('at', models.DateTimeField(default=django.utils.timezone.now, editable=False)),
                ('leaves', models.PositiveBigIntegerField(editable=False)),
                ('findings', models.JSONField(default=list, editable=False)),
            ],
            options={
                'ordering': ['-pk'],
            },
        ),
        migrations.CreateModel(
            name='Leaf',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('index', models.PositiveBigIntegerField(editable=False, null=True, unique=True)),
                ('kind', models.CharField(editable=False, max_length=10)),
                ('subject', models.CharField(editable=False, max_length=100)),
                ('data', models.CharField(editable=False, max_length=64)),
                ('at', models.DateTimeField(editable=False)),
                ('salt', models.CharField(editable=False, max_length=32)),
            ],
            options={
                'verbose_name_plural': 'leaves',
                'ordering': ['index'],
                'indexes': [models.Index(fields=['kind', 'subject'], name='leaf_of_a_subject')],
            },
        ),
        migrations.CreateModel(
            name='Checkpoint',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('size', models.PositiveBigIntegerField(editable=False)),
                ('root', models.CharField(editable=False, max_length=64)),
                ('signed_note', models.TextField(editable=False)),
                ('at', models.DateTimeField(default=django.utils.timezone.now, editable=False)),
                ('log', models.ForeignKey(editable=False, on_delete=django.db.models.deletion.PROTECT, to='transparency.log')),
            ],
            options={
                'ordering': ['-pk'],
                'indexes': [models.Index(fields=['size'], name='checkpoint_by_size')],
            },
        ),
        migrations.CreateModel(
            name='Tile',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('level', models.PositiveSmallIntegerField(editable=False)),
                ('number', models.PositiveBigIntegerField(editable=False)),
                ('hashes', models.BinaryField()),
            ],
            options={
                'ordering': ['level', 'number'],
                'constraints': [models.UniqueConstraint(fields=('level', 'number'), name='transparency_tile_is_the_only_one')],
            },
        ),
        migrations.CreateModel(
            name='Timestamp',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('response', models.BinaryField()),
                ('kept_at', models.DateTimeField(default=django.utils.timezone.now, editable=False)),
                ('checkpoint', models.OneToOneField(editable=False, on_delete=django.db.models.deletion.PROTECT, to='transparency.checkpoint')),
            ],
            options={
                'ordering': ['-pk'],
            },
        ),
    ]
