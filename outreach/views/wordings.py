"""The words of the centre's texts: listed, written beside a telephone, kept as versions."""

from __future__ import annotations

from typing import Any

from django.contrib import messages as notices
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from outreach import clock
from outreach.access import Permission, requires
from outreach.actions import wordings
from outreach.actions.centres import set_refusal_number
from outreach.actions.message_templates import OWN, Words, built_in, current_words, keys
from outreach.asker import StaffRequest
from outreach.forms.wordings import RefusalNumberForm, WordingForm
from outreach.message_words import KINDS, fault_words, message_kind
from outreach.models import Centre, Language, Wording
from outreach.rules.sms_text import with_replacements

FIELDS = {Language.KO: "body_ko", Language.EN: "body_en"}


@requires(Permission.MANAGE_CENTRE)
@require_http_methods(["GET", "HEAD"])
def wording_list(request: StaffRequest) -> HttpResponse:
    """List every kind of text with its words in force."""
    centre = _centre(request)
    found = [(key, current_words(centre=centre, key=key)) for key in KINDS if key in keys()]
    rows = [
        {"key": key, "kind": message_kind(key), "words": words, "is_own": words.version > OWN}
        for key, words in found
    ]
    form = RefusalNumberForm(initial={"number": centre.refusal_number})
    return render(request, "outreach/wording_list.html", {"rows": rows, "form": form})


@requires(Permission.MANAGE_CENTRE)
@require_POST
def wording_refusal_number(request: StaffRequest) -> HttpResponse:
    """Keep the free number for refusals."""
    form = RefusalNumberForm(request.POST)
    if form.is_valid():
        set_refusal_number(centre=_centre(request), number=form.cleaned_data["number"])
        notices.success(request, _("Saved."))
    else:
        notices.error(request, " ".join(str(error) for error in form.errors["number"]))
    return redirect("wording-list")


@requires(Permission.MANAGE_CENTRE)
@require_http_methods(["GET", "HEAD", "POST"])
def wording(request: StaffRequest, key: str) -> HttpResponse:
    """Write the words of one kind of text, with what becomes of them beside it."""
    if key not in keys():
        raise Http404
    centre = _centre(request)
    words = current_words(centre=centre, key=key)
    first = {"body_ko": words.ko, "body_en": words.en, "is_advertising": words.is_advertising}
    if request.method == "POST" and "built_in" in request.POST:
        first = {"body_ko": built_in(key).ko, "body_en": built_in(key).en, "is_advertising": False}
    sent = _sent(request)
    form = WordingForm(sent, initial=first)
    if sent is not None and "save" in sent and form.is_valid() and _written(request, key, form):
        return redirect("wording", key)
    page = {
        "form": form,
        "key": key,
        "kind": message_kind(key),
        "version": words.version - OWN if words.version > OWN else 0,
        "places": sorted(built_in(key).places),
        "sides": _sides(centre, key, form),
        "past": Wording.objects.for_staff(request.user)
        .filter(template=key)
        .select_related("made_by")
        .order_by("-version")[:10],
    }
    if request.headers.get("HX-Request"):
        return render(request, "outreach/_wording_preview.html", page)
    status = 422 if sent is not None and "save" in sent else 200
    return render(request, "outreach/wording.html", page, status=status)


def _sent(request: StaffRequest) -> Any:
    """Return what was sent, with signs replaced where that was asked for."""
    if request.method != "POST" or "built_in" in request.POST:
        return None
    sent = request.POST.copy()
    if "replace" in sent:
        for name in FIELDS.values():
            sent[name] = with_replacements(sent.get(name, ""))
    return sent


def _written(request: StaffRequest, key: str, form: WordingForm) -> bool:
    try:
        wordings.write_words(
            centre=_centre(request), key=key, staff=request.user, now=clock.now(),
            **form.cleaned_data,
        )  # fmt: skip
    except wordings.CannotBeUsed:
        pass  # each fault stands beside the words
    except (wordings.NoFreeRefusal, wordings.NothingNew) as reason:
        form.add_error(None, str(reason))
    else:
        notices.success(request, _("The words are in force, also for the texts that wait."))
        return True
    return False


def _sides(centre: Centre, key: str, form: WordingForm) -> list[dict[str, object]]:
    """Return for each language the telephone, the length and the faults."""
    data = {name: str(form[name].value() or "") for name in FIELDS.values()}
    words = Words(OWN, data["body_ko"], data["body_en"], bool(form["is_advertising"].value()))
    sides = []
    for language, name in FIELDS.items():
        found = wordings.faults_of(key=key, body=data[name], language=language)
        shown = wordings.preview(
            centre=centre, key=key, words=words, language=language, now=clock.now()
        )
        sides.append(
            {
                "language": language.label,
                "lang": language.value,
                "shown": shown,
                "faults": [fault_words(one) for one in found],
                "can_replace": any(one.instead is not None for one in found),
            }
        )
    return sides


def _centre(request: StaffRequest) -> Centre:
    centre = request.user.centre
    if centre is None:
        raise Http404
    return centre
