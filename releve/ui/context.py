"""What every template may count on, so that no base template meets an undefined variable."""

from typing import Any

from django.conf import settings
from django.http import HttpRequest
from django.utils import translation


def page(request: HttpRequest) -> dict[str, Any]:
    current = translation.get_language() or settings.LANGUAGE_CODE
    return {
        "is_demo": settings.IS_DEMO,
        "desk": "patient",
        "desk_name": "",
        "desk_nav": [],
        "place_name": "",
        "languages": [
            {"code": code, "label": translation.get_language_info(code)["name_local"].capitalize()}
            for code, _ in settings.LANGUAGES
            if code.split("-")[0] != current.split("-")[0]
        ],
        "here": request.get_full_path(),
    }
