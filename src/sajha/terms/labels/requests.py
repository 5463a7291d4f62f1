"""Words about requests between organisations."""

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from sajha.terms.labels.fields import THING_LABELS

Words = dict[str, str | Promise]

KINDS: Words = {
    "trace_person": _("Trace a person"),
    "verify_address": _("Verify an address or nationality"),
    "home_study": _("Home study"),
    "rescue_assistance": _("Help with a rescue"),
    "preserve_evidence": _("Preserve evidence"),
    "transit_remand": _("Transit remand"),
    "witness_by_video": _("Witness by video"),
    "transfer_person": _("Transfer or refer a person"),
    "repatriation": _("Repatriation"),
    "disclose_after_match": _("Disclose after a match"),
    "joint_operation": _("Joint operation"),
    "compensation_follow_up": _("Compensation follow-up"),
    "leave": _("Leave to pass on"),
    "recall": _("Call back what was sent"),
}

URGENCIES: Words = {
    "immediate": _("Immediate"),
    "urgent": _("Urgent"),
    "routine": _("Routine"),
}

URGENCY_HINTS: Words = {
    "immediate": _("Immediate: a life, or a child's first day, is at stake"),
    "urgent": _("Urgent: needed this week"),
    "routine": _("Routine: all else"),
}

STATES: Words = {
    "draft": _("Draft"),
    "sent": _("Sent"),
    "received": _("Received"),
    "info_requested": _("More information asked"),
    "accepted": _("Accepted"),
    "waitlisted": _("On the waiting list"),
    "declined": _("Declined"),
    "in_progress": _("In progress"),
    "completed": _("Completed"),
    "failed": _("Failed"),
    "cancelled": _("Cancelled"),
    "withdrawn": _("Withdrawn"),
}

TONES: dict[str, str] = {
    "draft": "",
    "sent": "info",
    "received": "info",
    "info_requested": "warn",
    "accepted": "info",
    "waitlisted": "warn",
    "declined": "bad",
    "in_progress": "info",
    "completed": "good",
    "failed": "bad",
    "cancelled": "",
    "withdrawn": "",
}

# what a person does, on a button and as a heading
MOVES: Words = {
    "acknowledge": _("Acknowledge"),
    "ask_back": _("Ask for more information"),
    "answer_back": _("Give the information"),
    "accept": _("Accept"),
    "waitlist": _("Put on the waiting list"),
    "decline": _("Decline"),
    "start": _("Start work"),
    "progress": _("Report progress"),
    "complete": _("Complete"),
    "fail": _("Close without success"),
    "cancel": _("Cancel the request"),
    "withdraw": _("Withdraw the request"),
    "remind": _("Send a reminder"),
    "note": _("Add a note"),
    "attach": _("Send a document"),
    "media": _("Record a picture or video"),
}

# what was done, in the timeline
DONE: Words = {
    "send": _("Asked"),
    "acknowledge": _("Acknowledged"),
    "ask_back": _("Asked for more information"),
    "answer_back": _("Gave the information"),
    "accept": _("Accepted"),
    "waitlist": _("Put on the waiting list"),
    "decline": _("Declined"),
    "start": _("Started work"),
    "progress": _("Reported progress"),
    "complete": _("Completed"),
    "fail": _("Closed without success"),
    "cancel": _("Cancelled"),
    "withdraw": _("Withdrew the request"),
    "remind": _("Sent a reminder"),
    "climb": _("Told the next in line, because it is overdue"),
    "note": _("Wrote a note"),
    "attach": _("Sent a document"),
    "media": _("Recorded a picture or video"),
}

MOVE_HINTS: Words = {
    "acknowledge": _("They see that a person has read it. The time to answer starts now."),
    "cancel": _("The other side stops working on it."),
    "withdraw": _("It should not have been sent. The other side stops, and may no longer use what it received."),
    "waitlist": _("You would help, and have no place yet."),
    "fail": _("You tried, and it did not succeed."),
}

CODES: Words = {
    "not_our_place": _("Another organisation is responsible"),
    "no_capacity": _("No capacity"),
    "no_legal_basis": _("No legal basis"),
    "person_unwilling": _("The person does not agree"),
    "too_little_information": _("Too little information"),
    "asked_twice": _("Asked twice"),
    "unsafe": _("Not safe"),
    "other": _("Other (say what)"),
    "not_found": _("Not found"),
    "no_order": _("The order of the court or committee is missing"),
    "evidence_gone": _("The evidence no longer exists"),
    "too_late": _("Too late"),
    "no_longer_needed": _("No longer needed"),
    "answered_elsewhere": _("Answered by somebody else"),
    "sent_by_mistake": _("Sent by mistake"),
    "wrong_recipient": _("Sent to the wrong organisation"),
    "consent_withdrawn": _("The person withdrew consent"),
    "located": _("Located"),
    "located_wants_no_contact": _("Located, wants no contact"),
    "located_elsewhere": _("Located in another place"),
    "confirmed": _("Confirmed"),
    "partly_confirmed": _("Partly confirmed"),
    "not_confirmed": _("Not confirmed"),
    "home_suitable": _("The home is suitable"),
    "home_suitable_with_support": _("The home is suitable with support"),
    "home_not_suitable": _("The home is not suitable"),
    "rescued": _("Rescued"),
    "already_safe": _("Already safe"),
    "nobody_there": _("Nobody was there"),
    "preserved": _("Preserved"),
    "partly_preserved": _("Partly preserved"),
    "produced": _("Produced before the court"),
    "handed_over": _("Handed over"),
    "testified": _("Testified"),
    "date_fixed": _("A date is fixed"),
    "arrived": _("Arrived"),
    "service_given": _("The service was given"),
    "person_declined": _("The person declined"),
    "disclosed": _("Disclosed"),
    "contact_given": _("A contact was given"),
    "carried_out": _("Carried out"),
    "plan_agreed": _("A plan is agreed"),
    "applied": _("Applied for"),
    "awarded": _("Awarded"),
    "paid": _("Paid"),
    "granted": _("Leave was given"),
    "destroyed": _("Destroyed"),
    "kept": _("Kept on a legal ground"),
    "never_had": _("Never had it"),
    "unit_head": _("Head of the asking unit"),
    "own_nodal": _("State nodal office of the asker"),
    "their_nodal": _("State nodal office of the recipient"),
    "coordinator": _("National coordinator"),
    "told": _("Told"),
    "same": _("Told already, or a party itself"),
    "nobody": _("No office that can be reached"),
}

OUTCOMES: Words = {
    "goes": _("Goes"),
    "masked": _("Hidden"),
    "withheld": _("Stays here"),
}
OUTCOME_TONES: dict[str, str] = {"goes": "info", "masked": "warn", "withheld": ""}

GROUNDS: Words = {
    "consent_recorded": _("Consent of the person, on record"),
    "legal_basis": _("A legal basis, decided by two persons"),
    "registered_fir": _("A registered FIR (for an accused person, or a thing of the case that is nobody's)"),
    "leave": _("Leave of the organisation that gave it"),
}

FIELDS: Words = {
    "party.pseudonym": _("Pseudonym"),
    "party.code_name": _("Code name"),
    "party.role": _("Part in the case"),
    "party.majority": _("Child or adult"),
    "party.age_band": _("Age band"),
    "party.gender": _("Gender"),
    "party.citizenship": _("Citizenship"),
    "party.language": _("Language"),
    "party.home": _("Home district"),
    "party.trafficking_status": _("Trafficking status"),
    "party.relationship": _("Relationship to the trafficker"),
    "party.role_in_process": _("Role in the trafficking"),
    "party.first_name": _("First name"),
    "party.middle_name": _("Middle name"),
    "party.last_name": _("Last name"),
    "party.other_names": _("Other names"),
    "party.father_name": _("Father's name"),
    "party.mother_name": _("Mother's name"),
    "party.birth_date": _("Date of birth"),
    "party.phones": _("Phone numbers"),
    "party.email": _("E-mail address"),
    "party.street": _("Street"),
    "party.city": _("Town or village"),
    "party.postal_code": _("PIN code"),
    "party.identity_document": _("Identity document"),
    **THING_LABELS,
    "process.act": _("Act"),
    "process.means": _("Means"),
    "process.purpose": _("Purpose"),
    "leg.start": _("From"),
    "leg.end": _("To"),
    "leg.transport": _("Transport"),
    "leg.month": _("Month"),
    "leg.note": _("Note on the way"),
    "case.number": _("Case number"),
    "case.status": _("Status of the case"),
    "case.opened_at": _("Case opened on"),
    "case.identified_on": _("Identified on"),
    "case.channel": _("How it was identified"),
    "case.identified_by": _("Identified by"),
    "case.identified_in": _("Identified in"),
    "case.region": _("State or country"),
    "case.notes": _("Notes"),
    "case.more": _("Other details from the file"),
}

PARTIES: Words = {
    "victim": _("Victim"),
    "missing": _("Missing person"),
    "accused": _("Accused"),
    "witness": _("Witness"),
}

# short words beside a package, by the Traffic Light Protocol 2.0
HANDLING: Words = {
    "CLEAR": _("May be shared freely"),
    "GREEN": _("For organisations in this field, not for the public"),
    "RED": _("For those alone to whom it was sent, not to be passed on"),
    "AMBER": _("For those in your organisation who need it for this request"),
    "AMBER+STRICT": _("For your organisation alone, for this request"),
}

CODES_OF_HANDLING: Words = {
    "H1": _("Not to be used in court without leave of the source"),
    "H2": _("Not to be passed on without leave of the source"),
    "H3": _("Other conditions hold"),
}

SOURCE_GRADES: Words = {
    "A": _("A: no doubt about the source"),
    "B": _("B: the source was right most of the time"),
    "C": _("C: the source was wrong most of the time"),
    "X": _("X: the source cannot be judged"),
}

INFORMATION_GRADES: Words = {
    "1": _("1: known to be true without doubt"),
    "2": _("2: known to the source itself, not to who reports it"),
    "3": _("3: not known to the source itself, and confirmed by other information"),
    "4": _("4: not known to the source itself, and not confirmed"),
}

EDGE_STATES: Words = {
    "held": _("Has it"),
    "told": _("Asked to destroy it, no answer yet"),
    "passed_on": _("Destroyed here, others are still asked"),
    "destroyed": _("Destroyed"),
    "kept": _("Kept on a legal ground"),
    "never_had": _("Never had it"),
}

EDGE_TONES: dict[str, str] = {
    "held": "info",
    "told": "warn",
    "passed_on": "warn",
    "destroyed": "good",
    "kept": "bad",
    "never_had": "good",
}


def word(table: Words, code: str) -> str:
    """The words of a code in the reader's language; one that this node does not know is shown as it stands."""
    return str(table.get(code, code))
