"""
Bring a list in through django-import-export, for bench/intake.py.

As its documentation says for many rows: in bulk, the rows on record read once beforehand
(CachedInstanceLoader), no picture of the differences drawn, nothing kept of each row.
"""

from __future__ import annotations

import os
import sys
from pathlib import Path
from typing import Any

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))
os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings")

import django

django.setup()

import tablib  # noqa: E402
from django.conf import settings  # noqa: E402
from django.utils import timezone  # noqa: E402
from import_export import fields, resources  # noqa: E402
from import_export.instance_loaders import CachedInstanceLoader  # noqa: E402

from outreach.models import Centre, Workplace  # noqa: E402

settings.IMPORT_EXPORT_SKIP_ADMIN_LOG = True
COLUMNS = {
    "name": "회사명",
    "representative_name": "대표자명",
    "business_no": "사업자등록번호",
    "factory_no": "공장관리번호",
    "ksic": "대표업종번호",
    "road_address": "공장대표주소(도로명)",
    "lot_address": "공장대표주소(지번)",
    "regular_workers": "종업원수",
}


class WorkplaceResource(resources.ModelResource):  # type: ignore[misc]
    """The same columns into the same table: found by the factory number, written in bulk."""

    class Meta:
        model = Workplace
        import_id_fields = ("factory_no",)
        fields = tuple(COLUMNS)
        use_bulk = True
        batch_size = 1000
        skip_unchanged = True
        report_skipped = False
        use_transactions = True
        skip_diff = True
        instance_loader_class = CachedInstanceLoader

    for _name, _heading in COLUMNS.items():
        locals()[_name] = fields.Field(attribute=_name, column_name=_heading)

    def before_import(self, dataset: Any, **kwargs: Any) -> None:
        """Load what every row asks for."""
        self.centre, _made = Centre.objects.get_or_create(
            code="peer",
            defaults={"name": "비교", "head_title": "장", "district_codes": [], "address": "",
                      "latitude": 37.5, "longitude": 127.0, "callback_number": "02-000-0000",
                      "sender_number": "+8220000000"},
        )  # fmt: skip
        self.now = timezone.now()
        super().before_import(dataset, **kwargs)

    def before_import_row(self, row: Any, **kwargs: Any) -> None:
        """Make the cells fit the columns."""
        row["사업자등록번호"] = str(row["사업자등록번호"] or "").replace("-", "")
        for heading in COLUMNS.values():
            row[heading] = "" if row[heading] is None else row[heading]

    def get_queryset(self) -> Any:
        """Look among this centre's workplaces only."""
        return Workplace.objects.filter(centre=self.centre)

    def before_save_instance(self, instance: Any, row: Any, **kwargs: Any) -> None:
        """Set what no column tells."""
        instance.centre = self.centre
        instance.comparable_name = instance.name
        instance.registered_date = self.now.date()
        instance.facts_changed_at = self.now


def main(path: str) -> None:
    """Read the workbook and import it."""
    dataset = tablib.Dataset().load(Path(path).read_bytes(), format="xlsx")
    result = WorkplaceResource().import_data(dataset, dry_run=False, raise_errors=True)
    sys.stdout.write(" ".join(f"{name} {n}" for name, n in result.totals.items() if n) + "\n")


if __name__ == "__main__":
    main(sys.argv[1])
