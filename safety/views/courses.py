"""The courses that centres teach; all centres share them."""

from __future__ import annotations

from django.contrib import messages
from django.db.models import Exists, OuterRef
from django.forms import model_to_dict
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from outreach.access import Permission, requires
from outreach.asker import StaffRequest
from safety.actions.courses import CourseRefused, add_course, change_course
from safety.forms.courses import CourseForm
from safety.models import Completion, Course


@requires(Permission.MANAGE_CENTRE)
@require_safe
def course_list(request: StaffRequest) -> HttpResponse:
    """List the courses, and which of them can still change."""
    completed = Exists(Completion.objects.filter(course=OuterRef("pk")))
    courses = Course.objects.annotate(is_completed=completed).order_by("title_ko", "pk")
    return render(request, "safety/course_list.html", {"courses": courses})


@requires(Permission.MANAGE_CENTRE)
def course_new(request: StaffRequest) -> HttpResponse:
    """Add a course."""
    form = CourseForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            add_course(**form.cleaned_data)
        except CourseRefused as reason:
            form.add_error("title_ko", str(reason))
        else:
            messages.success(request, _("The course has been added."))
            return redirect("course-list")
    return render(request, "safety/course_form.html", {"form": form})


@requires(Permission.MANAGE_CENTRE)
def course_edit(request: StaffRequest, pk: int) -> HttpResponse:
    """Change a course that nobody has completed yet."""
    course = get_object_or_404(Course, pk=pk)
    form = CourseForm(request.POST or None, initial=model_to_dict(course))
    if request.method == "POST" and form.is_valid():
        try:
            change_course(course=course, **form.cleaned_data)
        except CourseRefused as reason:
            form.add_error("title_ko", str(reason))
        else:
            messages.success(request, _("The course has been saved."))
            return redirect("course-list")
    page = {"form": form, "course": course, "is_completed": course.completions.exists()}
    return render(request, "safety/course_form.html", page)
