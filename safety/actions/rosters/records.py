"""The workers on record as a roster is compared with them: dates as texts, blank where unknown."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date

from outreach.actions.imports.kinds import Place
from outreach.models import Centre, Worker, Workplace
from outreach.rules.workplace_names import comparable
from safety.models import Examination, ExaminationResult, ExamInstitution, Exposure
from safety.rosters.rows import RosterFacts

NOT_STATED = "not-stated"  # the institution of an exam that a list tells of without its place
NOT_STATED_NAME = "기관 미상 (명단)"  # a row of the table, like every institution's name


@dataclass(slots=True)
class KnownExposure:
    """An exposure that has not ended."""

    record: Exposure
    hazard: str
    process: str
    placed_date: str


@dataclass(slots=True)
class KnownExam:
    """An exam with what it says of each agent."""

    record: Examination
    results: dict[str, ExaminationResult] = field(default_factory=dict)


@dataclass(slots=True, eq=False)
class KnownWorker:
    """A worker on record, or one that an earlier row of the same file brings."""

    record: Worker
    workplace_id: int
    has_left: bool = False
    exposures: list[KnownExposure] = field(default_factory=list)
    exams: dict[tuple[str, str], KnownExam] = field(default_factory=dict)
    place: Place | None = None  # the row of this file that speaks of them

    def get(self, name: str) -> str:
        """Return a fact as a roster tells it."""
        value = getattr(self.record, name)
        if isinstance(value, date):
            return value.isoformat()
        return value or ""


def name_key(name: str) -> str:
    """Return a person's name as two spellings of it meet: without blanks, width and case."""
    return "".join(comparable(name).split()) or name


class Staffing:
    """Who works at which workplace of a centre, read for a workplace when a row speaks of it."""

    def __init__(self, centre: Centre) -> None:
        self._centre = centre
        self._at: dict[int, dict[str, list[KnownWorker]]] = {}
        self._everybody: dict[tuple[str, str], list[tuple[int, int, str]]] | None = None

    def at(self, workplace_id: int, name: str) -> list[KnownWorker]:
        """Return the workers of that name at a workplace, those who left too."""
        if workplace_id not in self._at:
            self.load([workplace_id])
        return self._at[workplace_id].get(name_key(name), [])

    def add(self, worker: KnownWorker) -> None:
        """Let the rows that follow find a worker whom this row brings."""
        if worker.workplace_id not in self._at:
            self.load([worker.workplace_id])
        named = self._at[worker.workplace_id].setdefault(name_key(worker.record.name), [])
        if worker not in named:
            named.append(worker)

    def with_pk(self, pk: int) -> KnownWorker | None:
        """Return a worker of the centre by id."""
        found = Worker.objects.filter(workplace__centre=self._centre, pk=pk).first()
        if found is None:
            return None
        there = self.at(found.workplace_id, found.name)
        return next((one for one in there if one.record.pk == pk), None)

    def elsewhere(self, facts: RosterFacts, workplace_id: int) -> list[tuple[int, int]]:
        """Return worker and workplace where the same name, birth date and number is on record."""
        if not facts["birth_date"] or not facts["phone"]:
            return []
        if self._everybody is None:
            self._everybody = self._read_everybody()
        key = name_key(facts["name"]), facts["birth_date"]
        return [
            (pk, place)
            for pk, place, phone in self._everybody.get(key, ())
            if phone == facts["phone"] and place != workplace_id
        ]

    def read_ahead(self, workplaces: Iterable[int]) -> None:
        """Read the workers of workplaces that rows are about to speak of, all together."""
        if unread := {pk for pk in workplaces if pk not in self._at}:
            self.load(unread)

    def load(self, workplaces: Collection[int]) -> None:
        """Read the workers, exposures and exams of some workplaces, in at most four queries."""
        for pk in workplaces:
            self._at[pk] = {}
        known: dict[int, KnownWorker] = {}
        for worker in Worker.objects.filter(workplace__in=workplaces).order_by("pk"):
            one = KnownWorker(worker, worker.workplace_id, worker.left_date is not None)
            known[worker.pk] = one
            self._at[worker.workplace_id].setdefault(name_key(worker.name), []).append(one)
        if known:
            self._read_exposures(known, workplaces)
            self._read_exams(known, workplaces)

    def _read_exposures(
        self, known: Mapping[int, KnownWorker], workplaces: Collection[int]
    ) -> None:
        rows = Exposure.objects.filter(worker__workplace__in=workplaces, ended_date=None)
        for row in rows.order_by("pk"):
            if (one := known.get(row.worker_id)) is not None:
                placed = row.placed_date.isoformat()
                one.exposures.append(KnownExposure(row, row.hazard, row.process, placed))

    def _read_exams(self, known: Mapping[int, KnownWorker], workplaces: Collection[int]) -> None:
        exams: dict[int, KnownExam] = {}
        rows = Examination.objects.filter(worker__workplace__in=workplaces)
        for exam in rows.select_related("institution").order_by("pk"):
            if (worker := known.get(exam.worker_id)) is not None:
                one = exams[exam.pk] = KnownExam(exam)
                worker.exams[exam.kind, exam.exam_date.isoformat()] = one
        if not exams:
            return
        for result in ExaminationResult.objects.filter(
            examination__worker__workplace__in=workplaces
        ):
            if (about := exams.get(result.examination_id)) is not None:
                about.results[result.hazard] = result

    def _read_everybody(self) -> dict[tuple[str, str], list[tuple[int, int, str]]]:
        found: defaultdict[tuple[str, str], list[tuple[int, int, str]]] = defaultdict(list)
        rows = Worker.objects.employed().filter(workplace__centre=self._centre)
        rows = rows.exclude(phone="").exclude(birth_date=None)
        for pk, place, name, birth_date, phone in rows.values_list(
            "pk", "workplace_id", "name", "birth_date", "phone"
        ).iterator():
            assert birth_date is not None  # noqa: S101 - excluded above
            found[name_key(name), birth_date.isoformat()].append((pk, place, phone))
        return found


class Workplaces:
    """The centre's workplaces, to be found by number and by name."""

    def __init__(self, centre: Centre) -> None:
        self._by_number: defaultdict[str, list[tuple[int, str]]] = defaultdict(list)
        self._by_name: defaultdict[str, list[int]] = defaultdict(list)
        self.closed: set[int] = set()
        into: dict[int, int] = {}
        rows = Workplace.objects.filter(centre=centre).order_by("pk")
        for pk, name, number, site_no, closed_date, merged_into in rows.values_list(
            "pk", "comparable_name", "business_no", "site_no", "closed_date", "merged_into_id"
        ).iterator():
            if merged_into is not None:
                into[pk] = merged_into
            if closed_date is not None:
                self.closed.add(pk)
            if number:
                self._by_number[number].append((pk, site_no))
            self._by_name[name].append(pk)
        self._into = into

    def find(self, facts: RosterFacts) -> list[int]:
        """Return the workplaces that a row may mean, the open ones if there are any."""
        found = [
            pk
            for pk, site_no in self._by_number.get(facts["business_no"], ())
            if not facts["site_no"] or facts["site_no"] == site_no
        ]
        named = self._by_name.get(comparable(facts["workplace"]), []) if facts["workplace"] else []
        if len(found) > 1:
            found = [pk for pk in found if pk in named] or found
        return self._open(found or named)

    def _open(self, pks: Iterable[int]) -> list[int]:
        listed = list(dict.fromkeys(map(self._kept, pks)))
        return [pk for pk in listed if pk not in self.closed] or listed

    def _kept(self, pk: int) -> int:
        """Return what a double was merged into: its old name and number lead there."""
        while pk in self._into:
            pk = self._into[pk]
        return pk


class Institutions:
    """The exam institutions, found by name."""

    def __init__(self, rows: Iterable[ExamInstitution]) -> None:
        self._by_name = {comparable(one.name): one for one in rows}
        self._not_stated: ExamInstitution | None = None

    def find(self, name: str) -> ExamInstitution | None:
        """Return the institution of a name however it is spaced."""
        return self._by_name.get(comparable(name)) if name else None

    def not_stated(self) -> ExamInstitution:
        """Return what stands where a list tells of an exam but of no institution we know."""
        if self._not_stated is None:
            self._not_stated = ExamInstitution.objects.get_or_create(
                code=NOT_STATED, defaults={"name": NOT_STATED_NAME}
            )[0]
        return self._not_stated
