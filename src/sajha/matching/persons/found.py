"""What share of the true agreements a search finds, by reach: stand-in until the bench has written its table."""

SHARES = {"one": 0.5, "few": 0.43, "all": 0.25}


def found_share(reach: str) -> float:
    return SHARES[reach]
