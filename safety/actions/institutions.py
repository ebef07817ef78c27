"""Hospitals and clinics that examine workers, shared by all centres."""

from __future__ import annotations

from django.db import IntegrityError, transaction
from django.utils.translation import gettext_lazy as _

from safety.models import ExamInstitution


class InstitutionNameTaken(Exception):
    """Two institutions cannot be told apart; the words are shown to the person who asked."""

    def __init__(self) -> None:
        super().__init__(_("There is an institution of this name already."))


@transaction.atomic
def add_institution(*, name: str, is_designated: bool) -> ExamInstitution:
    """
    Add an institution; only a designated one may hold special exams (법 제135조).

    :raises InstitutionNameTaken: there is one of this name
    """
    institution = ExamInstitution(code=_free_code(), name=name, is_designated=is_designated)
    _save(institution)
    return institution


@transaction.atomic
def change_institution(*, institution: ExamInstitution, name: str, is_designated: bool) -> None:
    """
    Change an institution; exams that were held there stay valid.

    :raises InstitutionNameTaken: there is another one of this name
    """
    institution.name, institution.is_designated = name, is_designated
    _save(institution)


def _save(institution: ExamInstitution) -> None:
    try:
        with transaction.atomic():
            institution.save()
    except IntegrityError:
        raise InstitutionNameTaken from None


def _free_code() -> str:
    last = ExamInstitution.objects.order_by("-pk").values_list("pk", flat=True).first() or 0
    return f"institution-{last + 1}"
