"""Every shipped rule against mutants of its conforming example, and mutants of the rule against the tests.

python bench/mutate [--rule NAME …] [--format table|json]
"""

import argparse
import json
import sys
from collections.abc import Callable
from dataclasses import replace
from time import process_time

import examples
import plants
from borders import shown
from examples import DAY, Topic
from mutants import Mutant, mutants
from outcomes import outcome, touching
from survivors import changes, noticed
from table import Results, as_data, as_text

JUDGED = 10
"""How many mutants of a topic pySHACL is asked about too."""


def main() -> int:
    """Print the results; 1 when a rule catches nothing, misses a border or is at odds with what is certain."""
    given = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    given.add_argument("--rule", action="append", default=[], help="only the rules of these names")
    given.add_argument("--format", choices=("table", "json"), default="table")
    options = given.parse_args()
    results = run(tuple(options.rule), _progress)
    lines = as_text(results) if options.format == "table" else [json.dumps(as_data(results), ensure_ascii=False, indent=2)]
    sys.stdout.writelines(f"{line}\n" for line in lines)
    return int(results.failed)


def _progress(text: str) -> None:
    sys.stderr.write(f"{process_time():>6.0f} s  {text}\n")


def run(rules: tuple[str, ...], progress: Callable[[str], object] = len) -> Results:
    """All mutants of the rules of these names, or of all rules."""
    results = Results()
    for topic in examples.topics(rules):
        progress(f"{topic.name}: {len(topic.rules)} rules")
        _data(results, topic)
        _shapes(results, topic)
    progress("sample plants")
    results.plants = plants.tried(rules)
    return results


def _data(results: Results, topic: Topic) -> None:
    """The mutants of the topic's example."""
    made = list(mutants(topic.stated, topic.norms, DAY))
    trials = list(topic.tried(made))
    touched = {rule: touching(topic, rule, trials) for rule in topic.rules}
    borders = shown(topic, touched)
    for rule in topic.rules:
        one = outcome(topic, rule, touched[rule])
        one.borders = borders[rule]
        results.outcomes.append(one)
    results.mutants += len(made)
    results.crashes += [f"{topic.name}: {t.mutant.kind} {t.mutant.words}: {t.crash}" for t in trials if t.crash]
    _judge(results, topic, [t.mutant for t in trials if not t.crash and any(t.found.values())][:: max(1, len(trials) // 100)][:JUDGED])


def _judge(results: Results, topic: Topic, some: list[Mutant]) -> None:
    """Ask both engines about some mutants."""
    narrow = replace(topic, narrow=True)
    for ours, theirs in zip(narrow.tried(some), narrow.tried(some, "pyshacl"), strict=True):
        results.judged += 1
        differing = [rule for rule in topic.rules if ours.found.get(rule) != theirs.found.get(rule)]
        results.at_odds += [f"{rule}: {ours.mutant.kind} {ours.mutant.words}" for rule in differing]


def _shapes(results: Results, topic: Topic) -> None:
    """The mutants of the topic's rules."""
    for rule in topic.rules:
        for change in changes(topic, rule):
            results.changes += 1
            if not noticed(topic, change):
                results.survivors.append((rule, change.words))


if __name__ == "__main__":
    sys.exit(main())
