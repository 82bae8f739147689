"""Persons, their certificates and training, and what each post has to do."""

from duibiao.loaders.sheets.row import Row

SHEETS: tuple[type[Row], ...] = ()
