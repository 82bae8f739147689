"""A scratch graph that can be as it was again."""

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pyoxigraph import Literal, NamedNode, Triple

from duibiao.reasoning import Reversible

NODES = [NamedNode(f"http://x/{name}") for name in "abc"]
TRIPLES = st.builds(Triple, st.sampled_from(NODES), st.sampled_from(NODES), st.sampled_from([*NODES, Literal("1"), Literal(1)]))
SETS = st.frozensets(TRIPLES, max_size=6)


@given(SETS, SETS, SETS, SETS)
def test_what_passes_is_taken_out_and_nothing_else(
    base: frozenset[Triple], more: frozenset[Triple], added: frozenset[Triple], loaded: frozenset[Triple]
) -> None:
    scratch = Reversible(base)
    with scratch.changed(more) as data:
        data.add(added).load("".join(f"{triple} .\n" for triple in loaded).encode())
        data.add(added, NODES[0])
        assert set(data.triples()) == base | more | added | loaded
    assert set(scratch.triples()) == base
    assert not set(scratch.matching(graph=NODES[0]))


def test_a_failure_leaves_it_as_it_was() -> None:
    scratch, more = Reversible(), Triple(NODES[0], NODES[1], NODES[2])
    with pytest.raises(ZeroDivisionError), scratch.changed([more]):
        raise ZeroDivisionError
    assert not set(scratch.triples())
    scratch.add([more])
    assert set(scratch.triples()) == {more}
