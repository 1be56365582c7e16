"""Room for who, where, when, which rule and what to do in the cause of a plan's failure."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("rota", "0008_call_answers")]

    operations = [
        migrations.AlterField(
            model_name='rotaplan',
            name='failure',
            field=models.CharField(blank=True, max_length=600, verbose_name='cause de l’échec'),
        ),
    ]
