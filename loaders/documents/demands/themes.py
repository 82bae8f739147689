"""What side of work safety a text is about, by the cue words of the scheme of themes in the ontology."""

import re
from collections import Counter
from collections.abc import Iterable
from functools import cache

from duibiao.ontology import concepts
from duibiao.ontology.terms import D

_SCHEME = "Theme"


def theme(weighted: Iterable[tuple[str, int]]) -> str | None:
    """The key of the theme (`training`) with most cue words in texts that weigh so much each, longer words more; None without any."""
    score: Counter[str] = Counter()
    for text, weight in weighted:
        for cue in _cues().findall(text):
            score[_themes()[cue]] += weight * len(cue)
    return max(score, key=lambda key: (score[key], key)) if score else None


@cache
def _themes() -> dict[str, str]:
    prefix = D[f"{_SCHEME}-"].value
    return {cue: concept.value.removeprefix(prefix) for cue, concept in concepts(_SCHEME).items() if not cue.isascii()}


@cache
def _cues() -> re.Pattern[str]:
    return re.compile("|".join(sorted(map(re.escape, _themes()), key=len, reverse=True)))
