"""A fresh store with the norms, the two sample enterprises and the sample authority."""

from datetime import date
from importlib.resources import as_file, files

from duibiao.register.loads import FileResult, load, prepare
from duibiao.store import Store

SAMPLES = ("chemical-plant.xlsx", "machining-firm.xlsx", "county-bureau.xlsx")


def fill(store: Store, day: date) -> list[FileResult]:
    """Load the norms and the samples; what became of each sample."""
    prepare(store, day)
    with as_file(files("duibiao.corpus").joinpath("sample")) as folder:
        return load(store, [folder / name for name in SAMPLES], day=day, who="demo")
