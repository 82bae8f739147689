"""Errors that can be expected: each says the fact and the remedy in one line, and whose fault it is."""


class Refusal(Exception):
    """Something that cannot be done as asked. `at_fault` is `call` (how it was asked) or `data` (what was given)."""

    at_fault = "call"
