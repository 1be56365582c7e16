"""WCAG 1.4.3 and 1.4.11 on the tokens themselves: text 4.5:1, edges of controls 3:1."""

import re
from pathlib import Path

import pytest

TOKENS = (Path(__file__).parents[1] / "static" / "ui" / "tokens.css").read_text(encoding="utf-8")
DESKS = ["patient", "secretary", "doctor", "network", "townhall"]


def colours_of(desk: str) -> dict[str, str]:
    root = TOKENS.split(":root {")[1].split("}")[0]
    own = re.search(rf'\[data-desk="{desk}"\] {{(.*?)}}', TOKENS)
    return dict(re.findall(r"--([a-z-]+): (#[0-9a-f]{6})", root + (own.group(1) if own else "")))


def luminance(colour: str) -> float:
    channels = [int(colour[i : i + 2], 16) / 255 for i in (1, 3, 5)]
    linear = [c / 12.92 if c <= 0.03928 else ((c + 0.055) / 1.055) ** 2.4 for c in channels]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]


def contrast(one: str, other: str) -> float:
    light, dark = sorted((luminance(one), luminance(other)), reverse=True)
    return (light + 0.05) / (dark + 0.05)


@pytest.mark.parametrize("desk", DESKS)
def test_text_is_readable_on_every_ground(desk):
    colours = colours_of(desk)
    grounds = ["paper", "paper-deep", "surface", "accent-soft"]
    pairs = [(ink, ground) for ink in ("ink", "ink-soft", "accent", "accent-deep", "bad") for ground in grounds]
    pairs += [(tone, f"{tone}-soft") for tone in ("good", "info", "warn", "bad")]
    pairs += [("surface", tone) for tone in ("accent", "accent-deep", "good", "bad", "ink")]
    low = {pair: contrast(colours[pair[0]], colours[pair[1]]) for pair in pairs}
    assert not {pair: ratio for pair, ratio in low.items() if ratio < 4.5}


@pytest.mark.parametrize("ground", ["paper", "paper-deep", "surface"])
def test_edges_and_focus_are_visible(ground):
    colours = colours_of("patient")
    assert contrast(colours["line-strong"], colours[ground]) >= 3
    assert contrast(colours["focus"], colours[ground]) >= 3
