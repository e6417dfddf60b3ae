"""What no template may hold: script, style, other addresses, clinical figures."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from ischia.web.discover import HERE

TEMPLATES = sorted(HERE.glob("**/templates/**/*.html"))
STYLES = sorted(path for path in HERE.glob("**/static/**/*.css") if "vendor" not in path.parts)
SCRIPTS = sorted(path for path in HERE.glob("**/static/**/*.js") if "vendor" not in path.parts)
SHOWS_SIZES = {"design/home.html"}
FILES = {"report/templates/report/alone.html"}  # a file that is taken along brings its style


def name_of(path: Path) -> str:
    return path.relative_to(HERE).as_posix()


def test_there_are_templates() -> None:
    assert len(TEMPLATES) > 20
    assert STYLES


@pytest.mark.parametrize("path", TEMPLATES, ids=name_of)
def test_a_template_holds_no_script_and_no_style(path: Path) -> None:
    text = path.read_text("utf-8")
    if name_of(path) in FILES:
        text = text.replace("<style>{{ style|safe }}</style>", "")
    assert not re.search(r"<style|\sstyle=|\son[a-z]+=\"|javascript:", text)
    assert all("src=" in tag for tag in re.findall(r"<script[^>]*>", text))


@pytest.mark.parametrize("path", [*TEMPLATES, *STYLES, *SCRIPTS], ids=name_of)
def test_nothing_is_fetched_from_elsewhere(path: Path) -> None:
    text = path.read_text("utf-8").replace("http://www.w3.org/", "")
    assert not re.search(r"(https?:)?//[a-z0-9.-]+\.[a-z]{2,}/", text)


@pytest.mark.parametrize("path", TEMPLATES, ids=name_of)
def test_a_template_holds_no_clinical_figure(path: Path) -> None:
    if any(name_of(path).endswith(name) for name in SHOWS_SIZES):
        return
    text = re.sub(r"<(svg|code).*?</\1>", "", path.read_text("utf-8"), flags=re.DOTALL)
    words = re.findall(r'{%\s*translate\s+"([^"]*)"', text)
    words += re.findall(r"{%\s*blocktranslate.*?%}(.*?){%\s*endblocktranslate", text, re.DOTALL)
    words.append(re.sub(r"{[%{#].*?[%}#]}|<[^>]*>", " ", text, flags=re.DOTALL))
    found = [word for word in words if re.search(r"(?<![\w&#])\d", re.sub(r"{{.*?}}", "", word))]
    assert not found
