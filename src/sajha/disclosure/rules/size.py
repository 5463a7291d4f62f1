"""What may leave, and why. Plain Python: handed values, gives decisions."""

from sajha.basics.decision import Decision, no, yes

LARGEST_BODY = 6 * 1024 * 1024


def may_depart(recipient: str, body: bytes) -> Decision:
    """An empty recipient is an error, not everybody; a body holds at most ``LARGEST_BODY`` bytes."""
    if not recipient:
        return no("audience.empty")
    if len(body) > LARGEST_BODY:
        return no("message.too_large")
    return yes()
