"""What is wrong with a case or to be known of it, by its place in the file."""

from __future__ import annotations

from dataclasses import dataclass, field

from safety.rules.steps import Json
from safety.rules.words import Language, word


@dataclass(frozen=True, slots=True)
class Problem:
    """One fault or warning at a JSON path, told in both languages."""

    path: str
    code: str
    is_fault: bool
    words: tuple[tuple[str, str], ...] = ()

    def told(self, language: Language) -> str:
        group = "problem" if self.is_fault or self.code in READING_WARNINGS else "warning"
        return word(group, self.code, language).format(**dict(self.words))

    def as_json(self) -> dict[str, Json]:
        return {
            "path": self.path,
            "code": self.code,
            "message": {language.value: self.told(language) for language in Language},
        }


READING_WARNINGS = frozenset({"UNKNOWN_FIELD", "NOT_LISTED", "GUESSED_HAZARD", "SAME_ID"})


@dataclass
class Problems:
    """The problems of one case, in the order they were met."""

    found: list[Problem] = field(default_factory=list)

    def fault(self, path: str, code: str, **words: str) -> None:
        """Note what makes the case unanswerable: a wrong date harms."""
        self.found.append(Problem(path, code, True, tuple(words.items())))

    def warn(self, path: str, code: str, **words: str) -> None:
        """Note what the reader should know."""
        problem = Problem(path, code, False, tuple(words.items()))
        if problem not in self.found:
            self.found.append(problem)

    @property
    def faults(self) -> list[Problem]:
        return [problem for problem in self.found if problem.is_fault]

    @property
    def warnings(self) -> list[Problem]:
        return [problem for problem in self.found if not problem.is_fault]
