"""Sites and what is done there: five factors, process steps, checks, buildings, projects."""

from duibiao.loaders.sheets.row import Row

SHEETS: tuple[type[Row], ...] = ()
