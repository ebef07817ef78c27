from __future__ import annotations

from django.urls import URLPattern, path

from outreach.views import demo, health, language, messages, sign_in, sms_callbacks, staff

urlpatterns: list[URLPattern] = [
    path("demo/", demo.demo, name="demo"),
    path("demo/sign-in/", demo.demo_sign_in, name="demo-sign-in"),
    path("healthz/", health.healthz, name="healthz"),
    path("language/", language.language, name="language"),
    path("messages/", messages.message_list, name="message-list"),
    path("messages/<int:pk>/", messages.message, name="message"),
    path("messages/<int:pk>/handled/", messages.message_handled, name="message-handled"),
    path("password/", sign_in.password_change, name="password-change"),
    path("sign-in/", sign_in.sign_in, name="sign-in"),
    path("sign-out/", sign_in.sign_out, name="sign-out"),
    path("signed-out/", sign_in.signed_out, name="signed-out"),
    path("sms/callback/<int:pk>/", sms_callbacks.sms_callback, name="sms-callback"),
    path("staff/", staff.staff_list, name="staff-list"),
    path("staff/new/", staff.staff_new, name="staff-new"),
    path("staff/<int:pk>/close/", staff.staff_close, name="staff-close"),
    path("staff/<int:pk>/edit/", staff.staff_edit, name="staff-edit"),
    path("staff/<int:pk>/password/", staff.staff_password, name="staff-password"),
    path("staff/<int:pk>/reopen/", staff.staff_reopen, name="staff-reopen"),
]
