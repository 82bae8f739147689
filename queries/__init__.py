"""Named questions, traces and the names people give to things. Reads the store, never writes."""

from duibiao.queries.chains import chain
from duibiao.queries.guard import UnsafeQuery, gives_graph, names_dataset, refuse_unsafe, refuse_unsafe_update
from duibiao.queries.names import AmbiguousName, Thing, UnknownName, find
from duibiao.queries.questions import Answer, Parameter, Question, QuestionError, ask, question, questions
from duibiao.queries.results import answer_turtle, results
from duibiao.queries.search import Found, Hit, Narrowing, SearchRefused, search
from duibiao.queries.search_index import IndexBusy
from duibiao.queries.search_things import KINDS
from duibiao.queries.trace import Edge, Node, Trace, trace
from duibiao.queries.updates import Reach, over, reach

__all__ = [
    "KINDS",
    "AmbiguousName",
    "Answer",
    "Edge",
    "Found",
    "Hit",
    "IndexBusy",
    "Narrowing",
    "Node",
    "Parameter",
    "Question",
    "QuestionError",
    "Reach",
    "SearchRefused",
    "Thing",
    "Trace",
    "UnknownName",
    "UnsafeQuery",
    "answer_turtle",
    "ask",
    "chain",
    "find",
    "gives_graph",
    "names_dataset",
    "over",
    "question",
    "questions",
    "reach",
    "refuse_unsafe",
    "refuse_unsafe_update",
    "results",
    "search",
    "trace",
]
