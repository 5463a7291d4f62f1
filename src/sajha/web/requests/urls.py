"""Addresses of this area."""

from django.urls import path

from sajha.web.requests import court, documents, drafting, enclosed, keeping, lists, onward, threads

urlpatterns = [
    path("requests/", lists.inbox, name="requests"),
    path("requests/sent/", lists.sent, name="requests-sent"),
    path("requests/new/<str:case>/", drafting.new, name="request-new"),
    path("requests/drafts/<str:thread>/", drafting.draft, name="request-draft"),
    path("requests/drafts/<str:thread>/preview/", drafting.look, name="request-preview"),
    path("requests/drafts/<str:thread>/discard/", drafting.discard, name="request-discard"),
    path("packages/<str:package_id>/pass-on/", onward.pass_on, name="package-pass-on"),
    path("packages/<str:package_id>/leave/", onward.leave, name="package-leave"),
    path("packages/<str:package_id>/keep/", keeping.keep, name="keeping"),
    path("packages/<str:package_id>/keep/<str:keeping>/agree/", keeping.agree, name="keeping-agree"),
    path("packages/<str:package_id>/keep/<str:keeping>/end/", keeping.end, name="keeping-end"),
    path("requests/<str:thread>/", threads.show, name="request"),
    path("requests/<str:thread>/print/", threads.printed, name="request-print"),
    path("requests/<str:thread>/enclosed/", enclosed.reveal, name="request-enclosed"),
    path("requests/<str:thread>/court/", court.of_thread, name="request-court"),
    path("requests/cases/<str:case>/court/", court.of_one_case, name="case-court"),
    path("requests/<str:thread>/grant/", onward.grant, name="request-grant"),
    path("requests/<str:thread>/assign/", threads.give, name="request-assign"),
    path("requests/<str:thread>/attach/", documents.attach, name="request-attach"),
    path("requests/<str:thread>/media/", documents.media, name="request-media"),
    path("requests/<str:thread>/documents/<str:attachment>/", documents.document, name="request-document"),
    path("requests/<str:thread>/steps/<str:kind>/", threads.move, name="request-move"),
]
