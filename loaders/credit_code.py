"""The check character of the unified social credit code (GB 32100-2015, clause 4)."""

_ALPHABET = "0123456789ABCDEFGHJKLMNPQRTUWXY"  # I, O, S, V and Z are left out


def check_character(body: str) -> str:
    """The eighteenth character that the first seventeen ask for; ValueError for a character outside the alphabet."""
    weighted = sum(_ALPHABET.index(character) * pow(3, place, 31) for place, character in enumerate(body))
    return _ALPHABET[-weighted % 31]


def valid(code: str) -> bool:
    """Whether the code has eighteen characters of the alphabet and the right check character."""
    return len(code) == 18 and set(code) <= set(_ALPHABET) and code[-1] == check_character(code[:-1])
