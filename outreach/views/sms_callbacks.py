"""The provider's reports about a text; signed, and from nobody else."""

from __future__ import annotations

from django.conf import settings
from django.http import HttpRequest, HttpResponse, HttpResponseForbidden
from django.shortcuts import get_object_or_404
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_POST

from outreach import clock
from outreach.access import public
from outreach.actions.callbacks import take_callback
from outreach.actions.sending import CALLBACK_RETRIES
from outreach.channels.sms import valid_signature
from outreach.models import Message

LARGEST = 64 * 1024  # bytes


@public
@csrf_exempt
@require_POST
def sms_callback(request: HttpRequest, pk: int, number: int) -> HttpResponse:
    """Take one status callback; a forged one leaves no trace."""
    if int(request.headers.get("content-length") or 0) > LARGEST:
        return HttpResponse(status=413)
    form = request.POST.dict()
    if not _is_signed(request, form):
        return HttpResponseForbidden()
    sid, status = form.get("MessageSid", ""), form.get("MessageStatus", "")
    if not (sid.startswith(("SM", "MM")) and len(sid) <= 40 and status):
        return HttpResponse(status=400)
    message = get_object_or_404(Message, pk=pk)  # the signature is who asks
    error_code = form.get("ErrorCode", "")
    take_callback(
        message=message,
        number=number,
        sid=sid,
        status=status,
        error_code=error_code,
        now=clock.now(),
    )
    return HttpResponse(status=204)


def _is_signed(request: HttpRequest, form: dict[str, str]) -> bool:
    """Check the signature over the public address, whatever a proxy made of it."""
    header = request.headers.get("X-Twilio-Signature")
    url = f"{settings.PUBLIC_URL}{request.get_full_path()}"
    # Whether the fragment of the address is signed too is written nowhere.
    return valid_signature(url, form, header) or valid_signature(
        url + CALLBACK_RETRIES, form, header
    )
