"""The names of the vocabularies, as RDF terms.

Attribute access gives a node (`D.Post`, `ELI.title`); names that are no Python identifiers are indexed (`D["NormKind-law"]`).
A test compares every name that the code uses with the ontology's Turtle.
"""

from pyoxigraph import BlankNode, Literal, NamedNode, Triple

Term = NamedNode | BlankNode | Literal | Triple


class Vocabulary:
    """A namespace whose attributes and items are its terms."""

    def __init__(self, base: str) -> None:
        self.base = base
        self._terms: dict[str, NamedNode] = {}

    def __getattr__(self, name: str) -> NamedNode:
        if name.startswith("__"):
            raise AttributeError(name)
        self.__dict__[name] = self[name]  # found without this call from now on
        return self[name]

    def __getitem__(self, name: str) -> NamedNode:
        if name not in self._terms:
            self._terms[name] = NamedNode(self.base + name)
        return self._terms[name]


D = Vocabulary("https://w3id.org/duibiao/ontology#")
DCTERMS = Vocabulary("http://purl.org/dc/terms/")
EARL = Vocabulary("http://www.w3.org/ns/earl#")
ELI = Vocabulary("http://data.europa.eu/eli/ontology#")
OA = Vocabulary("http://www.w3.org/ns/oa#")
ORG = Vocabulary("http://www.w3.org/ns/org#")
OWL = Vocabulary("http://www.w3.org/2002/07/owl#")
PROV = Vocabulary("http://www.w3.org/ns/prov#")
QUDT = Vocabulary("http://qudt.org/schema/qudt/")
RDF = Vocabulary("http://www.w3.org/1999/02/22-rdf-syntax-ns#")
RDFS = Vocabulary("http://www.w3.org/2000/01/rdf-schema#")
SH = Vocabulary("http://www.w3.org/ns/shacl#")
SKOS = Vocabulary("http://www.w3.org/2004/02/skos/core#")
SOSA = Vocabulary("http://www.w3.org/ns/sosa/")
UNIT = Vocabulary("http://qudt.org/vocab/unit/")
XSD = Vocabulary("http://www.w3.org/2001/XMLSchema#")

PREFIXES: dict[str, str] = {
    "d": D.base,
    "dcterms": DCTERMS.base,
    "earl": EARL.base,
    "eli": ELI.base,
    "oa": OA.base,
    "org": ORG.base,
    "owl": OWL.base,
    "prov": PROV.base,
    "qudt": QUDT.base,
    "rdf": RDF.base,
    "rdfs": RDFS.base,
    "sh": SH.base,
    "skos": SKOS.base,
    "sosa": SOSA.base,
    "unit": UNIT.base,
    "xsd": XSD.base,
}
