"""Addresses of this area. Whatever belongs to a case is reached through its case."""

from django.urls import path

from sajha.web.cases import access, case, lists, people, process, reveal, things, way

urlpatterns = [
    path("cases/", lists.cases, name="cases"),
    path("cases/new/", case.new, name="case_new"),
    path("cases/districts/<str:name>/", lists.districts, name="case_districts"),
    path("cases/<str:case>/", case.show, name="case"),
    path("cases/<str:case>/change/", case.change, name="case_change"),
    path("cases/<str:case>/notes/", case.notes, name="case_notes"),
    path("cases/<str:case>/more/", case.more, name="case_more"),
    path("cases/<str:case>/close/", case.close, name="case_close"),
    path("cases/<str:case>/reopen/", case.reopen, name="case_reopen"),
    path("cases/<str:case>/access/", access.access, name="case_access"),
    path("cases/<str:case>/access/assign/", access.assign, name="case_assign"),
    path("cases/<str:case>/access/end/<str:user>/", access.end, name="case_access_end"),
    path("cases/<str:case>/people/add/", people.add, name="party_add"),
    path("cases/<str:case>/people/<str:party>/change/", people.change, name="party_change"),
    path("cases/<str:case>/people/<str:party>/identity/", people.identity, name="party_identity"),
    path("cases/<str:case>/people/<str:party>/show/", reveal.reveal, name="party_reveal"),
    path("cases/<str:case>/things/add/", things.add, name="thing_add"),
    path("cases/<str:case>/things/show/", things.show, name="things_show"),
    path("cases/<str:case>/things/show/<str:party>/", things.show, name="things_show_of"),
    path("cases/<str:case>/things/<str:thing>/change/", things.change, name="thing_change"),
    path("cases/<str:case>/things/<str:thing>/remove/", things.remove, name="thing_remove"),
    path("cases/<str:case>/process/", process.change, name="case_process"),
    path("cases/<str:case>/process/<str:party>/", process.change, name="party_process"),
    path("cases/<str:case>/way/add/", way.add, name="leg_add"),
    path("cases/<str:case>/way/<str:leg>/change/", way.change, name="leg_change"),
    path("cases/<str:case>/way/<str:leg>/note/", way.note, name="leg_note"),
    path("cases/<str:case>/way/<str:leg>/remove/", way.remove, name="leg_remove"),
]
