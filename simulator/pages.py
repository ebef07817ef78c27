"""The pages that show the phones, in Korean; every value is escaped on its way in."""

from __future__ import annotations

import re
from datetime import datetime, timedelta, timezone
from functools import cache
from html import escape
from pathlib import Path
from string import Template
from urllib.parse import quote

from simulator.messages import Message, MessageStore
from simulator.numbers import as_dialled

FOLDER = Path(__file__).parent / "templates"
# The project's Korean font, once `npm ci` has run; without it the machine's own is shown.
FONTS = Path(__file__).parent.parent / "node_modules/pretendard-gov/dist/web/variable"
FONT_SHEET = "pretendardvariable-gov-dynamic-subset.css"
SEOUL = timezone(timedelta(hours=9), "KST")
REFRESH_SECONDS = 4
SHOWN_PHONES = 100
LINK = re.compile(r"https?://[^\s<>\"']+[^\s<>\"'.,;:!?)\]}]")
WEEKDAYS = "월화수목금토일"
# No script, no outside address: a text can show whatever it likes and do nothing.
CONTENT_SECURITY_POLICY = (
    "default-src 'none'; style-src 'self'; font-src 'self'; base-uri 'none'; form-action 'none'; "
    "frame-ancestors 'none'"
)


class Html(str):
    """Text that is already HTML; everything else is escaped by `fill`."""

    __slots__ = ()


@cache
def _template(name: str) -> Template:
    return Template((FOLDER / f"{name}.html").read_text(encoding="utf-8"))


def fill(template: str, **values: object) -> Html:
    """Fill `templates/<template>.html`, escaping all that is not Html."""
    safe = {k: v if isinstance(v, Html) else escape(str(v)) for k, v in values.items()}
    return Html(_template(template).substitute(safe))


def join(parts: list[Html]) -> Html:
    return Html("".join(parts))


def with_links(body: str) -> Html:
    """Escape a text and make its web addresses clickable, as phones do."""
    parts, end = [], 0
    for found in LINK.finditer(body):
        parts += [escape(body[end : found.start()]), fill("link", address=found.group())]
        end = found.end()
    return Html("".join([*parts, escape(body[end:])]))


def clock_time(at: datetime) -> str:
    """Write a time the way Korean phones do: 오전 9:05."""
    at = at.astimezone(SEOUL)
    return f"{'오전' if at.hour < 12 else '오후'} {(at.hour - 1) % 12 + 1}:{at.minute:02}"


def long_date(at: datetime) -> str:
    at = at.astimezone(SEOUL)
    return f"{at.year}년 {at.month}월 {at.day}일 {WEEKDAYS[at.weekday()]}요일"


def _page(title: str, content: Html, *, path: str, still: bool, kind: str) -> Html:
    refresh = Html("") if still else fill("refresh", seconds=REFRESH_SECONDS)
    switch = fill(
        "switch",
        path=path if still else f"{path}?still",
        words="자동 새로고침 켜기" if still else "자동 새로고침 멈추기",
    )
    font = fill("font", sheet=FONT_SHEET) if (FONTS / FONT_SHEET).exists() else Html("")
    return fill(
        "page",
        title=title,
        refresh=refresh,
        font=font,
        switch=switch,
        content=content,
        kind=kind,
    )


def list_page(store: MessageStore, *, still: bool) -> Html:
    """Show every phone that was texted, the one that rang last first."""
    phones = store.phones()
    rows = [_phone_row(messages) for messages in phones[:SHOWN_PHONES]]
    listing = fill("phones", rows=join(rows)) if rows else fill("no_phones")
    older = len(phones) - len(rows)
    more = fill("more", count=older) if older else Html("")
    intro = fill("intro", count=len(phones)) if phones else Html("")
    content = fill("list", intro=intro, listing=listing, more=more)
    return _page("휴대전화 시뮬레이터", content, path="/", still=still, kind="list")


def _phone_row(messages: list[Message]) -> Html:
    arrived = [m for m in messages if m.has_arrived]
    lost = sum(m.is_lost for m in messages)
    last = messages[-1]
    return fill(
        "phone_row",
        address=f"/phones/{quote(last.to, safe='+')}",
        number=as_dialled(last.to),
        preview=arrived[-1].body if arrived else "아직 도착한 문자가 없습니다.",
        date=long_date(last.created_at),
        time=clock_time(last.created_at),
        count=len(arrived),
        lost=fill("lost_badge", count=lost) if lost else Html(""),
    )


def phone_page(store: MessageStore, number: str, *, still: bool) -> Html:
    """Show one phone as its owner sees it; what did not arrive is said outside the phone."""
    messages = list(store.newest_first(to=number))[::-1]
    arrived = [m for m in messages if m.has_arrived]
    lost = sum(m.is_lost for m in messages)
    content = fill(
        "phone",
        number=as_dialled(number),
        thread=_thread(arrived) if arrived else fill("no_messages"),
        sender=as_dialled(arrived[-1].sender) if arrived else "메시지",
        note=fill("lost_note", count=lost) if lost else Html(""),
    )
    title = f"{as_dialled(number)}의 휴대전화"
    path = f"/phones/{quote(number, safe='+')}"
    return _page(title, content, path=path, still=still, kind="phone")


def _thread(messages: list[Message]) -> Html:
    """Write the bubbles, oldest first, with a line where the day or the sender changes."""
    parts: list[Html] = []
    day = sender = ""
    for message in messages:
        if (message_day := long_date(message.created_at)) != day:
            day = message_day
            parts.append(fill("day", day=day))
        if message.sender != sender:
            sender = message.sender
            parts.append(fill("from", sender=as_dialled(sender)))
        parts.append(
            fill(
                "bubble",
                body=with_links(message.body),
                moment=message.created_at.isoformat(),
                time=clock_time(message.created_at),
            )
        )
    return join(parts)


def not_found_page() -> Html:
    return _page("없는 화면", fill("not_found"), path="/", still=True, kind="list")
