"""Limits read out of the words of a clause."""
