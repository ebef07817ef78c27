"""Reading the centre's workplaces into a register, all of them or those a few rows may mean."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence

from django.db.models import F, QuerySet

from outreach.actions.imports.facts import Facts, facts_of, numbers_of
from outreach.actions.imports.register import Known, Register
from outreach.models import Centre, Contact, ImportFile, ImportRow, Workplace

Numbers = tuple[dict[int, list[str]], dict[int, list[str]]]


def load_register(centre: Centre) -> Register:
    """Read all workplaces of a centre, closed ones too, in two queries."""
    register = Register()
    numbers = _numbers(Contact.objects.filter(workplace__centre=centre))
    for known in _known(Workplace.objects.filter(centre=centre), numbers):
        register.add(known)
    return register


def load_decisions(import_file: ImportFile) -> dict[str, tuple[str, int | None]]:
    """Return what was decided about rows of earlier files, the last word of each."""
    decided = ImportRow.objects.exclude(decision="").filter(
        file__centre=import_file.centre,
        file__kind=import_file.kind,
        file__state=ImportFile.State.COMMITTED,
    )
    rows = decided.order_by("decided_at").values_list("digest", "decision", "workplace_id")
    return {digest: (decision, workplace_id) for digest, decision, workplace_id in rows}


def load_known(pk: int) -> Known:
    """Read one workplace."""
    numbers = _numbers(Contact.objects.filter(workplace=pk))
    return next(_known(Workplace.objects.filter(pk=pk), numbers))


def refresh(register: Register, centre: Centre, rows: Sequence[ImportRow]) -> None:
    """
    Look up, and lock, the workplaces that some rows speak of or may mean by a number or a name.

    What somebody registered, changed or removed since the register was loaded is brought up to
    date in it. A similar name that was registered in these seconds goes unseen; nothing else does.
    """
    told = [facts_of(row.canonical) for row in rows if "comparable_name" in row.canonical]
    phones = {number for row in rows if row.canonical for number in numbers_of(row.canonical)}
    meant = {row.workplace_id for row in rows if row.workplace_id is not None}
    workplaces = Workplace.objects.filter(centre=centre)
    pks = set(meant)
    # Said twice, so that the databases use their index of those that have a number.
    for column in ("factory_no", "business_no"):
        wanted = {getattr(facts, column) for facts in told} - {""}
        if wanted:
            found = workplaces.exclude(**{column: ""}).filter(**{f"{column}__among": wanted})
            pks.update(found.values_list("pk", flat=True))
    names = {facts.comparable_name for facts in told}
    pks.update(workplaces.filter(comparable_name__among=names).values_list("pk", flat=True))
    holders = Contact.objects.filter(phone__among=phones, workplace__centre=centre)
    pks.update(holders.values_list("workplace_id", flat=True))
    pks.update(doubles_among(pks).values())
    numbers = _numbers(Contact.objects.filter(workplace_id__among=pks))
    there = set()
    for fresh in _known(workplaces.filter(pk__among=pks).select_for_update(of=("self",)), numbers):
        assert fresh.pk is not None  # noqa: S101 - it was just read
        there.add(fresh.pk)
        known = register.with_pk(fresh.pk)
        if known is None:
            register.add(fresh)
        elif (known.facts, known.numbers, known.is_closed, known.into) != (
            fresh.facts,
            fresh.numbers,
            fresh.is_closed,
            fresh.into,
        ):
            known.facts, known.numbers, known.into = fresh.facts, fresh.numbers, fresh.into
            known.former_numbers, known.is_closed = fresh.former_numbers, fresh.is_closed
            register.add(known)
    for gone in meant - there:
        register.remove(gone)


def doubles_among(pks: Collection[int]) -> dict[int, int]:
    """Return into what those of these workplaces were merged that were, at the end."""
    found: dict[int, int] = {}
    asked = set(pks)
    while asked:
        merged = Workplace.objects.filter(pk__among=asked, merged_into__isnull=False)
        into = dict(merged.values_list("pk", "merged_into__pk"))
        asked = {kept for pk, kept in into.items() if pk not in found}
        found |= into
    return {pk: _end(found, pk) for pk in found}


def _end(into: Mapping[int, int], pk: int) -> int:
    while pk in into:
        pk = into[pk]
    return pk


def _known(workplaces: QuerySet[Workplace], numbers: Numbers) -> Iterator[Known]:
    current, former = numbers
    ordered = workplaces.order_by(F("closed_date").asc(nulls_first=True), "pk")
    # A double answers for its own name; its telephones are those of what it was merged into.
    columns = ("pk", "merged_into_id", "closed_date", *Facts._fields)
    for pk, into, closed_date, *facts in ordered.values_list(*columns).iterator():
        yield Known(
            facts=Facts._make(facts),
            pk=pk,
            is_closed=closed_date is not None,
            into=into,
            numbers=tuple(sorted({*current.get(pk, ()), *current.get(into or pk, ())})),
            former_numbers=tuple(sorted(former.get(pk, ()))),
        )


def _numbers(contacts: QuerySet[Contact]) -> Numbers:
    current: defaultdict[int, list[str]] = defaultdict(list)
    former: defaultdict[int, list[str]] = defaultdict(list)
    told: Iterable[tuple[int, str, object]] = (
        contacts.exclude(phone="").values_list("workplace_id", "phone", "left_date").iterator()
    )
    for workplace_id, phone, left_date in told:
        (current if left_date is None else former)[workplace_id].append(phone)
    return current, former
