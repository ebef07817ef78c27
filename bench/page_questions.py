"""What the people of bench/pages.py ask for, drawn from the city itself."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from http import HTTPStatus
from random import Random
from urllib.parse import urlencode

from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import NoReverseMatch, reverse
from page_load import HOST, Ask

from outreach.access import Role
from outreach.models import Contact, Staff, Worker, Workplace

SAMPLE = 24
COUNTED = 4  # requests whose queries are counted
INITIALS = "ㄱㄲㄴㄷㄸㄹㅁㅂㅃㅅㅆㅇㅈㅉㅊㅋㅌㅍㅎ"
Question = tuple[str, list[Ask]]


def heading() -> str:
    """Return the database and how much there is in it."""
    works, people = Workplace.objects.count(), Worker.objects.count()
    return f"{connection.vendor}: {works:,} workplaces, {people:,} workers"


def sign_in() -> Mapping[str, str]:
    """Sign the coordinator in and return the cookies of their browser."""
    client = _client()
    client.force_login(Staff.objects.filter(role=Role.COORDINATOR).order_by("pk")[0])
    client.get(reverse("workplace-list"))
    return {name: morsel.value for name, morsel in client.cookies.items()}


def settled(cookies: Mapping[str, str], asks: Sequence[Ask]) -> list[Ask]:
    """Return the same with the addresses that pages lead on to."""
    client = _client()
    client.cookies.load(dict(cookies))
    return [
        Ask(answer.headers.get("Location", ask.address))
        if ask.fields is None
        and (answer := client.get(ask.address)).status_code == HTTPStatus.FOUND
        else ask
        for ask in asks
    ]


def count_queries(cookies: Mapping[str, str], asks: Sequence[Ask]) -> str:
    """Return how many queries an answer takes, at least and at most."""
    client = _client()
    client.cookies.load(dict(cookies))
    counts = set()
    for ask in asks[:COUNTED]:
        with CaptureQueriesContext(connection) as queries:
            if ask.fields is None:
                client.get(ask.address)
            else:
                client.post(ask.address, ask.fields, headers={"HX-Request": "true"})
        counts.add(len(queries))
    return "–".join(str(count) for count in sorted({min(counts), max(counts)}))


def _client() -> Client:
    return Client(HTTP_HOST=HOST)


def questions() -> Iterator[Question]:
    """Yield each page with the addresses that are asked for."""
    rng = Random(2)
    centre = Staff.objects.filter(role=Role.COORDINATOR).order_by("pk")[0].centre
    pks = list(Workplace.objects.filter(centre=centre).values_list("pk", flat=True))
    places = [Workplace.objects.get(pk=pk) for pk in rng.sample(pks, min(SAMPLE, len(pks)))]
    large = Workplace.objects.filter(centre=centre).order_by("-regular_workers", "pk")[:SAMPLE]
    districts = sorted({place.district_code for place in places})
    yield "today", [Ask("/")]
    yield from _lists(rng, districts, places)
    yield from _searches(rng, places)
    yield from _maps(districts)
    yield "workplace", [Ask(f"/workplaces/{place.pk}/") for place in places]
    yield "workplace, the largest", [Ask(f"/workplaces/{place.pk}/") for place in large]
    people = Worker.objects.filter(workplace__in=places).order_by("pk")[:SAMPLE]
    yield "worker", [Ask(f"/workers/{person.pk}/") for person in people]
    yield "due list", [Ask("/due/")]
    yield "due list, overdue", [Ask("/due/?group=overdue"), Ask("/due/?group=overdue&page=9")]
    yield "due list, filtered", [Ask(f"/due/?kind=SPECIAL_EXAM&district={d}") for d in districts]
    yield "call list", [Ask("/calls/")]
    yield "call list, district", [Ask(f"/calls/?district={d}") for d in districts]
    yield "outbox, waiting", [Ask("/messages/")]
    yield "outbox, sent", [Ask("/messages/?tab=sent")]
    yield "outbox, all of a year", [Ask("/messages/?tab=all&days=366")]
    yield "week", [Ask("/week/")]
    for name in ("class-list", "certificate-list", "application-list", "results", "import-list"):
        yield name.replace("-", " "), [Ask(reverse(name))]


def _lists(
    rng: Random, districts: Sequence[str], places: Sequence[Workplace]
) -> Iterator[Question]:
    yield "list", [Ask("/workplaces/")]
    yield "list, a late page", [Ask(f"/workplaces/?page={rng.randint(2, 1000)}") for _ in places]
    yield "list, one district", [Ask(f"/workplaces/?district={code}") for code in districts]
    yield (
        "list, three filters",
        [Ask(f"/workplaces/?district={code}&industry=14&size=1-4&sort=size") for code in districts],
    )
    yield "list, no number for texts", [Ask("/workplaces/?phone=none&phone=voice")]
    yield "list, a word", [Ask(f"/workplaces/?{_query(place)}") for place in places]


def _searches(rng: Random, places: Sequence[Workplace]) -> Iterator[Question]:
    pks = list(Worker.objects.values_list("pk", flat=True)[: 200 * SAMPLE])
    people = list(Worker.objects.select_related("workplace").filter(pk__in=rng.sample(pks, SAMPLE)))
    phones = list(Contact.objects.exclude(phone="").values_list("phone", flat=True)[: 200 * SAMPLE])
    phones = rng.sample(phones, SAMPLE)
    forms = {
        "name": [place.name for place in places],
        "name, two syllables": [place.name[:2] for place in places],
        "initials": [
            "".join(INITIALS[(ord(sign) - 0xAC00) // 588] for sign in place.name.split()[0])
            for place in places
        ],
        "slip": [place.name[0] + chr(ord(place.name[1]) + 28) + place.name[2:] for place in places],
        "number": [place.business_no for place in places if place.business_no],
        "last four": [phone[-4:] for phone in phones],
        "telephone": [f"0{phone[3:]}" for phone in phones],
        "address": [" ".join(place.address.split()[1:]) for place in places],
        "neighbourhood": [place.dong for place in places],
        "worker": [person.name for person in people],
        "worker, firm": [f"{person.name} {person.workplace.name}" for person in people],
        "nothing": ["없는이름이다", "zzzz", "뷁뷁뷁"],
    }
    for form, words in forms.items():
        yield f"search, {form}", [Ask("/search/", {"words": word}) for word in words]


def _maps(districts: Sequence[str]) -> Iterator[Question]:
    try:
        address = reverse("workplace-map")
    except NoReverseMatch:
        return
    yield "map of a district", [Ask(f"{address}?district={code}") for code in districts]


def peer_questions() -> Iterator[Question]:
    """Yield the list and the search of Django's own admin on the same table."""
    address = "/admin/outreach/workplace/"
    rng = Random(2)
    pks = list(Workplace.objects.values_list("pk", flat=True))
    places = [Workplace.objects.get(pk=pk) for pk in rng.sample(pks, SAMPLE)]
    yield "list, Django's admin", [Ask(address)]
    district = [f"{address}?district_code={place.district_code}" for place in places]
    yield "list, one district, Django's admin", [Ask(one) for one in district]
    words = [f"{address}?{_query(place)}" for place in places]
    yield "search, name, Django's admin", [Ask(one) for one in words]


def _query(place: Workplace) -> str:
    return urlencode({"q": place.name.split()[0]})
