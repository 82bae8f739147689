"""Posts against standards: which standard serves which post, and as what."""

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence

from duibiao.ontology import iris
from duibiao.register.papers import Section, Subject

_SERVED = """
SELECT DISTINCT ?number ?name ?kind ?standard WHERE {
  ?post a d:Post ; d:belongsTo %s ; d:number ?number ; rdfs:label ?name .
  OPTIONAL {
    VALUES (?path ?kind) {
      (d:responsibilityStandard "responsibility") (d:assessmentStandard "assessment")
      (d:operatingProcedure "procedure") (d:workStandard "work")
    }
    ?post ?path ?of
    OPTIONAL { ?of eli:is_part_of ?whole }
    BIND (COALESCE(?whole, ?of) AS ?own) ?own d:number ?standard
  }
}
"""
_MARKS = {
    "zh": {"responsibility": "责", "assessment": "考", "procedure": "操", "work": "作"},
    "en": {"responsibility": "R", "assessment": "A", "procedure": "O", "work": "W"},
}
_ACROSS = 15
"""How many standards stand beside each other: more would not be legible on a page."""

Post = tuple[str, str]
Served = Mapping[tuple[Post, str], set[str]]


def matrix(subject: Subject) -> Iterator[Section]:
    """Every post against every standard that serves a post, in as many tables as fit on pages."""
    posts: set[Post] = set()
    served: dict[tuple[Post, str], set[str]] = defaultdict(set)
    for row in subject.store.query(_SERVED % iris.enterprise(subject.code)):
        post = row["number"].value, row["name"].value
        posts.add(post)
        if row["standard"]:
            served[post, row["standard"].value].add(row["kind"].value)
    standards = sorted({standard for _, standard in served})
    parts = [standards[start : start + _ACROSS] for start in range(0, len(standards), _ACROSS)] or [[]]
    for place, part in enumerate(parts, start=1):
        yield _part(sorted(posts), part, served, f" {place}" if len(parts) > 1 else "", subject.language)


def _part(posts: Sequence[Post], standards: Sequence[str], served: Served, place: str, language: str) -> Section:
    rows = [(*post, *(_mark(served.get((post, standard), set()), language) for standard in standards)) for post in posts]
    count = ["", {"zh": "服务岗位数", "en": "posts served"}[language]]
    totals = tuple(count + [str(sum((post, standard) in served for post in posts)) for standard in standards])
    widths = (6, 11, *(4 for _ in standards))
    if language == "zh":
        about = "责：责任标准；考：考核标准；操：操作规程；作：作业标准。空格是该标准不服务于该岗位。"
        return Section(f"岗位×标准覆盖矩阵{place}", about, ("岗位编号", "岗位", *standards), [*rows, totals], widths)
    about = "R: responsibility, A: assessment, O: operating procedure, W: work standard; empty: the standard does not serve the post."
    return Section(f"Posts against standards{place}", about, ("number", "post", *standards), [*rows, totals], widths)


def _mark(kinds: set[str], language: str) -> str:
    return "".join(mark for kind, mark in _MARKS[language].items() if kind in kinds)
