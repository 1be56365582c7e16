"""What those who got a call answered, and whether they were told that nothing is left."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("rota", "0007_secretaries")]

    operations = [
        migrations.AddField(
            model_name='callinvitation',
            name='declined_at',
            field=models.DateTimeField(blank=True, null=True, verbose_name='a répondu ne pas pouvoir le'),
        ),
        migrations.AddField(
            model_name='callinvitation',
            name='told_gone_at',
            field=models.DateTimeField(blank=True, null=True, verbose_name='prévenu que tout est pris le'),
        ),
    ]
