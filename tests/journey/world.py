"""The parts that really run during the journey, and the people at their screens."""

from __future__ import annotations

import os
import re
import subprocess
import sys
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime
from io import StringIO
from pathlib import Path
from typing import Any

from django.core.management import call_command

from outreach.access import Role
from outreach.models import Centre
from tests import cast
from tests.fixtures_simulator import RunningSimulator, wait_for
from tests.journey.browser import Browser
from tests.journey.office import BEGIN, ROOT
from tests.journey.pages import Page
from tests.outreach.outbox import database_url, set_product_time

LINK = re.compile(r"https?://\S+")


@dataclass
class World:
    """Web server, sender and phones, and what the journey has come to know."""

    base_url: str
    simulator: RunningSimulator
    folder: Path
    centre: Centre
    screens: dict[Role, Browser] = field(default_factory=dict)
    visit_at: datetime = BEGIN  # when the plan goes to 한빛도장
    known: dict[str, Any] = field(default_factory=dict)  # addresses, by what they show

    def command(self, *words: str) -> str:
        """Run a management command and return what it prints."""
        said = StringIO()
        call_command(*words, stdout=said)
        return said.getvalue()

    def process(self, *words: str) -> str:
        """Run a management command in a process of its own and return what it prints."""
        done = subprocess.run(
            [sys.executable, "manage.py", *words],
            cwd=ROOT,
            env={**os.environ, "DATABASE_URL": database_url(), "DEMO": "1"},
            capture_output=True,
            text=True,
            check=False,
            timeout=120,
        )
        assert done.returncode == 0, done.stdout + done.stderr
        return done.stdout

    def anybody(self) -> Browser:
        """Return a browser of somebody without an account."""
        return Browser(self.base_url)

    def at(self, role: Role) -> Browser:
        """Return the screen of the person with the role, who signs in on the sign-in page."""
        if role not in self.screens:
            browser = Browser(self.base_url)
            page = browser.open("/sign-in/?form=1")
            form = page.form(field="username")
            form.write("username", f"{role.value.lower()}-{self.centre.code}")
            form.write("password", cast.PASSWORD)
            first = browser.send(page, form)
            assert first.forms() and "sign-in" not in first.address
            self.screens[role] = browser
        return self.screens[role]

    def open(self, role: Role, what: str) -> Page:
        """Open a page the journey knows the address of."""
        return self.at(role).open(self.known[what])

    def texts(self, to: str = "", holding: str = "") -> list[str]:
        """Return the bodies of the texts that the phones got."""
        return [
            str(text["body"])
            for text in self.simulator.log()
            if text["to"].endswith(to.replace("-", "")[1:]) and holding in text["body"]
        ]

    def wait_for_text(self, to: str, holding: str) -> str:
        """Return the one text of a phone that holds the words, once it has come."""
        [text] = wait_for(lambda: self.texts(to, holding), 30.0)
        return text

    def set_time(self, moment: datetime) -> None:
        """Set the product's clock, which the demo lets one do."""
        set_product_time(moment)


def link_in(text: str) -> str:
    """Return the address that a text holds."""
    found = LINK.search(text)
    assert found, text
    return found.group()


Step = Callable[[World], None]
