from __future__ import annotations

from dataclasses import dataclass
from datetime import date

import pytest

from safety.rules.derivations import ARTICLES, Authority, RuleKey
from safety.rules.tables import NoRuleInForce, edition, read_table


@dataclass(frozen=True)
class Line:
    name: str
    in_force_from: date | None


OLD = Line("old", date(2020, 1, 16))
NEW_A = Line("new a", date(2027, 1, 1))
NEW_B = Line("new b", date(2027, 1, 1))


@pytest.mark.parametrize(
    ("on", "lines"),
    [
        (date(2020, 1, 16), [OLD]),  # the first day counts
        (date(2026, 12, 31), [OLD]),
        (date(2027, 1, 1), [NEW_A, NEW_B]),  # a new edition replaces the old one as a whole
        (date(2030, 1, 1), [NEW_A, NEW_B]),
    ],
)
def test_the_newest_edition_begun_is_in_force(on: date, lines: list[Line]) -> None:
    assert edition([OLD, NEW_A, NEW_B], on=on) == lines


def test_a_day_before_every_edition_is_refused() -> None:
    with pytest.raises(NoRuleInForce):
        edition([OLD], on=date(2020, 1, 15))


def test_a_line_without_a_date_has_always_been_in_force() -> None:
    always = Line("always", None)

    assert edition([always], on=date(1990, 1, 1)) == [always]
    assert edition([always, OLD], on=date(2026, 11, 23)) == [OLD]


def test_every_rule_has_its_article() -> None:
    assert set(ARTICLES) == set(RuleKey)


@pytest.mark.parametrize("rule", RuleKey)
def test_only_what_the_law_asks_for_names_an_article(rule: RuleKey) -> None:
    article = ARTICLES[rule]

    assert (article.authority is Authority.LAW) == bool(article.text)


@pytest.mark.parametrize(
    ("table", "key"),
    [
        ("hazards", "code"),
        ("hazard_synonyms", "term"),
        ("industries", "ksic"),
        ("training_rules", "rule_id"),
        ("result_codes", "code"),
        ("result_clocks", "clock"),
        ("articles", "rule"),
    ],
)
def test_no_table_says_a_thing_twice(table: str, key: str) -> None:
    keys = [row[key] for row in read_table(table)]

    assert len(keys) == len(set(keys))


@pytest.mark.parametrize(
    "table", ["hazards", "exam_cycles", "training_rules", "result_clocks", "record_keeping"]
)
def test_every_row_of_a_statute_names_its_article(table: str) -> None:
    assert all(row["article"] and "in_force_from" in row for row in read_table(table))
