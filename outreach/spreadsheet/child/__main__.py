"""The process in which a file is read: bytes come in, lines of JSON go out, nothing else."""

from __future__ import annotations

import json
import sys

from outreach.spreadsheet.child.confinement import confine
from outreach.spreadsheet.child.files import read_content
from outreach.spreadsheet.limits import Limits
from outreach.spreadsheet.refusals import FileReason, FileRefused

BUFFER = 2**18


def main(arguments: list[str]) -> None:
    """Read standard input within the limits that the argument names and write what was read."""
    limits = Limits(**json.loads(arguments[0]))
    confine(memory=limits.memory, seconds=limits.seconds)
    out = sys.stdout.buffer
    pieces: list[bytes] = []
    size = 0
    try:
        for line in read_content(sys.stdin.buffer.read(), limits):
            pieces += (line, b"\n")
            size += len(line) + 1
            if size > BUFFER:
                out.write(b"".join(pieces))
                pieces, size = [], 0
        pieces.append(b'{"whole":true}\n')
    except FileRefused as refused:
        pieces = [_refused(refused.code)]
    except MemoryError:
        pieces = [_refused(FileReason.TOO_MUCH_MEMORY)]
    out.write(b"".join(pieces))
    out.flush()


def _refused(code: FileReason) -> bytes:
    return json.dumps({"refused": code.value}).encode() + b"\n"


if __name__ == "__main__":
    main(sys.argv[1:])
