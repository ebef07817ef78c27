"""Finding a workplace or a worker: as somebody types, and as a page."""

from __future__ import annotations

from dataclasses import dataclass

from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from outreach.access import Permission, requires
from outreach.asker import StaffRequest
from outreach.models import SearchEntry
from outreach.search import LONGEST, Hit, find

AS_TYPED = 7  # of each kind, below the box
ON_THE_PAGE = 50
WORDS = "search_words"  # in the session: an address would carry people's names into logs


@dataclass(frozen=True)
class Group:
    """The hits of one kind."""

    kind: str
    hits: list[Hit]
    is_cut: bool
    """There may be more than are shown."""


@requires(Permission.SEE_WORKPLACES)
@require_http_methods(["GET", "HEAD", "POST"])
@never_cache
def search(request: StaffRequest) -> HttpResponse:
    """Answer htmx with a list of what is found so far, and a form with the page of results."""
    if request.method != "POST":
        words = request.session.get(WORDS, "")
        groups = _groups(request, words, ON_THE_PAGE)
        context = {"words": words, "searched": words, "groups": groups}
        return render(request, "outreach/search.html", context)
    words = request.POST.get("words", "").strip()[:LONGEST]
    if request.htmx:
        context = {"words": words, "groups": _groups(request, words, AS_TYPED)}
        return render(request, "outreach/_search_hits.html", context)
    request.session[WORDS] = words
    return redirect("search")


def _groups(request: StaffRequest, words: str, limit: int) -> list[Group]:
    hits = find(asker=request.user, words=words, limit=limit)
    groups = []
    for kind in SearchEntry.Kind.values:
        own = [hit for hit in hits if hit.kind == kind]
        if own:
            groups.append(Group(kind, own, len(own) == limit))
    return groups
