"""What holds for every test."""

from hypothesis import settings

# The same limits on a busy machine as on a quiet one: no property is judged by its speed.
settings.register_profile("releve", deadline=None, max_examples=60, print_blob=True)
settings.load_profile("releve")
