"""Whether somebody of whom a custodian was told is looked for still."""

from sajha.matching.blind.values import TOKEN
from sajha.matching.held import opened
from sajha.matching.models import Carried, PartnerTable, Sighting
from sajha.matching.values import SetName


def still_sought(row: Sighting) -> bool:
    """Whether the seeker's present set holds a sign of this person. While that is being compared anew, yes."""
    table = PartnerTable.objects.filter(owner=row.seeker, reader="", set=SetName.SOUGHT, complete=True).first()
    if table is None:
        return False
    subject = row.party or row.case
    carried = Carried.objects.filter(seeker=row.seeker, subject=subject, epoch=table.epoch).first()
    if carried is None:
        return True
    blob = bytes(carried.tokens)
    return bool(opened(table).holds([blob[start : start + TOKEN] for start in range(0, len(blob), TOKEN)]))
