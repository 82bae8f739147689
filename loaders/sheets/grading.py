"""Self-evaluation, grades, checklists, the way of a standard to a higher one."""

from duibiao.loaders.sheets.row import Row

SHEETS: tuple[type[Row], ...] = ()
