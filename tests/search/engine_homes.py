from contextlib import closing

from search.engine import SearchEngine
from settings import Settings

MATERNITY = "Lao động nữ được nghỉ thai sản bao lâu?"


def settings(home, **values):
    return Settings(home=home, database="", **values)


def opened(home, **values):
    return closing(SearchEngine.open(settings(home, **values)))


def ids(response):
    return [hit.article_id for hit in response.hits]
