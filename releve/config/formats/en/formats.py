"""Days and numbers on the English screens, as the British write them: 3/2/1980 is in February here too."""

from django.conf.locale.en_GB.formats import *  # noqa: F403
