"""Rules of a person's own: Turtle files in a folder, each rule with an example that breaks it beside one that keeps it.

A rule that nobody has seen find anything, or pass anything, checks nothing for sure; so none is used before its examples have run.
"""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import replace
from datetime import date
from functools import cache
from importlib.resources import as_file, files
from pathlib import Path

from pyoxigraph import Triple

from duibiao import loaders
from duibiao.ontology import iris
from duibiao.ontology import load as ontology
from duibiao.ontology.terms import RDF, D, Term
from duibiao.reasoning import Scratch, derive
from duibiao.shapes.check import check_together
from duibiao.shapes.data import Law, Statements
from duibiao.shapes.ledger import Entry
from duibiao.shapes.model import ShapesError
from duibiao.shapes.rules import Rule, RuleBook, book, norm_rules, read, shipped

DAY = date(2026, 11, 22)
"""The day that examples are judged by, whatever the day of the check: what an example shows must not change with the calendar."""

Read = Mapping[Path, list[Triple]]


def with_folder(folder: Path) -> RuleBook:
    """The shipped rules and those in the .ttl files of a folder of the user's.

    ShapesError when a file does not parse or compile, or a rule has no examples in `example-data` or they do not show what it does.
    """
    own = {file: read(file) for file in sorted(folder.glob("*.ttl"))}
    whole = _compiled(own)
    rules = {file: [whole.rules[node] for node in _rule_nodes(said)] for file, said in own.items()}
    if not any(rules.values()):
        raise ShapesError(f"{folder}: no .ttl file with rules in it; a rule has the type d:Rule")
    _refuse_twins(rules)
    alone = replace(whole, rules={rule.node: rule for found in rules.values() for rule in found})
    for file, found in rules.items():
        if found:
            _try(alone, file, found)
    return whole


def _rule_nodes(said: Iterable[Triple]) -> list[Term]:
    return list(dict.fromkeys(t.subject for t in said if t.predicate == RDF.type and t.object == D.Rule))


def _compiled(own: Read) -> RuleBook:
    """The shipped rules and these, compiled. ShapesError, with the file, for what cannot be, and for what would change a shipped rule."""
    for file, said in own.items():
        _refuse_taken(file, said)
    try:
        whole = book((*shipped().graph.triples, *(triple for said in own.values() for triple in said)))
        _ = whole.queries
    except ShapesError as error:
        raise ShapesError(f"{_place(str(error), own)}{' '.join(str(error).split())}; mend the rule") from error
    return whole


def _refuse_taken(file: Path, said: Iterable[Triple]) -> None:
    for node in {triple.subject for triple in said} & set(shipped().graph.index):
        raise ShapesError(f"{file}: {node} is something that is shipped; give yours a name of its own")


def _refuse_twins(rules: Mapping[Path, list[Rule]]) -> None:
    """Counts and gaps go by the rule's name, which is the last step of its IRI."""
    taken = {rule.name: "a shipped rule" for known in (shipped(), norm_rules()) for rule in known.rules.values()}
    for file, found in rules.items():
        for rule in found:
            if rule.name in taken:
                raise ShapesError(f"{file}: the rule {rule.name} has the name of {taken[rule.name]}; give it another")
            taken[rule.name] = f"one in {file}"


def _place(error: str, own: Read) -> str:
    """The file that speaks of what an error names, as the beginning of a sentence."""
    named = (file for file, said in own.items() if any(str(triple.subject).strip("<>") in error for triple in said))
    return next((f"{file}: " for file in named), "")


@cache
def _norms() -> tuple[Triple, ...]:
    """The norms that come with the product, by which examples are judged."""
    with as_file(files("duibiao.corpus")) as corpus:
        tables = [path for folder in ("norms", "gb18218") for path in sorted((corpus / folder).glob("*.csv"))]
        return tuple(triple for path in tables for triple in loaders.read(path).triples)


@cache
def _law() -> Law:
    return Law.on(DAY, _norms())


def _try(own: RuleBook, file: Path, rules: Iterable[Rule]) -> None:
    """Run the examples of a file's rules. ShapesError for the first that is not there or does not behave."""
    folder = file.parent / "example-data" / file.stem
    good, bad = folder / "good.ttl", {rule.name: folder / f"bad.{rule.name}.ttl" for rule in rules}
    for name, example in bad.items():
        _refuse_first(_absences(name, good, example), file)
    _refuse_first(_faults_of_good(_entries(own, good), bad, good), file)
    for name, example in bad.items():
        _refuse_first(_faults_of_bad(_entries(own, example), name, example), file)


def _entries(own: RuleBook, example: Path) -> dict[str, Entry]:
    """What each of the own rules makes of an example and of what follows from it."""
    stated = read(example)
    known = [*stated, *derive(Scratch(ontology(), _norms(), stated))]
    found = check_together(_law(), {iris.enterprise("EXAMPLE"): Statements.of(known)}, own)
    return {entry.rule: entry for entry in found.ledger}


def _refuse_first(faults: Iterator[str], file: Path) -> None:
    for fault in faults:
        raise ShapesError(f"{file}: {fault}")


def _absences(name: str, good: Path, bad: Path) -> Iterator[str]:
    if not bad.is_file():
        yield f"the rule {name} has no example that breaks it; write {bad}"
    if not good.is_file():
        yield f"the rule {name} has no example that keeps it; write {good}"


def _faults_of_good(entries: Mapping[str, Entry], names: Iterable[str], good: Path) -> Iterator[str]:
    for entry in entries.values():
        if entry.failed:
            yield f"the rule {entry.rule} is violated by {good}, which is to keep every rule; mend the rule or the example"
    for name in names:
        if not entries[name].passed:
            yield f"the rule {name} passes nothing in {good} ({_counts(entries[name])}); put something there that it looks at"


def _faults_of_bad(entries: Mapping[str, Entry], name: str, bad: Path) -> Iterator[str]:
    if not entries[name].failed:
        yield f"the rule {name} is not violated by {bad} ({_counts(entries[name])}); mend the rule or the example"
    for entry in entries.values():
        if entry.failed and entry.rule != name:
            yield f"{bad} is to break the rule {name} alone, and breaks {entry.rule} too; mend the example"


def _counts(entry: Entry) -> str:
    return f"targets {entry.targets}, passed {entry.passed}, inapplicable {entry.inapplicable}, cannot tell {entry.cannot_tell}"
