"""The vocabulary: every module parses, keeps the house rules, and says no more and no less than the rooms use."""

import re
from functools import cache
from importlib.resources import files
from pathlib import Path

import owlrl
import pytest
from pyoxigraph import NamedNode, QuerySolutions, RdfFormat, Store
from rdflib import OWL, RDF, RDFS, SKOS, Graph, Namespace, URIRef
from rdflib.plugins.sparql import prepareQuery
from rdflib.term import Node

from duibiao.ontology import MODULES, concepts, labels

ROOT = Path(__file__).resolve().parents[1]
ONTOLOGY = Path(str(files("duibiao.ontology")))
RULES = sorted((ONTOLOGY / "house-rules").glob("*.rq"))
ROOMS = ("api", "cli", "corpus", "loaders", "queries", "reasoning", "register", "shapes", "store")
D = Namespace("https://w3id.org/duibiao/ontology#")

PREFIXES = """
@prefix d: <https://w3id.org/duibiao/ontology#> .
@prefix m: <https://w3id.org/duibiao/ontology/> .
@prefix owl: <http://www.w3.org/2002/07/owl#> .
@prefix prov: <http://www.w3.org/ns/prov#> .
@prefix rdfs: <http://www.w3.org/2000/01/rdf-schema#> .
@prefix skos: <http://www.w3.org/2004/02/skos/core#> .
"""

# One statement or two that break one rule each; what they are about is the offender.
BAD = {
    "class-without-superclass": "d:Broken a owl:Class ; rdfs:subClassOf d:Broken .",
    "concept-without-scheme": "d:Broken a skos:Concept ; skos:inScheme d:RiskLevel .",
    "determines-unknown-class": "d:Broken d:determines d:PostKind .",
    "duplicate-label-in-scheme": 'd:Broken skos:inScheme d:RiskLevel ; skos:altLabel "RED"@en .',
    "module-header-incomplete": 'd:Broken a owl:Ontology ; rdfs:label "坏"@zh , "broken"@en .',
    "property-without-domain": "d:Broken a owl:ObjectProperty ; rdfs:range d:Post .",
    "property-without-range": "d:Broken a owl:DatatypeProperty ; rdfs:domain d:Post .",
    "reference-outside-imports": "d:Broken rdfs:isDefinedBy m:norms ; rdfs:range d:Post .",
    "reference-to-unknown-term": "d:Broken rdfs:range d:Nowhere .",
    "term-of-two-kinds": "d:Broken a owl:Class , skos:Concept .",
    "term-without-definition": 'd:Broken a owl:Class ; rdfs:comment "只有中文。"@zh .',
    "term-without-label": 'd:Broken a skos:Concept ; skos:prefLabel "English alone"@en .',
    "term-without-module": "d:Broken a owl:Class ; rdfs:isDefinedBy m:nowhere .",
}


@cache
def merged() -> Graph:
    """All modules in one graph."""
    graph = Graph()
    for module in MODULES:
        graph.parse(ONTOLOGY / f"{module}.ttl")
    return graph


def offenders(rule: Path, extra: str = "") -> list[str]:
    """What a house rule finds in the ontology, with some more Turtle added to it."""
    store = Store()
    for module in MODULES:
        store.load(path=ONTOLOGY / f"{module}.ttl", format=RdfFormat.TURTLE)
    store.load(PREFIXES + extra, format=RdfFormat.TURTLE)
    found = store.query(rule.read_text("utf-8"))
    assert isinstance(found, QuerySolutions)
    return [term.value for row in found if isinstance(term := row["term"], NamedNode)]


def ours(*types: Node) -> set[str]:
    """The local names of our terms that are of one of the types."""
    return {str(subject).removeprefix(D) for kind in types for subject in merged().subjects(RDF.type, kind) if str(subject).startswith(D)}


@cache
def rooms() -> str:
    """The text of everything outside the ontology that may use a term."""
    return "\n".join(
        path.read_text("utf-8")
        for room in ROOMS
        for path in sorted((ROOT / room).rglob("*"))
        if path.suffix in {".py", ".ttl", ".rq"} and path.is_file()
    )


def names_used() -> set[str]:
    """The local names written as `D.name`, `D["name"]`, `d:name` or by their whole IRI in some room."""
    text = rooms()
    whole = re.escape(str(D)) + r"([A-Za-z][\w-]*)"
    return {
        *re.findall(r"\bD\.([A-Za-z]\w*)", text),
        *re.findall(r"""\bD\[["']([\w-]+)["']\]""", text),
        *re.findall(r"(?<![\w.])d:([A-Za-z][\w-]*)", text),
        *re.findall(whole, text),
    } - {"base"}


def test_the_folder_holds_the_modules_that_are_read() -> None:
    assert {path.stem for path in ONTOLOGY.glob("*.ttl")} == set(MODULES)


@pytest.mark.parametrize("module", MODULES)
def test_a_module_parses_and_heads_itself(module: str) -> None:
    graph = Graph().parse(ONTOLOGY / f"{module}.ttl")
    header = URIRef(f"https://w3id.org/duibiao/ontology/{module}")
    assert set(graph.subjects(RDF.type, OWL.Ontology)) == {header}
    assert set(graph.objects(predicate=RDFS.isDefinedBy)) == ({header} if module != "reused" else set())


@pytest.mark.parametrize("module", MODULES)
def test_prefixes_and_subjects_are_sorted(module: str) -> None:
    text = (ONTOLOGY / f"{module}.ttl").read_text("utf-8")
    prefixes = re.findall(r"^@prefix (\w+):", text, flags=re.MULTILINE)
    subjects = re.findall(r"^d:(\S+)", text, flags=re.MULTILINE)
    assert prefixes == sorted(prefixes)
    assert subjects == sorted(set(subjects))


@pytest.mark.parametrize("rule", RULES, ids=lambda rule: rule.stem)
def test_the_ontology_keeps_the_house_rule(rule: Path) -> None:
    assert offenders(rule) == []


@pytest.mark.parametrize("rule", RULES, ids=lambda rule: rule.stem)
def test_a_house_rule_can_be_broken(rule: Path) -> None:
    assert set(offenders(rule, BAD[rule.stem])) == {str(D.Broken)}


def test_every_house_rule_has_its_bad_graph() -> None:
    assert {rule.stem for rule in RULES} == set(BAD)


@pytest.mark.parametrize("rule", RULES, ids=lambda rule: rule.stem)
def test_a_house_rule_says_what_it_asks_and_runs_in_any_tool(rule: Path) -> None:
    text = rule.read_text("utf-8")
    assert re.match(r"#\+ summary: [A-Z].*\?\n#\+ question: .*？\n", text)
    assert "ORDER BY" in text
    prepareQuery(text)


def test_the_rdfs_closure_ends_and_every_term_has_a_type() -> None:
    closure = Graph() + merged()
    owlrl.DeductiveClosure(owlrl.RDFS_Semantics).expand(closure)
    terms = {s for s in closure.subjects(unique=True) if str(s).startswith(D)}
    assert terms
    assert {term for term in terms if (term, RDF.type, None) not in merged()} == set()
    instances = {s for s in terms if (s, RDF.type, SKOS.Concept) in closure}
    assert {s for s in instances if (s, RDF.type, OWL.Class) in closure} == set()


def test_no_class_stands_above_itself() -> None:
    graph = merged()
    above = {s: set(graph.transitive_objects(s, RDFS.subClassOf)) - {s} for s in graph.subjects(RDF.type, OWL.Class)}
    assert [(one, two) for one in above for two in above if one in above[two] and two in above[one]] == []


def test_a_list_of_values_answers_to_words_codes_and_other_spellings() -> None:
    levels = concepts("RiskLevel")
    assert levels["红"] == levels["红色"] == levels["red"] == NamedNode(D["RiskLevel-red"])
    assert "重大风险" not in levels
    assert concepts("HazardType")["wsa10016"] == concepts("HazardType")["可燃气体爆炸"]
    assert len(set(concepts("HazardType").values())) == 27


def test_labels_are_given_in_both_languages() -> None:
    assert labels()[NamedNode(D.Post)] == {"zh": "岗位", "en": "post"}


def test_kinds_determine_their_classes() -> None:
    determined = set(merged().objects(D["PostKind-special-operation"], D.determines))
    assert determined == {D.OperatingPost, D.SpecialOperationPost}
    high_risk = set(merged().subjects(D.determines, D.HighRiskEnterprise))
    assert D["Sector-mining"] in high_risk
    assert D["Sector-hazardous-chemicals-use"] not in high_risk


def test_the_rooms_use_only_terms_that_exist() -> None:
    known = ours(*merged().objects(predicate=RDF.type, unique=True))
    assert names_used() - known == set()


def test_no_term_is_unused() -> None:
    """A list is used when a room names it, and with it its concepts; a class, when a used concept determines it or it has a subclass."""
    used = names_used() | {name for name in ours(SKOS.ConceptScheme) if re.search(rf"\b{name}\b", rooms())}
    members = {c for c in ours(SKOS.Concept) if c.split("-")[0] in used}
    determined = {str(o).removeprefix(D) for c in members for o in merged().objects(D[c], D.determines)}
    known = ours(*merged().objects(predicate=RDF.type, unique=True))
    above = {str(o).removeprefix(D) for o in merged().objects(predicate=RDFS.subClassOf)}
    assert known - used - members - determined - above == set()
