"""How a kind of document demands."""

import re
from collections.abc import Sequence

from duibiao.loaders.documents.model import Head, Part

_BY_WORDS = re.compile(r"法|条例|规定|办法|细则|规则|标准|规范|规程|导则")


def demands_by_words(outline: Sequence[Part], head: Head) -> bool:
    """Whether the document demands by modal words alone, as laws and standards do; others demand by bare imperatives and set goals too."""
    return bool(head.kind and _BY_WORDS.search(head.kind)) or any(part.kind in {"article", "clause"} for part in outline)
