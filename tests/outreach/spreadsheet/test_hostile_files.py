from __future__ import annotations

import subprocess
import sys

import pytest

from outreach.spreadsheet.limits import MEGABYTE, UPLOAD
from tests.outreach.spreadsheet.hostile_files import HOSTILE, Hostile
from tests.outreach.spreadsheet.hostile_packages import bomb
from tests.outreach.spreadsheet.measured import measure

CASES = [pytest.param(one, id=one.name) for one in HOSTILE]
BUSY = 3  # times the seconds of a quiet machine, where all stay below two
CAP = 700 * MEGABYTE  # the twin's own, so that it does no harm either
UNGUARDED = """
import io, resource, sys, zipfile
resource.setrlimit(resource.RLIMIT_AS, (int(sys.argv[1]),) * 2)
package = zipfile.ZipFile(io.BytesIO(sys.stdin.buffer.read()))
package.read("xl/worksheets/sheet1.xml")
print(open("/proc/self/status").read().split("VmHWM:")[1].split()[0])
"""


@pytest.mark.parametrize("sample", CASES)
def test_a_hostile_file_is_refused_or_harmless_within_the_budget(sample: Hostile) -> None:
    found = measure(sample.make())

    assert found.became == sample.became
    assert found.cpu < 2 * BUSY
    assert found.megabytes <= UPLOAD.memory / MEGABYTE


def test_without_the_limits_a_bomb_takes_more_than_is_allowed() -> None:
    told = subprocess.run(
        [sys.executable, "-c", UNGUARDED, str(CAP)],
        input=bomb(300),
        capture_output=True,
        check=True,
    )

    assert int(told.stdout) * 1024 > UPLOAD.memory
