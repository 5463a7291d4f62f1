"""What is typed on the pages of cases. Only what a form names is accepted."""

from sajha.web.cases.forms.cases import CaseForm, CloseForm, NewCaseForm, NotesForm, ReasonForm, WorkerForm, case_typed
from sajha.web.cases.forms.lists import ListForm
from sajha.web.cases.forms.people import ChangePersonForm, IdentityForm, NewPersonForm, RevealForm, person_typed
from sajha.web.cases.forms.process import ProcessForm, process_typed
from sajha.web.cases.forms.things import NewThingForm, ShowThingsForm, ThingForm
from sajha.web.cases.forms.way import LegForm, leg_typed

__all__ = [
    "CaseForm",
    "ChangePersonForm",
    "CloseForm",
    "IdentityForm",
    "LegForm",
    "ListForm",
    "NewCaseForm",
    "NewPersonForm",
    "NewThingForm",
    "NotesForm",
    "ProcessForm",
    "ReasonForm",
    "RevealForm",
    "ShowThingsForm",
    "ThingForm",
    "WorkerForm",
    "case_typed",
    "leg_typed",
    "person_typed",
    "process_typed",
]
