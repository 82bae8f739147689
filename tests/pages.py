"""Pages as the tests read them."""

from html.parser import HTMLParser


class Page(HTMLParser):
    """What a page shows: its text by the classes and tags around it, and where it links."""

    VOID = {"meta", "link", "input", "br"}

    def __init__(self, text: str) -> None:
        super().__init__()
        self.open: list[tuple[str, dict[str, str | None]]] = []
        self.links: list[str] = []
        self.gaps: dict[str, str] = {}
        self.counts: dict[str, int] = {}
        self.tags: set[str] = set()
        self.feed(text)
        assert self.open == [], "every tag is closed"

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.add(tag)
        found = dict(attrs)
        self.links += [value for name, value in attrs if name in {"href", "src", "action", "srcset"} and value]
        if tag not in self.VOID:
            self.open.append((tag, found))

    def handle_endtag(self, tag: str) -> None:
        assert self.open.pop()[0] == tag

    def handle_data(self, data: str) -> None:
        identified = [about["id"] for tag, about in self.open if tag == "li" and about.get("id")]
        if identified:
            self.gaps[str(identified[0])] = " ".join((self.gaps.get(str(identified[0]), "") + data).split())
        if self.open and self.open[-1][0] == "strong":
            self.counts[str([about.get("class") for tag, about in self.open if tag == "li"][0])] = int(data)
