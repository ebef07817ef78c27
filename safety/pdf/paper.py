"""Our own templates become papers; the printer is read with the first one."""

from __future__ import annotations

from importlib import import_module
from typing import Any

from django.template.loader import render_to_string
from django.utils import translation


def paper(template: str, style: str, context: dict[str, Any]) -> bytes:
    """Print a template of templates/pdf/ in Korean, in the style of that name."""
    with translation.override("ko"):
        page = render_to_string(f"pdf/{template}.html", context)
    printer = import_module("safety.pdf.printer")  # WeasyPrint: not before it is needed
    printed: bytes = printer.printed(page, style=style)
    return printed
