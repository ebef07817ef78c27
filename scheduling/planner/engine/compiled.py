"""How the search becomes machine code, kept on disk under the fingerprint of its sources."""

from __future__ import annotations

import hashlib
from collections.abc import Callable
from pathlib import Path
from typing import ParamSpec, Protocol, TypeVar, cast

import numba

P = ParamSpec("P")
R = TypeVar("R")

FOLDER = Path(__file__).resolve().parent


class Compiler(Protocol):
    """What we ask of numba, with types."""

    def __call__(
        self, *, cache: bool, forceinline: bool, nogil: bool, error_model: str, _nrt: bool
    ) -> Callable[[Callable[P, R]], Callable[P, R]]:
        """Return a decorator that compiles."""


def fingerprint() -> str:
    """Return what changes whenever a source of the search does."""
    digest = hashlib.sha256(numba.__version__.encode())
    for source in sorted(FOLDER.glob("*.py")):
        digest.update(source.read_bytes())
    return digest.hexdigest()[:16]


def code_folder() -> Path:
    """Return where the machine code of exactly these sources is kept."""
    return FOLDER / "__pycache__" / fingerprint()


# By itself numba looks only at the file a function stands in, not at those of what it calls.
vars(numba.config)["CACHE_DIR"] = str(code_folder())
_compiler = cast(Compiler, numba.njit)


def compiled(function: Callable[P, R]) -> Callable[P, R]:
    """
    Compile a function that Python calls; its machine code is kept on disk.

    Nothing in it may make an array: `_nrt` off means that arrays are not counted. Counting those
    of our two tuples at each call made the search 15 times slower.
    """
    return _compiler(cache=True, forceinline=False, nogil=True, error_model="numpy", _nrt=False)(
        function
    )


def inlined(function: Callable[P, R]) -> Callable[P, R]:
    """Compile a function into those that call it: a call costs more than what it does."""
    return _compiler(cache=False, forceinline=True, nogil=True, error_model="numpy", _nrt=False)(
        function
    )
