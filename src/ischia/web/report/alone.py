"""The report as one HTML file that needs nothing else, for `ischia report -o FILE.html`."""

from __future__ import annotations

from pathlib import Path

from django.template.loader import render_to_string

from ischia.exchange.report import Report

STYLE = Path(__file__).parent / "static/report/report.css"


def report_page(report: Report) -> str:
    """The whole page, its style inside."""
    page = {"report": report, "style": STYLE.read_text("utf-8")}
    return render_to_string("report/alone.html", page)
