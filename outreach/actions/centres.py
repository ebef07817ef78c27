"""Health centres: how a real installation begins."""

from __future__ import annotations

from collections.abc import Sequence

from django.db import transaction
from django.utils.translation import gettext as _

from outreach.access import Role
from outreach.actions.staff import open_account
from outreach.models import Centre, Staff
from outreach.places.districts import District, find_district


class UnknownDistrict(Exception):
    """No district of Seoul has this code."""

    def __init__(self, code: str) -> None:
        super().__init__(code)
        self.code = code

    def __str__(self) -> str:
        return _("Seoul has no district “%(code)s”.") % {"code": self.code}


@transaction.atomic
def open_centre(
    *,
    code: str,
    kind: Centre.Kind,
    name: str,
    english_name: str,
    head_title: str,
    district_codes: Sequence[str],
    address: str,
    callback_number: str,
    sender_number: str,
    administrator: str,
    administrator_name: str,
) -> tuple[Centre, Staff, str]:
    """
    Open a centre and its first account; return both and the password, which is kept nowhere.

    It stands where the first district's health centre (보건소) does, or in that district's middle.

    :raises UnknownDistrict: a code is none of Seoul's 25
    """
    home, *_others = [_district(given) for given in district_codes]
    point = home.health_centre if kind == Centre.Kind.HEALTH_CENTRE else home
    centre = Centre.objects.create(
        code=code,
        kind=kind,
        name=name,
        english_name=english_name,
        head_title=head_title,
        district_codes=list(district_codes),
        address=address,
        latitude=point.lat,
        longitude=point.lon,
        callback_number=callback_number,
        sender_number=sender_number,
    )
    staff, password = open_account(
        centre=centre,
        username=administrator,
        name=administrator_name,
        email="",
        role=Role.ADMINISTRATOR,
    )
    return centre, staff, password


def _district(code: str) -> District:
    district = find_district(code)
    if district is None or district.code != code:
        raise UnknownDistrict(code)
    return district


@transaction.atomic
def set_refusal_number(*, centre: Centre, number: str) -> None:
    """Keep the number by which people refuse advertising free of charge; empty for none."""
    centre.refusal_number = number
    centre.save(update_fields=["refusal_number"])
