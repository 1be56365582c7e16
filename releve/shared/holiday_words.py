"""The public holidays of France and its shores by name, so that a screen can say them in another language."""

from django.utils.translation import gettext, gettext_noop

# As the holidays library names them in French, with typographic apostrophes.
HOLIDAYS = frozenset(
    {
        gettext_noop("Abolition de l’esclavage"),
        gettext_noop("Armistice"),
        gettext_noop("Arrivée de l’Évangile"),
        gettext_noop("Ascension"),
        gettext_noop("Assomption"),
        gettext_noop("Fête de Victor Schoelcher"),
        gettext_noop("Fête de la Citoyenneté"),
        gettext_noop("Fête de la Victoire"),
        gettext_noop("Fête de l’autonomie"),
        gettext_noop("Fête du Territoire"),
        gettext_noop("Fête du Travail"),
        gettext_noop("Fête nationale"),
        gettext_noop("Jour de l’an"),
        gettext_noop("Lundi de Pentecôte"),
        gettext_noop("Lundi de Pâques"),
        gettext_noop("Matāri’i"),
        gettext_noop("Mi-Carême"),
        gettext_noop("Noël"),
        gettext_noop("Saint Pierre Chanel"),
        gettext_noop("Saint-Étienne"),
        gettext_noop("Saints Pierre et Paul"),
        gettext_noop("Toussaint"),
        gettext_noop("Vendredi saint"),
    }
)


def closure_words(label: str) -> str:
    """Return why an office is closed: a holiday in the reader's language, anything else as it was typed."""
    return gettext(label) if label in HOLIDAYS else label
