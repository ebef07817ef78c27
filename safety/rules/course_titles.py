"""What our courses may not be called: they are voluntary, not the course the law orders."""

from __future__ import annotations

import re
import unicodedata

# Article 8 of the Serious Accidents Punishment Act, as people write it, blanks taken out.
ARTICLE = re.compile(r"제?(?<!\d)8조(?!\d)|article8(?!\d)|art\.?8(?!\d)")
ACT = re.compile(r"중대(산업|시민)?재해|중처법|seriousaccident|sapa")


def claims_to_be_statutory(title: str) -> bool:
    """Tell whether a title passes the course off as the one of 중대재해처벌법 제8조."""
    squeezed = re.sub(r"\s+", "", unicodedata.normalize("NFKC", title)).casefold()
    return ARTICLE.search(squeezed) is not None and ACT.search(squeezed) is not None
