from __future__ import annotations

from django.urls import URLPattern, path

from scheduling.views import answers, day_sheets, feeds, owners, visits

urlpatterns: list[URLPattern] = [
    path("calendars/<str:token>.ics", feeds.calendar_feed, name="calendar-feed"),
    path("day/", day_sheets.day_sheet, name="day-sheet"),
    path("feeds/", feeds.feed_list, name="feed-list"),
    path("feeds/<int:pk>/new/", feeds.new, name="feed-new"),
    path("feeds/<int:pk>/revoke/", feeds.revoke, name="feed-revoke"),
    path("o/<str:token>/", owners.owner_page, name="owner-page"),
    path("o/<str:token>/confirm/", owners.confirm, name="owner-confirm"),
    path("o/<str:token>/other-time/", owners.ask_other_time, name="owner-other-time"),
    path("visits/<int:pk>/", visits.visit, name="visit"),
    path("visits/<int:pk>/answer/", answers.answer, name="visit-answer"),
    path("visits/<int:pk>/attendance/", day_sheets.attendance, name="visit-attendance"),
    path("visits/<int:pk>/cancel/", visits.cancel, name="visit-cancel"),
    path("visits/<int:pk>/move/", visits.move, name="visit-move"),
    path("workplaces/<int:pk>/visits/new/", visits.book, name="visit-book"),
]
