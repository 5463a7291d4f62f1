"""How sensitive each column of this area is, with the reason. A column that does not stand here fails the tests."""

from sajha.cases.values import Sensitivity

_S1, _S2, _S3 = Sensitivity.S1, Sensitivity.S2, Sensitivity.S3

FIELD_CLASSES: dict[str, tuple[Sensitivity, str]] = {
    **{
        f"{table}.{name}": (_S1, "Links rows, or says how the record is kept; names nobody.")
        for table, names in {
            "consentevent": ("id", "case", "party", "of", "recorded_by", "recorded_at", "digest"),
            "legalbasis": ("id", "case", "party", "opened_by", "opened_at"),
            "basisvote": ("id", "basis", "voter", "voted_at"),
            "basisend": ("basis", "ended_by", "ended_at"),
        }.items()
        for name in names
    },
    **{
        f"{table}.{name}": (_S2, "What a person decided, or what was decided about a person, in codes.")
        for table, names in {
            "consentevent": (
                *("kind", "giver", "purposes", "audiences", "classes", "said_at", "until", "manner"),
                *("notice_version", "notice_language", "spoken", "heard"),
            ),
            "legalbasis": ("ground", "ground_version", "purpose", "audience", "classes", "until"),
        }.items()
        for name in names
    },
    "consentevent.words": (_S3, "What the person said, as it was said."),
    "consentevent.witness": (_S3, "Names somebody who was there."),
    "legalbasis.order": (_S3, "Numbers and dates of an order tell whose case it is."),
    "legalbasis.reason": (_S3, "Tells in words why data about the person is needed."),
    "basisvote.opinion": (_S3, "What one decided must not reach the other before both have."),
    "basisvote.words": (_S3, "Tells in words why somebody decided so."),
}
"""(table.column) -> (class, why)"""
