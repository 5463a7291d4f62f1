"""How sensitive each column of this area is, with the reason. A column that does not stand here fails the tests."""

from sajha.cases.values import Sensitivity

_S1, _S2 = Sensitivity.S1, Sensitivity.S2

FIELD_CLASSES: dict[str, tuple[Sensitivity, str]] = {
    **{
        f"{table}.{name}": (_S1, "Links rows, or says when something was made or ended; names nobody.")
        for table, names in {
            "onetimecode": ("id", "case", "party", "made_by", "made_at", "ends_at", "used_at", "ended_at"),
            "ownvisit": ("id", "code", "began_at", "ends_at", "ended_at"),
            "wrongtry": ("id", "at"),
            "ownwish": ("id", "case", "party", "at", "answered_at", "answered_by"),
        }.items()
        for name in names
    },
    **{
        name: (_S1, "A keyed digest: without the node's own secret it can neither be read nor guessed.")
        for name in ("onetimecode.digest", "ownvisit.digest", "wrongtry.of")
    },
    "onetimecode.handle": (_S1, "The part of a code that finds it; it opens nothing."),
    "onetimecode.language": (_S2, "The language in which the person reads."),
    "ownvisit.language": (_S2, "The language in which the person reads."),
    "ownwish.wish": (_S2, "What the person wants to talk about, as one of three words."),
}
"""(table.column) -> (class, why)"""
