"""The sender: send the texts that are due, until asked to stop."""

from __future__ import annotations

import logging
import os
import signal
import socket
import threading
import time
from argparse import ArgumentParser
from types import FrameType

from django.conf import settings
from django.core.management.base import BaseCommand
from django.db import InterfaceError, OperationalError, close_old_connections
from django.utils import timezone

from outreach import clock
from outreach.actions import restores, sending_alarms
from outreach.actions.sender import Sender

log = logging.getLogger(__name__)
IDLE = 1.0  # seconds between two looks into an empty outbox
BUSY = 0.05  # seconds to wait for an answer before looking for more
MARK_EVERY = 5.0
BEAT_EVERY = 15.0  # seconds between two signs of life


class Command(BaseCommand):
    help = (
        "Sends the texts that are due (one line of the log for each, with its number in the "
        "outbox and never with a telephone number). Runs until it is asked to stop and then ends "
        "the calls under way. Several may run at once; none is sent twice."
    )

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument(
            "--once", action="store_true", help="send what is due now, then stop by itself"
        )

    def handle(self, *, once: bool, **options: object) -> None:
        stopping = threading.Event()

        def stop(number: int, frame: FrameType | None) -> None:
            stopping.set()

        if threading.current_thread() is threading.main_thread():
            for number in (signal.SIGTERM, signal.SIGINT):
                signal.signal(number, stop)
        self._keep_mark()
        self._beat()
        sender = Sender()
        log.info("sender started")
        while not stopping.is_set():
            if time.monotonic() >= self._next_mark:
                self._keep_mark()
            if time.monotonic() >= self._next_beat:
                self._beat()
            pause = self._turn(sender, once=once)
            if pause == IDLE and once:
                break
            stopping.wait(pause)
        sender.drain(now=clock.now())
        log.info("sender stopped")

    def _keep_mark(self) -> None:
        """Hold the sending when this database is an older copy; the demo's is made anew at will."""
        self._next_mark = time.monotonic() + MARK_EVERY
        if settings.DEMO:
            return
        try:
            restores.hold_if_older(mark=restores.mark_file(), now=clock.now())
        except (OperationalError, InterfaceError) as reason:
            log.error("the database does not answer: %s", type(reason).__name__)

    def _beat(self) -> None:
        """Show that this sender lives, for the alarm that none does."""
        self._next_beat = time.monotonic() + BEAT_EVERY
        try:
            sending_alarms.beat(
                name=f"{socket.gethostname()[:60]}:{os.getpid()}", at=timezone.now()
            )
        except (OperationalError, InterfaceError) as reason:
            log.error("the database does not answer: %s", type(reason).__name__)

    def _turn(self, sender: Sender, *, once: bool) -> float:
        """Take one turn and return for how long nothing is to be done."""
        close_old_connections()
        try:
            turn = sender.turn(now=clock.now(), real_now=timezone.now(), patience=BUSY)
        except (OperationalError, InterfaceError) as reason:
            if once:
                raise
            log.error("the database does not answer: %s", type(reason).__name__)
            return IDLE
        if turn.is_idle:
            return IDLE
        return BUSY if turn.held_back else 0.0
