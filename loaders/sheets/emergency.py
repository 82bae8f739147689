"""Plans, drills, teams, stock, accidents, monitoring."""

from duibiao.loaders.sheets.row import Row

SHEETS: tuple[type[Row], ...] = ()
