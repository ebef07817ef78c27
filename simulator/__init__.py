"""A phone simulator: Twilio's HTTP API on one side, the phones that ring on the other."""

from __future__ import annotations
