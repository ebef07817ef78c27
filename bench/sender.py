"""
Put the sender through its storms; the provider's log decides.

    bin/bench sender PART [--on sqlite] [--on postgres://…] [--texts N] [--kills N] [--seed N]

PART is one of
    burst      10,000 texts due at once, beside send-then-mark and mark-then-send
    punctual   20 a second for five minutes, the three ways at the same time
    storm      10,000 due, 100 kills of random senders, 6 % faults of the provider
    twin       the same without the look-up: it must send twice
    others     the same for send-then-mark and mark-then-send
    cancels    2,000 texts taken back while they are claimed, and a claim that does not test
    callbacks  20,000 events late, doubled and a fifth of them lost
"""

from __future__ import annotations

import argparse
import json
import os
import random
import signal
import sys
import tempfile
import time
from datetime import datetime
from pathlib import Path
from statistics import quantiles

ROOT = Path(__file__).resolve().parent.parent
sys.path[:0] = [str(ROOT / "bench")]

from sender_callbacks import callbacks  # noqa: E402
from sender_world import Databases, World, judge, recoveries, run  # noqa: E402

WAYS = ("ours", "send-first", "mark-first")
# One in fifty of each pair is lost or taken without an answer: 6 % in all, and refusals beside.
FAULTS = {
    "500": 0.01, "503": 0.005, "hang-before": 0.005,
    "500-after-accept": 0.01, "503-after-accept": 0.005, "hang": 0.005, "reset": 0.01,
    "cut": 0.005, "garbage": 0.005,
    "429": 0.01, "list-500": 0.02, "list-cut": 0.01,
}  # fmt: skip
NASTY = [f"--chance={kind}={share}" for kind, share in FAULTS.items()] + ["--list-lag=0.5"]
# Short, so that a storm ends in minutes; in the product a minute and two.
QUICK = {
    "TWILIO_CONNECT_TIMEOUT": "1",
    "TWILIO_READ_TIMEOUT": "3",
    "SMS_LEASE_SECONDS": "10",
    "SMS_LOOK_UP_AFTER": "1",
    "SMS_SETTLE_GAP": "2",
    "SMS_SETTLE_SECONDS": "12",
}
SENDERS = 2
UNSENT = ("PLANNED", "CLAIMED", "RETRY_LATER", "DOUBT", "ABSENT", "UNCERTAIN")
UNDER_WAY = UNSENT[:-1]
PATIENCE = 420.0  # seconds a run may last


def main() -> None:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("part", choices=PARTS)
    parser.add_argument("--on", action="append", help="sqlite, or a PostgreSQL server's address")
    parser.add_argument("--way", action="append", choices=WAYS, help="of burst and others")
    parser.add_argument("--texts", type=int, default=10_000)
    parser.add_argument("--kills", type=int, default=100)
    parser.add_argument("--seconds", type=int, default=300, help="of the punctual part")
    parser.add_argument("--seed", type=int, default=1)
    asked = parser.parse_args()
    for url in asked.on or ["sqlite"]:
        with tempfile.TemporaryDirectory(prefix="ansim-bench-") as folder:
            databases = Databases(url, Path(folder))
            try:
                databases.prepare()
                print(f"{databases.kind}: {asked.part}, seed {asked.seed}", flush=True)
                PARTS[asked.part](databases, asked)
            finally:
                databases.drop()


def burst(databases: Databases, asked: argparse.Namespace) -> None:
    """Everything is due in the same minute."""
    for way in asked.way or WAYS:
        world = World(databases, f"burst-{way}", "--delay=0.05")
        try:
            world.fill(asked.texts)
            begun = time.monotonic()
            for _ in range(SENDERS if way == "ours" else 1):
                world.start(way)
            wait_for_log(world, asked.texts, begun)
            seconds = time.monotonic() - begun
            verdict = judge(world, asked.texts, 0)
        finally:
            world.close()
        print(
            f"  {way:<11} {seconds:6.1f} s  {asked.texts / seconds:5.0f}/s  {verdict}", flush=True
        )


def punctual(databases: Databases, asked: argparse.Namespace) -> None:
    """Texts fall due one after the other, twenty in a second."""
    texts, lead = 20 * asked.seconds, 20.0
    worlds: dict[str, World] = {}
    try:
        for way in WAYS:
            # The two ways beside us get a lead too, so that all have started before the first.
            worlds[way] = World(databases, f"punctual-{way}", "--delay=0.05", SMS_PER_SECOND="40")
        begun = {}
        for way, world in worlds.items():
            begun[way] = time.time()
            world.fill(texts, spread=asked.seconds, lead=lead)
        for way, world in worlds.items():
            world.start(way)
        for world in worlds.values():
            wait_for_log(world, texts, time.monotonic())
        for way, world in worlds.items():
            late = lateness(world)
            shares = quantiles(late, n=100)
            in_time = sum(1 for one in late if one <= 10) / len(late)
            print(
                f"  {way:<11} p50 {shares[49]:6.2f}  p95 {shares[94]:6.2f}  p99 {shares[98]:6.2f}"
                f"  max {max(late):6.2f} s  within 10 s {in_time:7.2%}  {judge(world, texts, 0)}",
                flush=True,
            )
    finally:
        for world in worlds.values():
            world.close()


def lateness(world: World) -> list[float]:
    """Return how many seconds after its moment each text was accepted."""
    due = run(["bench/sender_steps.py", "due"], world.environment).split()
    moments = dict(zip(due[::2], map(float, due[1::2]), strict=True))
    return [
        datetime.fromisoformat(line["time"]).timestamp() - moments[line["to"]]
        for line in world.log()
    ]


def storm(databases: Databases, asked: argparse.Namespace, *, way: str = "ours") -> None:
    """Kill random senders at random times while the provider lies."""
    chance = random.Random(asked.seed)
    seed = f"--seed={asked.seed}"
    world = World(
        databases, f"storm-{way}", "--delay=0.05", seed, *NASTY, **QUICK, SMS_PER_SECOND="80"
    )
    kills: list[float] = []
    begun = time.monotonic()
    try:
        world.fill(asked.texts)
        begun = time.monotonic()
        senders = [world.start(way) for _ in range(SENDERS if way in OURS else 1)]
        while time.monotonic() < begun + PATIENCE:
            time.sleep(chance.uniform(0.3, 1.7) if len(kills) < asked.kills else 2.0)
            if len(kills) < asked.kills:
                victim = chance.randrange(len(senders))
                os.kill(senders[victim].pid, signal.SIGKILL)
                senders[victim].wait()
                senders[victim] = world.start(way)
                kills.append(time.time())
            elif not any(world.figures()[state] for state in UNDER_WAY):
                break
        figures = world.figures()
        verdict = judge(world, asked.texts, sum(figures[state] for state in UNSENT))
        left = what_is_left(world) if way in OURS else ()
        again = recoveries(world, kills)
    finally:
        world.close()
    seconds = time.monotonic() - begun
    print(f"  {way:<11} {len(kills)} kills {seconds:5.0f} s  {verdict}", flush=True)
    if again:
        late = f"p50 {again[len(again) // 2]:.1f}  p95 {again[int(len(again) * 0.95)]:.1f}"
        print(f"  {'':<11} next text after a kill: {late}  max {again[-1]:.1f} s", flush=True)
    told = {state: figures[state] for state in ("ACCEPTED", "FOUND", *UNSENT) if figures[state]}
    told |= {key: figures[key] for key in ("accepted_twice", "sent_again")}
    print(f"  {'':<11} by our own books: {told}", flush=True)
    for line in left:
        print(f"  {'':<11} left by name: {line}", flush=True)


OURS = ("ours", "blind")


def what_is_left(world: World) -> list[str]:
    """Return each text that is not known to be sent: its state, its calls, what the log says."""
    accepted = {line["to"] for line in world.log()}
    told = run(["bench/sender_steps.py", "left"], world.environment).splitlines()
    return [
        f"{state}, calls {calls}, provider has it: {'yes' if to in accepted else 'no'}"
        for to, state, calls in (line.split() for line in told)
    ]


def twin(databases: Databases, asked: argparse.Namespace) -> None:
    """The look-up is what keeps texts from going out twice: without it they do."""
    storm(databases, asked, way="blind")


def others(databases: Databases, asked: argparse.Namespace) -> None:
    """The two usual orders under the same storm."""
    for way in asked.way or WAYS[1:]:
        storm(databases, asked, way=way)


def cancels(databases: Databases, asked: argparse.Namespace) -> None:
    """Take texts back while they are claimed, and while a doubt about them is looked up."""
    texts = min(asked.texts, 2000)
    for way, options in (("ours", []), ("untested", ["untested"])):
        habits = ("--chance=500=0.05", "--chance=500-after-accept=0.05", f"--seed={asked.seed}")
        world = World(databases, f"cancels-{way}", *habits, **QUICK)
        try:
            world.fill(texts)
            steps = ["bench/sender_races.py", str(asked.seed), *options]
            told = json.loads(run(steps, world.environment))
            log = [line["to"] for line in world.log()]
        finally:
            world.close()
        claimed, back = told["claimed"], told["taken_back"]
        wrong = [to for to in log if to in back and back[to] < claimed.get(to, 0.0)]
        print(
            f"  {way:<11} {texts} texts, {len(back)} taken back, {len(log)} accepted, "
            f"twice {len(log) - len(set(log))}, wrong {len(wrong)}",
            flush=True,
        )


def wait_for_log(world: World, texts: int, begun: float) -> None:
    """Wait until the provider has all, or until patience ends."""
    while world.count() < texts and time.monotonic() < begun + PATIENCE:
        time.sleep(0.1)


PARTS = {
    "burst": burst,
    "punctual": punctual,
    "storm": storm,
    "twin": twin,
    "others": others,
    "callbacks": callbacks,
    "cancels": cancels,
}

if __name__ == "__main__":
    main()
