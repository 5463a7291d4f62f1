"""Arbitrary cases in the form that reading gives, for the round trip."""

from datetime import date

from hypothesis import strategies as st

from sajha.terms.coded import Absent, Coded
from sajha.terms.vocabularies import vocabulary
from sajha.workbooks.cells import NotThat, clean
from sajha.workbooks.htcds import Field, fields

INDIC = "आशा దీపా சித்ரா ಅನು മീര قمر"
texts = st.one_of(
    st.text(min_size=1, max_size=60),
    st.text(alphabet=INDIC + "=+-@'\"\n,;\t|_x0041 ", min_size=1, max_size=40),
    st.sampled_from(
        [
            "=1+1",
            "+91 98400 12345",
            "-99",
            "@SUM(A1)",
            "'=x",
            "''",
            "_x000D_",
            '=HYPERLINK("http://x")',
            "a\nb",
            "ａ＝b",
            "＝1",
        ]
    ),
)


def _kept(text: str) -> bool:
    try:
        return bool(clean(text))
    except NotThat:
        return False


def _normal(text: str) -> str:
    return clean(text)


def _of(field: Field) -> st.SearchStrategy:
    if field.holds == "code":
        found = vocabulary(field.vocabulary)
        some = st.sampled_from([Coded(field.vocabulary, found.version, code) for code in found.codes])
        absent = st.sampled_from([(Absent(why),) for why in ("not_asked", "declined", "not_applicable", "withheld")])
        many = st.lists(some, min_size=1, max_size=4 if field.many else 1, unique=True).map(tuple)
        return many | absent
    if field.holds == "date":
        return st.dates(date(1900, 1, 1), date(2100, 12, 31))
    if field.holds == "number":
        return st.decimals(-180, 180, places=4).map(str).filter(lambda text: "E" not in text)
    if field.holds == "check":
        return st.sampled_from(["true", "false"])
    return texts.filter(_kept).map(_normal)


@st.composite
def given_pairs(draw: st.DrawFn) -> tuple[tuple[str, object], ...]:
    """Some fields with a value each, as ``holds`` asks."""
    names = draw(st.lists(st.sampled_from(sorted(fields())), min_size=1, max_size=12, unique=True))
    return tuple((name, draw(_of(fields()[name]))) for name in names)
