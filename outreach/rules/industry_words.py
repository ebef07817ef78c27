"""The trade that a list names in words, as lists of small shops do, in place of a code."""

from __future__ import annotations

import csv
import re
import unicodedata
from functools import cache, lru_cache
from pathlib import Path

# Our own table: words of the trade against the industries of `industries.csv`. Where a word can
# mean several industries it has the broader code.
INDUSTRY_WORDS = Path(__file__).parent / "data" / "industry_words.csv"
# Who only sells, builds or serves makes nothing: 의류 도소매, 가구 판매.
NOT_MADE = re.compile(
    r"도\W?소매|도매|소매|판매|유통|무역|수출입|수입|임대|대여|렌탈|음식점|식당|부동산|건설|설치공사|시공|"
    r"운송|택배|창고|컨설팅|디자인업|서비스|학원|출판|수리점|세탁|쇼핑몰"
)
MADE = re.compile(r"제조|가공|제작|생산")
SEPARATORS = re.compile(r"[,/;·|\n\r+&]|및|과\s|와\s|\s-\s")


@lru_cache(maxsize=4096)
def codes_by_words(text: str) -> tuple[str, ...]:
    """
    Return the different industry codes (10th revision) that words of a trade mean, as written.

    They are candidates: whoever knows the workplace must confirm them.
    """
    parts = SEPARATORS.split(unicodedata.normalize("NFKC", text).upper())
    return tuple(dict.fromkeys(code for part in parts if (code := _code_of("".join(part.split())))))


def _code_of(part: str) -> str:
    if NOT_MADE.search(part) and not MADE.search(part):
        return ""
    return next((code for word, code in _words() if word in part), "")


@cache
def _words() -> tuple[tuple[str, str], ...]:
    """Return the words, the longest first: 실크스크린 before 스크린."""
    with INDUSTRY_WORDS.open(encoding="utf-8", newline="") as file:
        rows = [(row["word"].upper(), row["ksic10"]) for row in csv.DictReader(file)]
    return tuple(sorted(rows, key=lambda row: -len(row[0])))
