"""The bottom layer's part of merging two workplaces: facts, contacts, people, texts and calls."""

from __future__ import annotations

from collections.abc import Iterable

from django.db.models import F, Q, QuerySet
from django.utils.translation import gettext_lazy as _

from outreach.actions.calls import settle_joined_turns
from outreach.actions.ledgers import Shelf
from outreach.actions.merging import GONE, GROUPS, MergeRefused, Merging, values_of
from outreach.actions.search import refresh
from outreach.actions.workplaces import refuse_a_second
from outreach.models import (
    CallTurn,
    Consent,
    Contact,
    ContactAttempt,
    ImportFile,
    Link,
    Message,
    Reach,
    Reply,
    SearchEntry,
    Worker,
    Workplace,
)


class ListInTheWay(MergeRefused):
    words = _("A list of its workers has been read but not decided. Please decide it first.")


def shelves(pks: Iterable[int]) -> list[Shelf]:
    """Return every row of this layer that merging these workplaces may touch."""
    keys = list(pks)
    of_people = Q(worker__workplace__in=keys)
    texts = Message.objects.filter(
        Q(workplace__in=keys) | of_people | Q(contact__workplace__in=keys)
    )
    links = Link.objects.filter(Q(workplace__in=keys) | of_people)
    return [
        Shelf(Workplace.objects.filter(pk__in=keys)),
        Shelf(Contact.objects.filter(workplace__in=keys)),
        Shelf(Worker.objects.filter(workplace__in=keys)),
        Shelf(
            Consent.objects.filter(Q(contact__workplace__in=keys) | of_people).distinct(),
            bars=False,
        ),
        Shelf(ContactAttempt.objects.filter(workplace__in=keys)),
        Shelf(links.distinct(), bars=False),
        Shelf(texts.distinct(), bars=False),
        Shelf(Reply.objects.filter(workplace__in=keys), bars=False),
        Shelf(Reach.objects.filter(workplace__in=keys), is_derived=True),
        Shelf(CallTurn.objects.filter(workplace__in=keys), is_derived=True),
        Shelf(SearchEntry.objects.filter(workplace__in=keys), is_derived=True),
    ]


def refuse_open_lists(merging: Merging) -> None:
    """
    Let no list be taken in for a workplace that is gone by then.

    :raises ListInTheWay: one is being looked at
    """
    states = (*ImportFile.AT_WORK, ImportFile.State.PREVIEWED)
    if ImportFile.objects.filter(workplace=merging.gone, state__in=states).exists():
        raise ListInTheWay


def merge_rows(merging: Merging) -> None:
    """
    Move what this layer knows of the double.

    1. People who are on both lists become one; the other row stays behind as their history.
    2. Contacts move; of a number that both have, one row stays behind and its answers move.
    3. The double lends what it knows better, closes, and points at what is kept.
    """
    _join_people(merging)
    _move_contacts(merging)
    _settle_repeated_replies(merging)
    kept, gone = merging.kept, merging.gone
    for rows in (
        Worker.objects.filter(workplace=gone, merged_into=None),
        ContactAttempt.objects.filter(workplace=gone),
        Link.objects.filter(workplace=gone),
        Message.objects.filter(workplace=gone),
        Reply.objects.filter(workplace=gone),
    ):
        merging.move(rows, workplace=kept)
    settle_joined_turns(kept=kept, gone=gone, now=merging.now)
    _join_facts(merging)


def _settle_repeated_replies(merging: Merging) -> None:
    """What one number has said to both is asked once."""
    waiting = Reply.objects.unhandled()
    for kind, phone in waiting.filter(workplace=merging.kept).values_list("kind", "phone"):
        waiting.filter(workplace=merging.gone, kind=kind, phone=phone).update(
            handled_at=merging.now
        )


def finish(merging: Merging) -> None:
    """Find both under what is kept."""
    refresh(workplaces=[merging.kept.pk, merging.gone.pk])


def _join_people(merging: Merging) -> None:
    workers = Worker.objects.in_bulk([*merging.people, *merging.people.values()])
    for gone_pk, kept_pk in merging.people.items():
        gone, kept = workers[gone_pk], workers[kept_pk]
        merging.remark("SAME_PERSON", kept, gone)
        for rows in (Link.objects.filter(worker=gone), Message.objects.filter(worker=gone)):
            merging.move(rows, worker=kept)
        _take_answers(merging, Consent.objects.filter(worker=gone), worker=kept)
        works_there = gone.left_date is None
        gone.merged_into = kept
        gone.left_date = gone.left_date or merging.today
        if gone.hired_date and gone.hired_date > gone.left_date:
            gone.left_date = gone.hired_date
        gone.version += 1
        gone.save(update_fields=["merged_into", "left_date", "version"])
        if works_there:
            kept.left_date = None
        _lend(kept, gone)


def _lend(kept: Worker, gone: Worker) -> None:
    """Let the row that stays know what only the other did."""
    blank = [
        name
        for name in ("birth_date", "phone", "job", "hired_date")
        if not getattr(kept, name) and getattr(gone, name)
    ]
    for name in blank:
        setattr(kept, name, getattr(gone, name))
    if "phone" in blank:
        kept.language = gone.language
        blank.append("language")
    kept.version += 1
    kept.save(update_fields=[*blank, "left_date", "version"])


def _move_contacts(merging: Merging) -> None:
    kept, gone = merging.kept, merging.gone
    if kept.contacts.current().filter(is_primary=True).exists():
        gone.contacts.filter(is_primary=True).update(is_primary=False)
    theirs = {one.phone: one for one in kept.contacts.current().exclude(phone="")}
    for pk in merging.move(gone.contacts.all(), workplace=kept):
        double = Contact.objects.get(pk=pk)
        mine = theirs[double.phone]
        merging.remark("SAME_NUMBER", mine, double)
        for rows in (
            Message.objects.filter(contact=double),
            ContactAttempt.objects.filter(contact=double),
        ):
            merging.move(rows, contact=mine)
        _take_answers(merging, Consent.objects.filter(contact=double), contact=mine)
        if not mine.name and double.name:
            mine.name, mine.role = double.name, double.role
        mine.version += 1
        mine.save(update_fields=["name", "role", "version"])
        double.left_date, double.is_textable = merging.today, False
        double.version += 1
        double.save(update_fields=["left_date", "is_textable", "version"])


def _take_answers(merging: Merging, rows: QuerySet[Consent], **to: Worker | Contact) -> None:
    """Let what somebody agreed to or refused follow; of two answers the later one holds."""
    theirs = {one.purpose: one for one in Consent.objects.filter(withdrawn_at=None).filter(**to)}
    for answer in rows.filter(withdrawn_at=None).order_by("pk"):
        other = theirs.get(answer.purpose)
        if other is not None:
            older = min(answer, other, key=lambda one: (one.recorded_at, one.pk))
            Consent.objects.filter(pk=older.pk).update(withdrawn_at=merging.now)
    merging.move(rows, **to)


def _join_facts(merging: Merging) -> None:
    kept, gone = merging.kept, merging.gone
    wanted = {
        column: value
        for group, columns in GROUPS.items()
        if merging.chosen[group] == GONE
        for column, value in zip(columns, values_of(gone, group), strict=True)
    }
    wanted["registered_date"] = min(kept.registered_date, gone.registered_date)
    lost = {"factory_no": ""} if wanted.get("factory_no") else {}
    Workplace.objects.filter(pk=gone.pk).update(
        merged_into=kept,
        closed_date=gone.closed_date or merging.today,
        facts_changed_at=merging.now,
        version=F("version") + 1,
        **lost,
    )
    for column, value in wanted.items():
        setattr(kept, column, value)
    refuse_a_second(kept)
    Workplace.objects.filter(pk=kept.pk).update(
        **wanted, facts_changed_at=merging.now, version=F("version") + 1
    )
    gone.refresh_from_db()
    kept.refresh_from_db()
