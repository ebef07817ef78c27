"""The whole way ① to ⑨, through the doors only, with every part of the product really running."""

from __future__ import annotations

from pathlib import Path

import pytest
from pytest_django import Settings
from pytest_django.live_server_helper import LiveServer

from tests.fixtures_simulator import RunningSimulator
from tests.journey import planning, proving, reaching, recording, telling
from tests.journey.office import BEGIN, set_up
from tests.journey.world import Step, World
from tests.outreach.outbox import sender, set_product_time

WAY: tuple[Step, ...] = (
    reaching.import_the_register,
    reaching.upload_a_list,
    reaching.find_the_workplace,
    reaching.add_a_mobile_number,
    reaching.add_workers,
    reaching.choose_agents,
    planning.see_what_is_due,
    planning.plan_the_week,
    planning.book_a_visit,
    planning.open_a_class,
    telling.the_texts_arrive,
    telling.the_owner_confirms,
    telling.the_calendar_follows_a_move,
    recording.apply_for_support,
    telling.the_day_before_comes,
    recording.record_the_visit,
    recording.agree_to_the_payer,
    recording.the_next_dates_open,
    recording.take_the_roll,
    proving.the_certificate_arrives,
    proving.anybody_checks_it,
    proving.claim_the_costs,
    recording.enter_the_results,
    proving.nobody_was_told_twice,
)


@pytest.mark.django_db(transaction=True)
def test_a_workplace_goes_the_whole_way(
    live_server: LiveServer, simulator: RunningSimulator, settings: Settings, tmp_path: Path
) -> None:
    settings.DEMO = True
    settings.PUBLIC_URL = live_server.url
    set_product_time(BEGIN)
    world = World(live_server.url, simulator, tmp_path, set_up())

    with sender(simulator, PUBLIC_URL=live_server.url):
        for step in WAY:
            step(world)
