from __future__ import annotations

from django.urls import URLPattern, path

from outreach.views import (
    calls,
    contacts,
    demo,
    health,
    imports,
    language,
    messages,
    sign_in,
    sms_callbacks,
    staff,
    workplaces,
)

urlpatterns: list[URLPattern] = [
    path("contacts/<int:pk>/edit/", contacts.contact_edit, name="contact-edit"),
    path("contacts/<int:pk>/remove/", contacts.contact_remove, name="contact-remove"),
    path("demo/", demo.demo, name="demo"),
    path("demo/sign-in/", demo.demo_sign_in, name="demo-sign-in"),
    path("healthz/", health.healthz, name="healthz"),
    path("imports/", imports.import_list, name="import-list"),
    path("imports/<int:pk>/", imports.import_page, name="import"),
    path("imports/<int:pk>/commit/", imports.import_commit, name="import-commit"),
    path("imports/<int:pk>/discard/", imports.import_discard, name="import-discard"),
    path("imports/new/", imports.import_new, name="import-new"),
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
    path("staff/<int:pk>/close/", staff.staff_close, name="staff-close"),
    path("staff/<int:pk>/edit/", staff.staff_edit, name="staff-edit"),
    path("staff/<int:pk>/password/", staff.staff_password, name="staff-password"),
    path("staff/<int:pk>/reopen/", staff.staff_reopen, name="staff-reopen"),
    path("staff/new/", staff.staff_new, name="staff-new"),
    path("workplaces/", workplaces.workplace_list, name="workplace-list"),
    path("workplaces/<int:pk>/calls/", calls.call_record, name="call-record"),
    path("workplaces/<int:pk>/contacts/new/", contacts.contact_new, name="contact-new"),
]
