"""What one organisation may ask of another; a referral is one kind."""

from enum import StrEnum


class Kind(StrEnum):
    TRACE_PERSON = "trace_person"
    VERIFY_ADDRESS = "verify_address"
    HOME_STUDY = "home_study"
    RESCUE_ASSISTANCE = "rescue_assistance"
    PRESERVE_EVIDENCE = "preserve_evidence"
    TRANSIT_REMAND = "transit_remand"
    WITNESS_BY_VIDEO = "witness_by_video"
    TRANSFER_PERSON = "transfer_person"
    REPATRIATION = "repatriation"
    DISCLOSE_AFTER_MATCH = "disclose_after_match"
    JOINT_OPERATION = "joint_operation"
    COMPENSATION_FOLLOW_UP = "compensation_follow_up"
