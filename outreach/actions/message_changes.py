"""Changing what a text says while it waits."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime

from django.db import transaction

from outreach.actions.message_bodies import body_of
from outreach.actions.message_templates import current_words
from outreach.models import Link, Message, MessageState
from outreach.models.message import UNDER_WAY


@transaction.atomic
def rewrite(
    *,
    message: Message,
    template: str,
    context: Mapping[str, str],
    link: Link | None,
    leaves_at: datetime,
    send_before: datetime,
    is_under_way: bool = False,
) -> bool:
    """
    Let a waiting text say something else, or leave earlier; tell whether it still could be.

    It cannot once a sender has taken it: whichever statement comes first wins, and the sender
    reads the words after its own. Of one that is under way (`is_under_way`) only a second send
    says something else; by what it said first it is still known at the provider.

    :raises UnknownPlaceholder: the text has a place without a word
    :raises UnknownWord: the context has a word without a place
    """
    words = current_words(centre=message.centre, key=template)
    message.template, message.context, message.link = template, dict(context), link
    message.words_version = words.version
    body_of(message)
    rows = Message.objects.filter(pk=message.pk, withdrawn_at=None)
    if is_under_way:
        said = rows.filter(state__in=[*UNDER_WAY, MessageState.UNCERTAIN])
        return bool(
            said.update(
                template=template,
                words_version=words.version,
                context=dict(context),
                link=link,
                send_before=send_before,
            )
        )
    found = rows.waiting().update(
        template=template,
        words_version=words.version,
        context=dict(context),
        link=link,
        due_at=leaves_at,
        next_try_at=max(leaves_at, message.next_try_at) if message.attempt_number else leaves_at,
        send_before=send_before,
    )
    return found == 1
