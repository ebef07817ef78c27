"""The card of a site: what the team finds there, with a photo for those who go."""

from __future__ import annotations

from django.contrib import messages
from django.core.files.storage import default_storage
from django.http import FileResponse, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.templatetags.static import static
from django.utils.translation import gettext as _
from django.views.decorators.cache import cache_control
from django.views.decorators.http import require_http_methods, require_safe

from outreach import clock
from outreach.access import Permission, requires
from outreach.actions.site_photos import NoPhoto, keep_photo, remove_photo
from outreach.actions.workplaces import ChangedMeanwhile, ResidentNumberGiven, change_workplace
from outreach.asker import StaffRequest
from outreach.forms.site_cards import SiteCardForm, card_of
from outreach.forms.versions import conflict_of
from outreach.models import Workplace


@requires(Permission.EDIT_WORKPLACES)
@require_http_methods(["GET", "HEAD", "POST"])
def site_card(request: StaffRequest, pk: int) -> HttpResponse:
    """Change the card of a site; what somebody else changed meanwhile is shown first."""
    place = get_object_or_404(Workplace.objects.for_staff(request.user), pk=pk)
    form = SiteCardForm(request.POST or None, files=request.FILES or None, initial=card_of(place))
    if not place.photo:
        del form.fields["without_photo"]
    conflict = None
    if request.method == "POST" and form.is_valid():
        try:
            # First, and by itself: a page that asks who is right could not send it again.
            _keep_or_remove_photo(place, form)
            conflict = conflict_of(form, version=place.version)
            if conflict is None:
                change_workplace(
                    workplace=place, version=place.version, changes=form.card, now=clock.now()
                )
        except NoPhoto as reason:
            form.add_error("photo", str(reason))
        except (ChangedMeanwhile, ResidentNumberGiven) as reason:
            form.add_error(None, str(reason))
        else:
            if conflict is None:
                messages.success(request, _("The site card has been saved."))
                return redirect("workplace", pk)
    known = get_object_or_404(Workplace.objects.for_staff(request.user), pk=pk)
    page = {"form": form, "workplace": known, "conflict": conflict}
    return render(request, "outreach/site_card.html", page, status=409 if conflict else 200)


@requires(Permission.SEE_DAY_SHEET)
@require_safe
@cache_control(private=True, max_age=3600)
def site_photo(request: StaffRequest, pk: int) -> HttpResponseBase:
    """Answer with the photo of a site, to those who go there; it has no address of its own."""
    place = get_object_or_404(Workplace.objects.for_staff(request.user), pk=pk)
    if not place.photo or not default_storage.exists(place.photo):
        return redirect(static("img/no-photo.svg"))
    return FileResponse(default_storage.open(place.photo), content_type="image/jpeg")


def _keep_or_remove_photo(place: Workplace, form: SiteCardForm) -> None:
    given = form.cleaned_data
    if given["photo"]:
        keep_photo(workplace=place, content=given["photo"].read(), now=clock.now())
    elif given.get("without_photo") and place.photo:
        remove_photo(workplace=place, now=clock.now())
