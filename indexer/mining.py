"""Mines the rows that both models are trained on from datasets in BEIR's form.

Negatives are semi-hard. In law the very hardest are half of them answers too: copies of
an article in an amending document, or near-copies in another decree.
"""

from __future__ import annotations

import argparse
import random
from collections.abc import Collection, Sequence
from dataclasses import dataclass, field
from pathlib import Path

import numpy as np
from tqdm import tqdm

from corpus.readers.beir import Entry, read_corpus, read_qrels, read_queries
from models.hub import locate
from models.rows import Row, write_rows
from settings import Settings

from .embedder import Embedder
from .lexical import LexicalIndex
from .passages import heading, render, split
from .segment import syllables

SEMI_HARD = (2, 30)
"""Ranks of BM25 from which negatives are drawn: the very first are too often answers too."""
NEAR_COPY = 0.8
"""Jaccard similarity of syllable sets from which a candidate counts as a copy of the answer."""
NEARLY_THE_ANSWER = 0.95
"""Share of the answer's cosine from which a passage may answer the question too (de Souza P. Moreira et al. 2024,
"NV-Retriever: Improving text embedding models with effective hard-negative mining", arXiv 2407.15831)."""


_Asked = tuple[str, str, int, list[int]]  # id and text of a question, the answer's passage, passages that are no answer


@dataclass(frozen=True)
class Passages:
    """A corpus cut into passages, with BM25 over them.

    Attributes
    ----------
    entries : list of Entry
    texts : list of str
        Each passage as the models read it.
    owners : list of int
        Position of each passage's article in ``entries``.
    """

    entries: list[Entry]
    texts: list[str] = field(default_factory=list)
    owners: list[int] = field(default_factory=list)
    spans: dict[str, list[int]] = field(default_factory=dict)
    index: LexicalIndex = field(default_factory=LexicalIndex)

    @classmethod
    def of(cls, entries: list[Entry]) -> Passages:
        """Cut and index a corpus."""
        made = cls(entries)
        for number, entry in enumerate(entries):
            line = heading(entry.document_title, entry.article)
            for passage in split(entry.article):
                made.spans.setdefault(entry.id, []).append(len(made.texts))
                made.texts.append(render(line, entry.article.text[passage.start : passage.end]))
                made.owners.append(number)
        made.index.add(range(len(made.texts)), (syllables(text) for text in made.texts))
        return made

    def best_of_articles(self, query: str, depth: int) -> list[int]:
        """BM25's best passage of each article found, best first; ``depth`` is in passages."""
        found, _ = self.index.search(syllables(query), depth)
        first: dict[int, int] = {}
        for passage in found.tolist():
            first.setdefault(self.owners[passage], passage)
        return list(first.values())

    def best_in(self, article_id: str, query: str) -> int:
        """Of one article's passages, the one that BM25 prefers (the first when none matches)."""
        ids = self.spans[article_id]
        found, _ = self.index.search(syllables(query), 1, allowed=np.asarray(ids, dtype=np.int64))
        return int(found[0]) if len(found) else ids[0]

    def semi_hard(self, query: str, answers: Collection[str]) -> list[int]:
        """Passages of the semi-hard ranks that are neither an answer nor a near-copy of one."""
        copies = [set(syllables(self.texts[i])) for answer in answers for i in self.spans[answer]]
        ranked = self.best_of_articles(query, 4 * SEMI_HARD[1])
        others = [p for p in ranked if self.entries[self.owners[p]].id not in answers]
        window = others[SEMI_HARD[0] : SEMI_HARD[1]]
        terms = {p: set(syllables(self.texts[p])) for p in window}
        return [p for p in window if not any(similarity(terms[p], copy) >= NEAR_COPY for copy in copies)]


def examples(
    folder: Path, negatives: int, seed: int, train_split: str = "train", embedder: Embedder | None = None
) -> list[Row]:
    """Mine training rows from a dataset in BEIR's form.

    Parameters
    ----------
    folder : Path
        ``corpus.jsonl[.gz]``, ``queries.<split>.jsonl``, ``qrels.<split>.tsv``.
    negatives : int
        How many semi-hard negatives each row gets; rows with fewer are left out.
    seed : int
        Draws the negatives.
    embedder : Embedder, optional
        Chooses the answer's passage, where BM25 does without it, and narrows the semi-hard
        passages to those that it finds nearest to the question, none nearer than nearly the
        answer.

    Returns
    -------
    list of Row
        In the corpus's order of their answers, so that neighbours are of one subject.
    """
    passages = Passages.of(read_corpus(folder))
    qrels = read_qrels(folder, train_split)
    asked: list[_Asked] = []
    for query_id, query in read_queries(folder, train_split).items():
        golds = {doc for doc, score in qrels.get(query_id, {}).items() if score > 0 and doc in passages.spans}
        pool = passages.semi_hard(query, golds)
        asked += [(query_id, query, passages.best_in(gold, query), pool) for gold in sorted(golds)]
    if embedder is not None:
        asked = _nearest(asked, passages, embedder, 2 * negatives)
    chance = random.Random(seed)
    rows = []
    for query_id, query, positive, pool in asked:
        if len(pool) >= negatives:
            drawn = tuple(passages.texts[i] for i in chance.sample(pool, negatives))
            rows.append((positive, Row(folder.name, query_id, query, passages.texts[positive], drawn)))
    return [row for _, row in sorted(rows, key=lambda pair: pair[0])]


def _nearest(asked: Sequence[_Asked], passages: Passages, embedder: Embedder, most: int) -> list[_Asked]:
    """Choose the answer's passage anew; of the others, keep the nearest but for those that may answer too."""
    answers = [passages.spans[passages.entries[passages.owners[positive]].id] for _, _, positive, _ in asked]
    needed = sorted({p for own, (*_, pool) in zip(answers, asked, strict=True) for p in (*own, *pool)})
    place = {p: i for i, p in enumerate(needed)}
    with tqdm(total=len(needed), desc="Embedding", mininterval=10) as bar:
        read = embedder.passages([passages.texts[p] for p in needed], bar.update)
    queries = embedder.queries([query for _, query, _, _ in asked])
    kept: list[_Asked] = []
    for vector, own, (query_id, query, _, pool) in zip(queries, answers, asked, strict=True):
        best, highest = max(((p, float(read[place[p]] @ vector)) for p in own), key=lambda pair: pair[1])
        cosines = read[[place[p] for p in pool]] @ vector
        order = np.argsort(-cosines, kind="stable")
        left = [pool[i] for i in order if cosines[i] < NEARLY_THE_ANSWER * highest][:most]
        kept.append((query_id, query, best, left))
    return kept


def similarity(one: set[str], other: set[str]) -> float:
    """Jaccard similarity of two sets, 0 to 1."""
    return len(one & other) / max(1, len(one | other))


def main(argv: list[str]) -> int:
    """Command line of ``python -m indexer mine``: write the rows of some datasets to one file."""
    parser = argparse.ArgumentParser(prog="python -m indexer mine", description="Mine training rows.")
    parser.add_argument("data", type=Path, nargs="+", help="datasets in BEIR's form, with a split named train")
    parser.add_argument("--out", type=Path, required=True, help="JSON lines")
    parser.add_argument("--negatives", type=int, default=6, help="semi-hard negatives of each question")
    parser.add_argument("--retriever", help="folder or hub name of an encoder that narrows them to the nearest")
    parser.add_argument("--seed", type=int, default=13)
    options = parser.parse_args(argv)
    settings, embedder = Settings(), None
    if options.retriever:
        folder = locate(options.retriever)
        embedder = Embedder(folder, settings.home / "models", device=settings.device, threads=settings.threads)
    rows = [row for data in options.data for row in examples(data, options.negatives, options.seed, embedder=embedder)]
    write_rows(rows, options.out)
    return 0
