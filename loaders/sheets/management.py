"""How an enterprise is run: targets, funds, meetings, contractors, licences, permits for work."""

from duibiao.loaders.sheets.row import Row

SHEETS: tuple[type[Row], ...] = ()
