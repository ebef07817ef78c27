"""The made-up city is believable, plainly invented and the same for the same seed."""

from __future__ import annotations

from collections import Counter
from random import Random

import pytest
from django.core.management import CommandError, call_command

from outreach.models import Contact, Message, Worker, Workplace
from outreach.models.message import NEEDS_STAFF
from outreach.rules.business_numbers import is_valid
from outreach.rules.ksic import is_manufacturing
from safety.models import Certificate, Claim, DueItem
from safety.rules.hazards import HAZARDS
from scheduling.city.firms import firms, trades
from scheduling.city.people import people
from scheduling.models import Enrolment, OwnerAnswer, Visit
from tests import cast


def test_firms_are_spread_and_sized_as_the_real_ones() -> None:
    city = list(firms(Random(1), 4000))
    sizes = Counter("small" if firm.size < 5 else "rest" for firm in city)
    districts = Counter(firm.district_code for firm in city)

    assert 0.79 < sizes["small"] / len(city) < 0.85  # 82 % have four or fewer
    assert 3.2 < sum(firm.size for firm in city) / len(city) < 4.0
    assert len(districts) == 25
    assert districts.most_common(1)[0][0] == "11140"  # 중구


def test_every_firm_is_plainly_invented() -> None:
    for firm in firms(Random(2), 500):
        assert firm.name.endswith("호")
        assert firm.telephone == "" or firm.telephone.startswith(("+82100", "+8220", "+82700"))
        assert firm.business_no == "" or is_valid(firm.business_no)
        assert is_manufacturing(firm.ksic)


def test_trades_name_only_agents_of_the_annex() -> None:
    assert {code for trade in trades().values() for code in trade.hazards} <= HAZARDS.keys()


def test_nobody_is_hired_as_a_child() -> None:
    for firm in firms(Random(3), 300):
        for person in people(Random(firm.number), firm, today=cast.TODAY):
            assert (person.hired - person.birth_date).days > 17 * 365


def test_the_same_seed_is_the_same_city() -> None:
    assert list(firms(Random(7), 50)) == list(firms(Random(7), 50))
    assert list(firms(Random(7), 50)) != list(firms(Random(8), 50))


@pytest.mark.django_db
@pytest.mark.parametrize("day", ["2026-11-23", "2026-11-22"])  # a Monday, and a Sunday
def test_the_demo_has_some_of_everything(day: str) -> None:
    call_command(
        "make_city", workplaces=150, seed=1, today=cast.TODAY.fromisoformat(day), demo=True
    )

    assert Workplace.objects.filter(centre__code="seoul").count() == 150
    assert {state for state, _label in Visit.State.choices} == set(
        Visit.objects.values_list("state", flat=True)
    )
    assert DueItem.objects.open().overdue(cast.TODAY).exists()
    assert set(Certificate.State.values) == set(Certificate.objects.values_list("state", flat=True))
    assert Claim.objects.count() == 3
    assert Message.objects.filter(state__in=NEEDS_STAFF).exists()
    assert Message.objects.filter(delivery="undelivered").exists()
    assert Contact.objects.filter(line_kind="LANDLINE").exists()
    assert Workplace.objects.filter(business_no="").exists()
    assert Worker.objects.exclude(language="ko").exists()
    assert OwnerAnswer.objects.unhandled().exists()
    assert Enrolment.objects.filter(state="WAITING").exists()


@pytest.mark.django_db
def test_a_database_in_use_is_left_alone() -> None:
    cast.make_centre()

    with pytest.raises(CommandError, match="empty"):
        call_command("make_city", workplaces=1)
