from __future__ import annotations

from django.urls import URLPattern, path

from safety.views import (
    applications,
    certificate_checks,
    certificates,
    claims,
    courses,
    due_events,
    due_settings,
    exam_cards,
    examinations,
    exposures,
    institutions,
    measurements,
    programmes,
    rosters,
    work_changes,
    worker_certificates,
    workers,
    workplaces,
)

urlpatterns: list[URLPattern] = [
    path("due-events/<int:pk>/correct/", due_events.due_event_correct, name="due-event-correct"),
    path("due-events/<int:pk>/withdraw/", due_events.due_event_withdraw, name="due-event-withdraw"),
    path("due-rules/", due_settings.due_settings, name="due-settings"),
    path("c/<str:token>/", worker_certificates.worker_certificate, name="worker-certificate"),
    path(
        "c/<str:token>/<int:pk>.pdf",
        worker_certificates.worker_certificate_paper,
        name="worker-certificate-pdf",
    ),
    path("certificates/", certificates.certificate_list, name="certificate-list"),
    path("certificates/<int:pk>/", certificates.certificate, name="certificate"),
    path("certificates/<int:pk>/paper.pdf", certificates.certificate_paper, name="certificate-pdf"),
    path(
        "certificates/<int:pk>/reissue/",
        certificates.certificate_reissue,
        name="certificate-reissue",
    ),
    path(
        "certificates/<int:pk>/reprint/",
        certificates.certificate_reprint,
        name="certificate-reprint",
    ),
    path(
        "certificates/<int:pk>/withdraw/",
        certificates.certificate_withdraw,
        name="certificate-withdraw",
    ),
    path("claims/<int:pk>/", claims.claim, name="claim"),
    path("claims/<int:pk>/claim.pdf", claims.claim_paper, name="claim-pdf"),
    path("claims/<int:pk>/payment/", claims.claim_payment, name="claim-payment"),
    path("claims/<int:pk>/submit/", claims.claim_submit, name="claim-submit"),
    path("claims/<int:pk>/void/", claims.claim_void, name="claim-void"),
    path("courses/", courses.course_list, name="course-list"),
    path("courses/<int:pk>/edit/", courses.course_edit, name="course-edit"),
    path("courses/new/", courses.course_new, name="course-new"),
    path("examinations/<int:pk>/", examinations.examination, name="examination"),
    path(
        "examinations/<int:pk>/results/",
        examinations.examination_results,
        name="examination-results",
    ),
    path("examinations/waiting/", examinations.examination_list, name="examination-list"),
    path("exposures/<int:pk>/end/", exposures.exposure_end, name="exposure-end"),
    path("hazards/search/", exposures.hazard_search, name="hazard-search"),
    path("imports/<int:pk>/left-behind/", rosters.roster_left_behind, name="roster-left-behind"),
    path("institutions/", institutions.institution_list, name="institution-list"),
    path("institutions/<int:pk>/edit/", institutions.institution_edit, name="institution-edit"),
    path("institutions/new/", institutions.institution_new, name="institution-new"),
    path("support/", applications.application_list, name="application-list"),
    path("support/<int:pk>/", applications.application, name="application"),
    path(
        "support/<int:pk>/application.pdf", applications.application_paper, name="application-pdf"
    ),
    path("support/<int:pk>/claims/new/", claims.claim_new, name="claim-new"),
    path("support/<int:pk>/decide/", applications.application_decide, name="application-decide"),
    path("support/programmes/", programmes.programme_list, name="programme-list"),
    path("support/programmes/<int:pk>/edit/", programmes.programme_edit, name="programme-edit"),
    path(
        "support/programmes/<int:pk>/rates/new/", programmes.programme_rate, name="programme-rate"
    ),
    path("support/programmes/new/", programmes.programme_new, name="programme-new"),
    path("verify/", certificate_checks.certificate_check_form, name="certificate-check-form"),
    path("verify/<str:code>/", certificate_checks.certificate_check, name="certificate-check"),
    path("workers/<int:pk>/", workers.worker, name="worker"),
    path("workers/<int:pk>/edit/", workers.worker_edit, name="worker-edit"),
    path(
        "workers/<int:pk>/examinations/new/", examinations.examination_new, name="examination-new"
    ),
    path("workers/<int:pk>/exam-card/", exam_cards.exam_card, name="exam-card"),
    path(
        "workers/<int:pk>/exam-requests/new/", due_events.exam_request_new, name="exam-request-new"
    ),
    path("workers/<int:pk>/exposures/new/", exposures.exposure_new, name="exposure-new"),
    path(
        "workers/<int:pk>/follow-ups/new/", due_events.follow_up_wish_new, name="follow-up-wish-new"
    ),
    path("workers/<int:pk>/listed-jobs/new/", due_events.listed_job_new, name="listed-job-new"),
    path(
        "workers/<int:pk>/work-changes/new/", work_changes.work_change_new, name="work-change-new"
    ),
    path("workers/<int:pk>/leave/", workers.worker_leave, name="worker-leave"),
    path("workplaces/<int:pk>/events/", due_events.workplace_events, name="workplace-events"),
    path("workplaces/<int:pk>/exam-orders/new/", due_events.exam_order_new, name="exam-order-new"),
    path("workplaces/<int:pk>/edit/", workplaces.workplace_edit, name="workplace-edit"),
    path(
        "workplaces/<int:pk>/measurements/new/",
        measurements.measurement_new,
        name="measurement-new",
    ),
    path("workplaces/<int:pk>/support/new/", applications.application_new, name="application-new"),
    path("workplaces/<int:pk>/workers/new/", workers.worker_new, name="worker-new"),
    path("workplaces/new/", workplaces.workplace_new, name="workplace-new"),
]
