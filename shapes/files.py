"""RDF files as one graph, as SHACL sees data and shapes: what named graphs hold is merged, blank nodes of two files stay apart."""

from codecs import BOM_UTF8
from pathlib import Path
from xml.parsers import expat

import pyoxigraph as ox
from pyoxigraph import RdfFormat, Triple

from duibiao.loaders.result import UnreadableFile
from duibiao.shapes.model import ShapesError

ENDINGS = (".ttl", ".nt", ".nq", ".trig", ".jsonld", ".json", ".rdf", ".owl", ".xml", ".n3")


def data(path: Path) -> list[Triple]:
    """The statements of a file of data; UnreadableFile when it does not parse."""
    try:
        return _parsed(path)
    except (SyntaxError, ValueError, OSError, expat.ExpatError) as error:
        raise UnreadableFile(f"{path}: {' '.join(str(error).split())}; mend the file") from error


def shapes(path: Path) -> list[Triple]:
    """The statements of a file of shapes; ShapesError when it does not parse or says nothing."""
    try:
        found = _parsed(path)
    except (SyntaxError, ValueError, OSError, expat.ExpatError) as error:
        raise ShapesError(f"{path}: {' '.join(str(error).split())}; mend the file") from error
    if not found:
        raise ShapesError(f"{path}: no shapes in it")
    return found


def _parsed(path: Path) -> list[Triple]:
    text = path.read_bytes().removeprefix(BOM_UTF8)
    form = _format(path)
    if form == RdfFormat.RDF_XML:
        expat.ParserCreate().Parse(text, True)  # stops at entities that multiply; the RDF parser would expand them
    quads = ox.parse(text, format=form, base_iri=path.resolve().as_uri(), rename_blank_nodes=True)
    found = list(dict.fromkeys(quad.triple for quad in quads))
    if any(isinstance(triple.object, Triple) for triple in found):
        raise ValueError("statements about statements (RDF 1.2) are nothing that SHACL 1.0 speaks of")
    return found


def _format(path: Path) -> RdfFormat:
    ending = {".json": ".jsonld", ".owl": ".rdf", ".xml": ".rdf"}.get(path.suffix.lower(), path.suffix.lower())
    found = RdfFormat.from_extension(ending[1:])
    if found is None:
        raise ValueError(f"not known what {path.suffix or 'a file without an ending'} is; name it {' '.join(ENDINGS)}")
    return found
