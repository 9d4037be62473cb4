"""One folding of names for searching and one for Finnish order, in Python and SQL.

The generated columns of the database use the same tables through ``translate``,
so a query folded here meets a column folded there.
"""

FOLD_FROM = "åäáàâãæöøóòôõéèêëíìîïúùûüýÿñçšžðþłß"
FOLD_TO = "aaaaaaaooooooeeeeiiiiuuuuyyncszdtls"
"""Same length as FOLD_FROM: å and ä become a, ö becomes o, ü becomes u."""

SORT_FROM = "åäöæøü"
SORT_TO = "{|}|}y"
"""In byte order ``{ | }`` follow z, which is where Finnish puts å ä ö."""

_FOLD = str.maketrans(FOLD_FROM, FOLD_TO)


def _lower(char: str) -> str:
    """Letter by letter, as the database does it: no final sigma, no dotted i."""
    return "i" if char == "İ" else char.lower()


def _lowered(text: str) -> str:
    odd = "İ" in text or "Σ" in text
    return "".join(map(_lower, text)) if odd else text.lower()


def fold(text: str) -> str:
    """Lower case without diacritics, one space between words: «Ää  Öö» → «aa oo»."""
    return " ".join(_lowered(text).translate(_FOLD).split())
