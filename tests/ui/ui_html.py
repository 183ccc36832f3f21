"""Reads HTML that the builders made, for tests."""

from html.parser import HTMLParser


class Page(HTMLParser):
    """Collects tags, attributes and the text in chosen places."""

    def __init__(self, source: str) -> None:
        super().__init__()
        self.open: list[str] = []
        self.seen: list[tuple[str, dict[str, str | None]]] = []
        self.pieces: list[tuple[tuple[str, ...], str]] = []
        self.feed(source)
        self.close()

    def handle_starttag(self, tag, attrs):
        self.seen.append((tag, dict(attrs)))
        self.open.append(tag)

    def handle_endtag(self, tag):
        assert self.open.pop() == tag

    def handle_data(self, data):
        self.pieces.append((tuple(self.open), data))

    def tags(self) -> set[str]:
        return {tag for tag, _ in self.seen}

    def text(self, inside: str = "") -> str:
        return "".join(data for place, data in self.pieces if not inside or inside in place)

    def find(self, **wanted: str) -> dict[str, str | None]:
        return next(attrs for _, attrs in self.seen if all(attrs.get(k) == v for k, v in wanted.items()))
