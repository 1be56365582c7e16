"""Names of static files with their fingerprints, worked out once for each."""

from functools import cache

from whitenoise.storage import CompressedManifestStaticFilesStorage


class RememberedNames(CompressedManifestStaticFilesStorage):
    """A page names a dozen files; what each is called does not change while the process runs."""

    def __init__(self, *arguments: object, **options: object) -> None:
        super().__init__(*arguments, **options)
        self.url = cache(super().url)
