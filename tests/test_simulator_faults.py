"""The simulator as a nasty provider."""

from __future__ import annotations

from datetime import timedelta
from pathlib import Path

import pytest

from outreach.channels.outcomes import Doubt, LookUpFailed
from outreach.channels.sms import list_messages_to, send_sms
from simulator import twilio_api
from simulator.faults import Faults, Habits
from simulator.messages import MessageStore
from tests.fixtures_simulator import RunningSimulator


def test_a_provider_by_habit_is_as_nasty_as_its_seed_says() -> None:
    chances = {"500": 0.25, "hang": 0.25, "list-500": 0.5}
    drawn = [Faults(Habits(chances=chances), seed=7) for _ in range(2)]

    first, again = ([faults.take() for _ in range(400)] for faults in drawn)

    assert first == again
    assert 60 < first.count("500") < 140
    assert set(first) == {"500", "hang", None}  # and nothing that is for the list


def test_the_list_lags_behind(tmp_path: Path) -> None:
    store = MessageStore(tmp_path / "log.jsonl")
    store.accept(account_sid="AC0", to="+821000000001", sender="+8220", body="b", callback_url="")

    found = [
        twilio_api.list_json(store, "AC0", {"To": "+821000000001"}, lag=timedelta(seconds=lag))
        for lag in (0, 60)
    ]

    assert [len(page["messages"]) for page in found] == [1, 0]  # type: ignore[arg-type]


@pytest.mark.parametrize("fault", ["cut", "503-after-accept"])
def test_a_broken_answer_to_an_accepted_text_is_a_doubt(
    fault: str, simulator: RunningSimulator
) -> None:
    simulator.faults(fault)

    outcome = send_sms(
        to="+821000000001",
        body="b",
        sender_number="+8220006400",
        callback_url=None,
        validity_seconds=60,
    )

    assert isinstance(outcome, Doubt)
    assert len(simulator.log()) == 1


@pytest.mark.parametrize("fault", ["list-500", "list-cut"])
def test_a_list_that_breaks_off_is_a_failed_look_up_and_not_an_empty_one(
    fault: str, simulator: RunningSimulator
) -> None:
    simulator.faults(fault)

    with pytest.raises(LookUpFailed):
        list_messages_to("+821000000001")
