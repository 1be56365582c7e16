"""Every component draws with what the catalogue says it needs, and nothing undefined."""

import re

import pytest
from bs4 import BeautifulSoup
from django.contrib.auth.models import AnonymousUser
from django.template.loader import render_to_string
from django.test import RequestFactory

from releve.ui.tests.kitchen_sink import kitchen_sink

ERROR_PAGES = ["400.html", "403.html", "403_csrf.html", "404.html", "500.html"]


@pytest.fixture
def request_of_a_stranger(rf: RequestFactory):
    request = rf.get("/")
    request.user = AnonymousUser()
    request._messages = []
    return request


@pytest.fixture(params=["ui/public.html", "ui/desk.html"])
def page(request, request_of_a_stranger):
    return BeautifulSoup(kitchen_sink(request_of_a_stranger, request.param), "html.parser")


def test_kitchen_sink_has_no_undefined_variable(page):
    assert "undefined" not in page.get_text()
    assert not re.search(r"undefined", str(page))


def test_page_has_no_inline_style_or_script(page):
    assert not page.select("[style], style")
    assert not [script for script in page.select("script") if not script.get("src")]


def test_ids_are_unique(page):
    ids = [tag["id"] for tag in page.select("[id]")]
    assert sorted(ids) == sorted(set(ids))


def test_fields_in_error_point_to_their_message_and_the_summary_to_them(page):
    for field in page.select("[aria-invalid=true][aria-describedby]"):
        assert all(page.find(id=name) for name in field["aria-describedby"].split())
    for link in page.select(".error-summary a"):
        assert page.find(id=link["href"].removeprefix("#"))


def test_patient_pages_say_what_to_do_in_an_emergency(request_of_a_stranger):
    """UX-06."""
    page = BeautifulSoup(kitchen_sink(request_of_a_stranger, "ui/public.html"), "html.parser")
    assert {"tel:15", "tel:112", "sms:114", "tel:116117"} <= {a["href"] for a in page.select(".emergency a")}


@pytest.mark.parametrize("template", ERROR_PAGES)
def test_error_pages_need_no_context(template):
    html = render_to_string(template)
    assert "undefined" not in html
    assert BeautifulSoup(html, "html.parser").h1.get_text(strip=True)
