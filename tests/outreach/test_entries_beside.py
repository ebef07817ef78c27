"""What workplaces are found by, made by a second process while they are written."""

from __future__ import annotations

import os
import signal

import pytest

from outreach.actions.imports import beside
from outreach.actions.search import Found, entry_of


def found(pk: int) -> Found:
    return Found(
        pk, 1, f"한빛도장{pk}", "김한빛", "서울특별시 중구 을지로 157", "", "을지로3가",
        "1248100998", "", "", ["김한빛"], ["+821001234567"],
    )  # fmt: skip


MANY = [found(pk) for pk in range(3_000)]  # more than a pipe holds


@pytest.fixture(autouse=True)
def _two_cores(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(os, "cpu_count", lambda: 2)


@pytest.mark.parametrize("is_large", [True, False])
def test_another_process_makes_what_this_one_would(is_large: bool) -> None:
    with beside.helped(is_large=is_large):
        made = [beside.entries(some)() for some in (MANY, MANY[:1], [])]

    assert made == [[entry_of(one) for one in some] for some in (MANY, MANY[:1], [])]


def test_what_a_rolled_back_chunk_asked_for_is_not_the_next_ones_answer() -> None:
    with beside.helped(is_large=True):
        beside.entries(MANY)  # its transaction ended before it took the answer

        assert beside.entries([found(7)])() == [entry_of(found(7))]


def test_a_killed_process_is_made_up_for() -> None:
    with beside.helped(is_large=True):
        helper = beside._helper.get()
        assert helper is not None
        os.kill(helper.pid, signal.SIGKILL)
        os.waitid(os.P_PID, helper.pid, os.WEXITED | os.WNOWAIT)

        assert [beside.entries(MANY)(), beside.entries([found(1)])()] == [
            [entry_of(one) for one in MANY],
            [entry_of(found(1))],
        ]


def test_nobody_is_left_behind_when_a_chunk_fails() -> None:
    with pytest.raises(KeyError), beside.helped(is_large=True):
        helper = beside._helper.get()
        beside.entries(MANY)
        raise KeyError

    assert helper is not None
    with pytest.raises(ChildProcessError):
        os.waitpid(helper.pid, os.WNOHANG)
