"""Open a health centre: the first step of a real installation."""

from __future__ import annotations

from argparse import ArgumentParser

from django.core.management.base import BaseCommand, CommandError
from django.db import transaction
from django.utils import translation
from django.utils.translation import gettext as _

from outreach.actions.centres import open_centre
from outreach.forms.centres import CentreForm
from outreach.models import Centre


class Command(BaseCommand):
    """Read the options through a form, open the centre, and print the first password once."""

    def add_arguments(self, parser: ArgumentParser) -> None:
        """Describe what must be known."""
        parser.description = _(
            "Open a health centre and the account of its first administrator, whose password is"
            " printed once and must be changed at the first sign-in. Look first with --dry-run."
            " Example: open_centre --code jung --name 중구보건소 --head-title 중구보건소장"
            " --districts 11140 --callback 02-123-4567 --sender +8221234567"
            ' --address "서울특별시 중구 …" --administrator hong --administrator-name 홍길동'
        )
        text = parser.add_argument
        text("--code", required=True, help=_("short name in Latin letters, kept for good: jung"))
        text("--name", required=True, help=_("name as it stands in texts and on papers"))
        text("--english-name", default="", help=_("name in texts in English"))
        text("--head-title", required=True, help=_("who signs papers: 중구보건소장"))
        text(
            "--kind",
            choices=Centre.Kind.values,
            default=Centre.Kind.HEALTH_CENTRE.value,
            help=_("public health centre, or workers' health centre"),
        )
        text(
            "--districts",
            required=True,
            nargs="+",
            help=_("codes of the districts it serves, its own first: 11140"),
        )
        text("--address", required=True, help=_("where it stands"))
        text("--callback", required=True, help=_("telephone number that texts name"))
        text("--sender", required=True, help=_("number that texts come from: +8221234567"))
        text("--administrator", required=True, help=_("user name of the first administrator"))
        text("--administrator-name", required=True, help=_("that person's name"))
        text("--dry-run", action="store_true", help=_("only check; write nothing"))
        text("--language", choices=["ko", "en"], default="ko", help=_("language of the answer"))

    def handle(self, *, dry_run: bool, language: str, **given: object) -> None:
        """Open the centre, or say of each option what is wrong with it."""
        with translation.override(language):
            form = CentreForm({**given, "districts": " ".join(_words(given["districts"]))})
            if not form.is_valid():
                raise CommandError(_refusals(form))
            with transaction.atomic():
                lines = _open(form)
                if dry_run:
                    transaction.set_rollback(True)
            if dry_run:
                lines = [_("Dry run: nothing was written.")]
            self.stdout.write("\n".join(lines))


def _open(form: CentreForm) -> list[str]:
    facts = form.cleaned_data
    centre, staff, password = open_centre(
        code=facts["code"],
        kind=Centre.Kind(facts["kind"]),
        name=facts["name"],
        english_name=facts["english_name"],
        head_title=facts["head_title"],
        district_codes=facts["districts"],
        address=facts["address"],
        callback_number=facts["callback"],
        sender_number=facts["sender"],
        administrator=facts["administrator"],
        administrator_name=facts["administrator_name"],
    )
    return [
        _("%(name)s has been opened.") % {"name": centre.name},
        _("User name: %(name)s") % {"name": staff.username},
        _("First password: %(password)s") % {"password": password},
        _("It is shown only now. Sign in, choose an own password, then fill in the settings."),
    ]


def _refusals(form: CentreForm) -> str:
    """Name each option with what is wrong."""
    return "\n".join(
        f"--{name.replace('_', '-')}: {' '.join(map(str, errors))}"
        for name, errors in form.errors.items()
    )


def _words(given: object) -> list[str]:
    return [str(word) for word in given] if isinstance(given, list | tuple) else [str(given)]
