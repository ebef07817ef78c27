"""
The words of a text, put together when it is sent or shown and kept nowhere.

The words come from actions/message_templates. Their places: {centre}, {callback}, {link}
(the address of the text's link), {day} and {time} (from the context's `starts_at`, ISO 8601 with
its offset), {list} (of several dates), and any other name the context holds, such as {place}.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime

from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import override

from outreach.actions.links import url_of
from outreach.actions.message_dates import day_words
from outreach.actions.message_lists import DATES, in_words
from outreach.actions.message_tags import bears_reference, tag_of
from outreach.actions.message_templates import Words, built_in, words_of
from outreach.models import Centre, Language, Link, Message
from outreach.rules.placeholders import fill
from outreach.rules.sms_text import is_sendable, refused_characters, with_replacements
from outreach.rules.wordings import as_advertising

OWN_WORDS = frozenset({"centre", "callback", "link", "day", "time", "list"})
MOMENT = "starts_at"
NEEDED_FOR = {"day": MOMENT, "time": MOMENT, "list": DATES}  # place → word of the context
UNKNOWN_SYLLABLE = "○"  # how Koreans write a syllable they leave out


class UnknownWord(Exception):
    """A context holds a word that the text has no place for; names must not be kept unseen."""


class NotSendable(Exception):
    """A text holds a sign that Korean carriers cannot carry."""


def body_of(message: Message) -> str:
    """
    Put the text together as its recipient reads it.

    :raises UnknownPlaceholder: a place without a word
    :raises UnknownWord: a word without a place
    :raises NotSendable: a sign outside EUC-KR, or outside ASCII in an English text
    """
    words = words_of(
        centre_id=message.centre_id, key=message.template, version=message.words_version
    )
    return body_in(message, words)


def subject_of(message: Message) -> str:
    """Return what stands above an e-mail: who writes, and no topic."""
    language = _written_language(message.language)
    with override(language):
        return _("A message from %(centre)s") % {"centre": _centre_name(message.centre, language)}


def body_in(message: Message, words: Words) -> str:
    """Put a text together in these words, which need not be those that it will be sent in."""
    language = _written_language(message.language)
    _refuse_unknown_words(message, words)
    filling = _words(message.centre, message.link, message.context, language)
    body = fill(words.in_language(language), filling)
    if bears_reference(message):
        body += f" {tag_of(message)}"  # by which the provider's list is searched for it
    if refused_characters(body) or (language == Language.EN and not body.isascii()):
        raise NotSendable(message.template)
    if words.is_advertising:
        return as_advertising(body, refusal_number=message.centre.refusal_number)
    return body


def _written_language(language: str) -> Language:
    """Carriers carry EUC-KR only: whoever reads another language gets plain English."""
    return Language.KO if language == Language.KO else Language.EN


def _refuse_unknown_words(message: Message, words: Words) -> None:
    # A centre may leave a place of the built-in words out, but add none.
    places = words.places | built_in(message.template).places
    known = places - OWN_WORDS | {MOMENT} | {NEEDED_FOR.get(place, place) for place in places}
    unknown = message.context.keys() - known
    if unknown:
        raise UnknownWord(", ".join(sorted(unknown)))


def _words(
    centre: Centre, link: Link | None, context: Mapping[str, str], language: Language
) -> dict[str, str]:
    words = {name: _sendable(word) for name, word in context.items() if name not in (MOMENT, DATES)}
    words["centre"] = _centre_name(centre, language)
    words["callback"] = centre.callback_number
    if link is not None:
        words["link"] = url_of(link)
    if MOMENT in context:
        at = timezone.localtime(datetime.fromisoformat(context[MOMENT]))
        words["day"] = day_words(at, language)
        words["time"] = f"{at:%H:%M}"
    if DATES in context:
        words["list"] = in_words(context, language)
    return words


def _centre_name(centre: Centre, language: Language) -> str:
    if language == Language.KO:
        return _sendable(centre.name)
    return centre.english_name or f"Health Centre {centre.code}"


def _sendable(word: str) -> str:
    """Write a name that people gave so that a carrier takes it."""
    return "".join(
        sign if is_sendable(sign) else UNKNOWN_SYLLABLE for sign in with_replacements(word)
    )
