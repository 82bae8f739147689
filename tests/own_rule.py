"""A rule of one's own with its examples, as somebody would drop it into a folder."""

from pathlib import Path

RULE = """
@prefix d: <https://w3id.org/duibiao/ontology#> .
@prefix sh: <http://www.w3.org/ns/shacl#> .
@prefix my: <https://example.org/shapes#> .
my:Enterprise a sh:NodeShape ; sh:targetClass d:Enterprise ; sh:property my:Enterprise-big .
my:Enterprise-big a sh:PropertyShape, d:Rule ; sh:path d:headcount ; sh:minInclusive 200 ; sh:severity sh:Info ; d:family 1 ;
    sh:message "企业太小：{$value}"@zh , "too small"@en ; d:remedy "招人"@zh , "hire"@en .
"""
ENTERPRISE = """
@prefix d: <https://w3id.org/duibiao/ontology#> .
<https://w3id.org/duibiao/id/enterprise/91000000GXT0000107> a d:Enterprise ; d:headcount {} .
"""


def written(folder: Path, rule: str = RULE, good: str = ENTERPRISE.format(200), bad: str = ENTERPRISE.format(199)) -> Path:
    """The folder with `mine.ttl` and its two examples in it; an example without text is left out."""
    examples = folder / "example-data" / "mine"
    examples.mkdir(parents=True)
    (folder / "mine.ttl").write_text(rule, "utf-8")
    for name, text in (("good.ttl", good), ("bad.Enterprise-big.ttl", bad)):
        if text:
            (examples / name).write_text(text, "utf-8")
    return folder
