"""The telephones of a cell, whatever else people write into it."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Iterator
from dataclasses import replace

from outreach.rules.phone_plan import (
    AREA_CODES,
    Phone,
    PhoneKind,
    PhoneReason,
    judge,
    national_format,
)

__all__ = [
    "Phone",
    "PhoneKind",
    "PhoneReason",
    "gather",
    "national_format",
    "recognise",
    "recognise_all",
]

PLAIN = re.compile(r"\s*(0\d{1,3})-(\d{3,4})-(\d{4})\s*")  # as most cells are
UNSEEN = re.compile(r"[\u200b-\u200f\u2060\ufeff\u00ad]")
DASHES = re.compile(r"[‐-―−ー﹣]")
NUMBER_CELL = re.compile(r"\s*(\d+)\.0+\s*")
SHORTENED = re.compile(r"\s*(\d)(?:\.(\d+))?[eE]\+?(\d{1,2})\s*")

BOTH = re.compile(
    r"(?:T(?:EL)?|전화)[.\s]*[/&·,+][\s]*(?:F(?:AX)?|팩스)(?![A-Za-z])\.?|팩스\s*겸용", re.I
)
SEPARATORS = re.compile(r"[/,;|\n\r·•&]|또는|및|혹은")
LABELS = re.compile(
    r"(?<=[\d)\s])(?=팩스|fax|(?<![A-Za-z])(?:F|T|H|M|HP|H\.P|TEL)\s*[.:)]\s*\d)", re.I
)
FAX = re.compile(r"^\W*(?:팩스|fax|f(?![a-z]))", re.IGNORECASE)
FAX_BEHIND = re.compile(
    r"[\d-]{7,}\s*(?:\(\s*(?:팩스|fax|f)\s*\)|\s(?:팩스|fax))\s*$", re.IGNORECASE
)
RANGE = re.compile(r"(?<=\d{3})\s*~\s*\d{1,4}(?!\d)")
TAIL = re.compile(r"\s*(\d|\d{4})\s*(?:\D*)")
EXTENSION = re.compile(
    r"(?<=\d)[\s(,]*(?:내선|교환|구내|ext(?:ension)?\.?|#|\(?\s*교\s*\)|교)(?:\s*번호)?[\s.:)]*(\d{0,5}).*$",
    re.IGNORECASE,
)
FOURTH_GROUP = re.compile(r"(\D*0\d{1,3}[-.) ]+\d{3,4}[-. ]+\d{4})-\d{1,3}\D*")  # an extension
FOREIGN = re.compile(
    r"\+(?!82)[1-9][\d\s().-]{7,20}|00(?!(?:[1-9]|[3-7]\d\d)?[\s.-]*82)[1-9](?:[\s.-]?\d){10,13}"
)
MASK = re.compile(r"(?<=[\d-])[*●○]|[*●○xX]{2,}")
NO_NUMBER = re.compile(
    r"\W*(?:[가-힣\s]*없\S*|미상|모름|미기재|비공개|무|n/?a|none|x)?\W*", re.IGNORECASE
)
# Numbers with nothing but a blank or a word between them, in what is too long for one number.
RUN_TOGETHER = re.compile(
    rf"(?:(?<!\d)|(?<=010\d{{8}}))(?:(?:{AREA_CODES}|01[016-9]|0[78]0|050\d)[\s).-]*\d{{3,4}}|1[568]\d\d)[\s.-]*\d{{4}}"
    r"(?:(?!\d)|(?=010\d{8}(?!\d)))(?:\s*\([^()\d]*\))?"
)
LONGEST_NUMBER = 12
SHORTEST_NUMBER = 7  # digits below this beside a real number are notes, not a second number

LETTERED = re.compile(r"(?<![A-Za-z])[\dOolI]{2,8}(?![A-Za-z])")
LETTERS = str.maketrans("OolI", "0011")
NAME = re.compile(r"[가-힣]{2,5}")
SURNAMES = (
    "김이박최정강조윤장임한오서신권황안송류유전홍고문양손배백허남심노하곽성차주우구민진나지엄채원천방공현함변염여추"
    "도소석선설마길연위표명기반왕금옥육인맹제모탁국어은편용"
)
TITLES = "사장|대표|부장|차장|과장|대리|실장|이사|상무|전무|팀장|반장|공장장|소장|회장|여사"
NAMED = re.compile(rf"(?P<name>[{SURNAMES}][가-힣]{{1,3}}?)\s*(?:{TITLES})?(?:님|씨)?")
NO_NAMES = re.compile(
    r"(?:대표|사무실|회사|공장|본사|지점|매장|자택|사장|사모|담당자?|직통|야간|주간|비상|긴급|급|휴대|개인|업무용?|"
    r"전화|번호|연락처|휴대폰|휴대전화|핸드폰|폰|집|문자만?|통화|가능|수신|전용|안내|내선|팩스|님|용|만|없음|"
    r"부재|시|오전|오후|이후|번|고객|센터|관리|기술|총무|경리|영업|생산|인사|직원|남편|아내|부인|배우자|가족|"
    r"주방|성함|이름|사항|변경|결번)+"
)


def recognise(raw: str) -> Phone:
    """Return the most useful number of a cell: a textable one, else a callable one, else any."""
    found = recognise_all(raw)
    if not found:
        return Phone(PhoneKind.BLANK, None, "", False, PhoneReason.EMPTY)
    return min(found, key=lambda phone: (not phone.textable, not phone.callable))


def recognise_all(raw: str, *, area_code: str = "") -> tuple[Phone, ...]:
    """
    Return each different number of a cell in the order written; a blank cell has none.

    A fax is no number to call. A local number gets the area code, if one is given. Of a range
    (02-123-4567~9) the first line counts; 02-123-4567/8 is two lines, but a mobile number is never
    made up. A name beside a number stays with it.
    """
    if not raw:
        return ()
    plain = PLAIN.fullmatch(raw)
    if plain:
        return (judge(plain[1] + plain[2] + plain[3], as_given=raw.strip()),)
    if NO_NUMBER.fullmatch(raw):
        return ()
    text = DASHES.sub("-", UNSEEN.sub("", unicodedata.normalize("NFKC", raw)))
    return gather(_phones(text, area_code))


def gather(found: Iterable[Phone]) -> tuple[Phone, ...]:
    """Return each different number once; a scrap beside a real number is no second one."""
    phones = list(found)
    if len(phones) < 2:
        return tuple(phones)
    if any(phone.kind is not PhoneKind.NONSENSE for phone in phones):
        phones = [phone for phone in phones if not _is_a_note(phone)]
    different: dict[tuple[PhoneKind, str], Phone] = {}
    for phone in phones:
        known = different.setdefault((phone.kind, phone.national), phone)
        if phone.name and not known.name:
            different[phone.kind, phone.national] = replace(known, name=phone.name)
    return tuple(different.values())


def _phones(text: str, area_code: str) -> Iterator[Phone]:
    last: Phone | None = None
    for line in BOTH.sub(" ", text).splitlines():
        for part in _parts(line):
            if last and not last.name and not re.search(r"\d", part):
                last = replace(last, name=_name_beside(part))
                yield last
                continue
            tail = TAIL.fullmatch(part)
            if tail and last and last.kind is PhoneKind.LANDLINE and last.e164:
                last = _next_line(last, tail[1])
                yield last
                continue
            for piece in _apart(part):
                if not _says_nothing(piece):
                    last = _judged(piece, area_code)
                    yield last


def _parts(line: str) -> Iterator[str]:
    for part in SEPARATORS.split(RANGE.sub("", line)):
        yield from LABELS.split(FAX_BEHIND.sub("", part))


def _next_line(first: Phone, tail: str) -> Phone:
    """Return the second of 02-123-4567/8 or 02-123-4567, 4568."""
    digits = _digits(first.national)
    return judge(digits[: -len(tail)] + tail, as_given=first.national)


def _apart(part: str) -> list[str]:
    if len(_digits(part)) <= LONGEST_NUMBER:
        return [part]
    pieces: list[str] = []
    start = 0
    for found in RUN_TOGETHER.finditer(part):
        pieces.append(part[start : found.end()])
        start = found.end()
    if pieces and len(_digits(part[start:])) < SHORTEST_NUMBER:
        pieces[-1] += re.sub(r"\d", "", part[start:])
    return pieces or [part]


def _says_nothing(piece: str) -> bool:
    if MASK.search(piece):
        return False
    return NO_NUMBER.fullmatch(piece) is not None or FAX.match(piece) is not None


def _is_a_note(phone: Phone) -> bool:
    return phone.kind is PhoneKind.NONSENSE and len(_digits(phone.national)) < SHORTEST_NUMBER


def _judged(piece: str, area_code: str) -> Phone:
    piece = piece.strip()
    if MASK.search(piece):
        return Phone(PhoneKind.MASKED, None, piece, False, PhoneReason.HIDDEN)
    foreign = FOREIGN.search(piece)
    if foreign:
        written = foreign[0].strip()
        return Phone(PhoneKind.FOREIGN, None, written, False, PhoneReason.AS_WRITTEN)
    shortened = SHORTENED.fullmatch(piece)
    if shortened:
        whole = shortened[1] + (shortened[2] or "")
        if len(whole) != int(shortened[3]) + 1:
            return Phone(PhoneKind.NONSENSE, None, piece, False, PhoneReason.DIGITS_LOST)
        return judge(whole, as_given=piece, area_code=area_code)
    number = NUMBER_CELL.fullmatch(piece)
    extension = EXTENSION.search(piece)
    short = EXTENSION.sub("", number[1] if number else piece)
    fourth = FOURTH_GROUP.fullmatch(short)
    plain = LETTERED.sub(_with_digits, fourth[1] if fourth else short)
    phone = judge(
        _digits(plain),
        as_given=short.strip(),
        area_code=area_code,
        lettered=plain != (fourth[1] if fourth else short),
    )
    name = _name_beside(short)
    if not name and extension is None:
        return phone
    return replace(phone, name=name, extension=extension[1] if extension else "")


def _with_digits(found: re.Match[str]) -> str:
    return found[0].translate(LETTERS)


def _name_beside(piece: str) -> str:
    """Return the name written beside a number: 홍길동 010-…, 010-…(김부장); 사무실 is none."""
    for word in NAME.findall(piece):
        if NO_NAMES.fullmatch(word):
            continue
        named = NAMED.fullmatch(word)
        if named:
            return named["name"]
    return ""


def _digits(text: str) -> str:
    return re.sub(r"[^0-9]", "", text)
