"""Words of a person's own page, for a reader of twelve: why something is kept, what became of a copy, who looked, who helps outside."""

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

Labels = dict[str, str | Promise]

GROUP_LABELS: Labels = {
    "who": _("Who you are"),
    "about": _("About you, without your name"),
    "happened": _("What was done to you"),
    "way": _("The way you were taken"),
    "case": _("About the work on your case"),
}

GROUP_WHYS: Labels = {
    "who": _("Why we keep it: so that we can reach you, and help the right person."),
    "about": _("Why we keep it: so that you get the help that fits you."),
    "happened": _("Why we keep it: to protect you, and to stop those who did it."),
    "way": _("Why we keep it: to find those who did it, and to stop it from happening to others."),
    "case": _("Why we keep it: so that no one forgets what has to be done for you."),
}

SOURCE_SENTENCES: Labels = {
    "manual": _("%(organisation)s wrote this down, first on %(day)s."),
    "htcds": _("%(organisation)s got this from a file of another organisation, on %(day)s."),
    "ctdc": _("%(organisation)s got this from a file of another organisation, on %(day)s."),
}

STATE_LABELS: Labels = {
    "held": _("Has a copy"),
    "told": _("Was asked to destroy it, has not answered yet"),
    "passed_on": _("Has destroyed it; those who got it from there are still asked"),
    "destroyed": _("Has destroyed it"),
    "kept": _("Was asked to destroy it, and keeps it"),
    "never_had": _("Says that it never had it"),
}

LOOK_LABELS: Labels = {
    "party.revealed": _("Your name or other things that tell who you are were shown"),
    "party.identity_written": _("Your name or other things that tell who you are were written down"),
    "identifier.added": _("A phone number, an account or another thing of yours was written down"),
    "identifier.changed": _("A phone number, an account or another thing of yours was written anew"),
    "consent.words_read": _("Your own words about yes and no were read"),
    "basis.read": _("The reason for a step without your yes was read"),
    "own.opened": _("This page was opened together with you"),
    "own.handed_over": _("A paper with all this was printed for you"),
    "own.code_made": _("A code for this page was made for you"),
    "own.read": _("You read this page with a code"),
    "case.notes_read": _("The closed notes of the case were read"),
    "case.more_read": _("The rest of the file from which your case came was read"),
    "case.things_shown": _("Phone numbers, vehicles or accounts seen in the case were shown"),
    "leg.note_read": _("A closed note about the way was read"),
    "emergency.confirmed": _("Two people opened your closed case, because a life was in danger"),
    "emergency.reviewed": _("A third person checked whether that was right"),
    "case.viewed": _("The page of your case was opened, without your name"),
}

WISH_LABELS: Labels = {
    "change_mind": _("I change my mind about who may know"),
    "wrong": _("Something here is wrong"),
    "talk": _("I want to talk about this"),
}

RUNG_SENTENCES: Labels = {
    "unit_head": _("The head of our unit was told that it is late."),
    "own_nodal": _("The nodal office of our state was told that it is late."),
    "their_nodal": _("The nodal office of their state was told that it is late."),
    "coordinator": _("The national coordinator was told that it is late."),
}

OUTSIDE_LABELS: Labels = {
    "emergency": _("Emergency: police, fire, ambulance"),
    "child_helpline": _("Help for children"),
    "women_helpline": _("Help for women"),
    "legal_aid": _("A lawyer who costs nothing: the legal services authority"),
    "human_rights": _("National Human Rights Commission"),
    "women_commission": _("National Commission for Women"),
    "child_commission": _("National Commission for Protection of Child Rights"),
}

OUTSIDE_WHYS: Labels = {
    "emergency": _("When you are in danger now."),
    "child_helpline": _("When you are under 18 and need help, at any hour."),
    "women_helpline": _("When you are a woman or girl and need help, at any hour."),
    "legal_aid": _(
        "Whoever was trafficked, and every woman and child, has a right to a lawyer for nothing. The office is in the district court."
    ),
    "human_rights": _(
        "When an office of the government did you wrong. You can write in your own language. They ask for your name, within a year."
    ),
    "women_commission": _(
        "When you are a woman and were wronged. They ask for your name. By letter, by hand, or on their page."
    ),
    "child_commission": _("When a child was wronged. They ask for a name. It costs nothing."),
}

NEAR_WHYS: Labels = {
    "cwc": _("The child welfare committee decides what is best for a child, and hears when something went wrong."),
    "dlsa": OUTSIDE_WHYS["legal_aid"],
}
