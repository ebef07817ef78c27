"""Which static files are served: our own, and the parts of node_modules that pages use."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from django.contrib.staticfiles.finders import FileSystemFinder
from django.core.files.storage import Storage

# component.css is KRDS with broken picture paths (output.css is the sound one); the others are
# what the packages ship for other ways of building.
UNWANTED = ["component.css*", "*.woff", "*.gz", "ext", "htmx.js", "htmx.[ace]*"]


class PartsFinder(FileSystemFinder):
    """Finds what STATICFILES_DIRS names, without the files that no page asks for."""

    def list(self, ignore_patterns: Iterable[str] | None) -> Iterator[tuple[str, Storage]]:
        """Yield each file to collect with the folder it lies in."""
        yield from super().list([*(ignore_patterns or []), *UNWANTED])
