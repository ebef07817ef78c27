"""The middle layer: what the law asks, and the proof that it was done."""

from __future__ import annotations

from django.apps import AppConfig


class SafetyConfig(AppConfig):
    name = "safety"
