"""Words about a case: how it was identified, where it stands, what follows."""

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

NAMES: dict[str, str | Promise] = {
    "trafficking_status": _("Trafficking status"),
    "deciding_organisation": _("Who decided on the status"),
    "identification_channel": _("How identified"),
    "identified_by": _("Identified by"),
    "case_status": _("Status of the case"),
    "referral_reason": _("Reason for the referral"),
    "support_plan_type": _("Kind of support"),
    "organisation_type": _("Kind of organisation"),
}

LABELS: dict[str, dict[str, str | Promise]] = {
    "trafficking_status": {
        "PossibleVictimOfTrafficking": _("Possible victim of trafficking"),
        "ActualVictimOfTrafficking": _("Victim of trafficking"),
        "NotAVictimOfTrafficking": _("Not a victim of trafficking"),
    },
    "deciding_organisation": {
        "Police": _("Police"),
        "NGO": _("NGO"),
        "CourtOrProsecution": _("Court or prosecution"),
        "NonPoliceGovernmentalOrganization": _("Government office other than police"),
        "Other": _("Other"),
    },
    "identification_channel": {
        "Call": _("Call to a helpline or office"),
        "DirectContact": _("Direct contact with the person"),
        "PreviouslyServed": _("Already known from earlier help"),
        "VictimLocation": _("Found at the place of exploitation"),
        "RescueOperation": _("Rescue operation"),
        "Screening": _("Screening at a station, border or on a train"),
        "Referral": _("Referred by another organisation"),
        "OnlineReport": _("Report on the internet"),
    },
    "identified_by": {
        "Self": _("The person themself"),
        "FamilyOrFriend": _("Family or friend"),
        "Police": _("Police"),
        "RailwayPolice": _("Railway police"),
        "BorderGuard": _("Border guard"),
        "Prosecutor": _("Prosecutor"),
        "ChildWelfareCommittee": _("Child welfare committee"),
        "ChildProtectionUnit": _("District child protection unit"),
        "LabourDepartment": _("Labour department"),
        "EducatorTeacherSchool": _("Teacher or school"),
        "Employer": _("Employer"),
        "Hospital": _("Hospital or clinic"),
        "MentalHealthClinic": _("Mental health clinic"),
        "LegalServices": _("Legal services"),
        "Shelter": _("Shelter"),
        "HumanTraffickingOrganization": _("Organisation against trafficking"),
        "YouthServiceProvider": _("Youth service"),
        "Community": _("Neighbour or passer-by"),
        "Other": _("Other"),
    },
    "case_status": {
        "Active": _("Active"),
        "FollowUp": _("Follow-up"),
        "Closed": _("Closed"),
        "ClosedReferred": _("Closed, referred"),
    },
    "referral_reason": {
        "AdditionalServicesRequired": _("More services needed"),
        "MigrationOrChangeOfLocation": _("Moved to another place"),
        "Other": _("Other"),
    },
    "support_plan_type": {
        "Education": _("Education"),
        "Financial": _("Money"),
        "Health": _("Health"),
        "LabourExploitationRehabilitation": _("Recovery after labour exploitation"),
        "Legal": _("Legal help"),
        "Livelihood": _("Livelihood"),
        "RightsBasedTraining": _("Training on rights"),
        "SexualExploitationRehabilitation": _("Recovery after sexual exploitation"),
        "SocialCare": _("Social care"),
    },
    "organisation_type": {
        "NGO": _("NGO"),
        "LawEnforcement": _("Police or other law enforcement"),
        "HealthServiceOrganisation": _("Health service"),
        "CentralGovernmentOrganisation": _("Central government"),
        "LocalGovernmentOrganisation": _("State or local government"),
        "ImmigrationService": _("Immigration service"),
        "LegalService": _("Legal services"),
        "CorporateBusiness": _("Business"),
        "SchoolOrCollege": _("School or college"),
    },
}
