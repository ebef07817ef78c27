from __future__ import annotations

from django.db import models

from outreach.models import ImportFile, Staff, Worker


class StillHere(models.Model):
    """Somebody said that a worker whom a roster does not name works there all the same."""

    import_file = models.ForeignKey(ImportFile, on_delete=models.CASCADE, related_name="+")
    worker = models.ForeignKey(Worker, on_delete=models.CASCADE, related_name="+")
    said_by = models.ForeignKey(
        Staff, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    said_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["import_file", "worker"], name="one_answer_per_roster_and_worker"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.import_file_id} {self.worker_id}"
