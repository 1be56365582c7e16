"""Names as people write them and as they are searched."""

import unicodedata


def search_form(text: str) -> str:
    """Return `text` as it is compared: lower case, no accents, single spaces.

    « Élise  LE-GOFF » is compared as « elise le goff ».
    """
    bare = unicodedata.normalize("NFKD", text.casefold().replace("œ", "oe").replace("æ", "ae"))
    letters = "".join(c if c.isalnum() else " " for c in bare if not unicodedata.combining(c))
    return " ".join(letters.split())
