"""Django's own admin as its documentation sets it up, for bench/pages.py."""

from __future__ import annotations

from django.contrib import admin
from django.http import HttpRequest
from django.urls import path

from outreach.models import Workplace


class Site(admin.AdminSite):
    """An admin that lets the signed-in person in."""

    def has_permission(self, request: HttpRequest) -> bool:
        return bool(request.user.is_authenticated)


class WorkplaceAdmin(admin.ModelAdmin):  # type: ignore[type-arg]
    """The columns, filters and words of our own list."""

    list_display = ("name", "district_code", "dong", "ksic", "regular_workers", "registered_date")
    list_filter = ("district_code", "closed_date")
    list_per_page = 50
    ordering = ("comparable_name", "pk")
    search_fields = (
        "name",
        "business_no",
        "road_address",
        "lot_address",
        "representative_name",
        "contacts__phone",
        "workers__name",
    )

    def has_view_permission(self, request: HttpRequest, obj: Workplace | None = None) -> bool:
        return True

    def has_module_permission(self, request: HttpRequest) -> bool:
        return True


site = Site(name="admin")
site.register(Workplace, WorkplaceAdmin)
urlpatterns = [path("admin/", site.urls)]
