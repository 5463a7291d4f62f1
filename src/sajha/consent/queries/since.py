"""What was said and ended since something left: conditions for another area's query, which learns nothing else from them."""

from django.db.models import Exists, OuterRef

from sajha.consent.models import BasisEnd, ConsentEvent


def spoke_since(party: str, at: str) -> Exists:
    """Whether the person in the outer row's column ``party`` spoke at or after the time in its column ``at``."""
    return Exists(ConsentEvent.objects.filter(party=OuterRef(party), recorded_at__gte=OuterRef(at)))


def basis_ended(basis: str) -> Exists:
    """Whether the basis in the outer row's column was ended before its day."""
    return Exists(BasisEnd.objects.filter(pk=OuterRef(basis)))
