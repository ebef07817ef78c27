"""Ways to reach somebody; each provider has one door."""

from __future__ import annotations
