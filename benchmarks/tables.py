"""Writes the tables of the READMEs and model cards from ``benchmarks/results`` and the settings.

    python -m benchmarks.tables            writes them
    python -m benchmarks.tables --check    exits with 1 where one is stale

A table stands between ``<!-- table:NAME -->`` and ``<!-- /table -->``.
"""

from __future__ import annotations

import argparse
import json
import re
from collections.abc import Callable
from pathlib import Path
from typing import Any

from settings import ROOT, Settings

RESULTS = Path(__file__).with_name("results")
DOCUMENTS = (
    "README.md",
    "indexer/README.md",
    "reranker/README.md",
    "models/retriever/README.md",
    "models/reranker/README.md",
    "models/diacritics/README.md",
)
_BLOCK = re.compile(r"(<!-- table:(?P<name>[\w-]+) -->\n).*?(?=<!-- /table -->)", re.DOTALL)
_STAGES = {
    "bm25": "BM25",
    "dense": "dense",
    "hybrid": "BM25 + dense",
    "rerank": "BM25 + dense + reranker",
}

_DATASETS = {"zalo": "Zalo dev", "questions": "written dev", "written": "written dev"}


def _result(name: str) -> dict[str, Any]:
    return dict(json.loads((RESULTS / f"{name}.json").read_text(encoding="utf-8")))


def _rows(header: list[str], rows: list[list[str]]) -> str:
    lines = [header, ["---"] * len(header), *rows]
    return "".join(f"| {' | '.join(cells)} |\n" for cells in lines)


def _interval(value: dict[str, float]) -> str:
    return f"{value['mean']:.3f} ({value['low']:.3f}–{value['high']:.3f})"


def quality(name: str) -> str:
    """Give one row a stage, one column a measure, each with its 95 % interval."""
    stages = _result(name)["stages"]
    measures = list(next(iter(stages.values())))
    rows = [[_STAGES[stage], *(_interval(values[m]) for m in measures)] for stage, values in stages.items()]
    return _rows(["", *measures], rows)


def speed() -> str:
    """Tell of starts, milliseconds of a question, and memory, with AMX and without."""
    found, page = ([_result(f"{name}{kind}") for kind in ("", "-without-amx")] for name in ("speed", "page"))
    reranked = f"a question with {found[0]['candidates']} articles reranked (ms)"
    rows = [
        ["first start, to the first page (s)", *(f"{each['first_start_s']:.1f}" for each in found)],
        ["later starts (s)", *(f"{each['next_start_s']:.1f}" for each in found)],
        ["a question without reranking (ms)", *_percentiles(found, "without_rerank")],
        [reranked, *_percentiles(found, "total")],
        ["from Enter to the first results on the page (ms)", *_percentiles(page, "first")],
        ["from Enter to the reranked results on the page (ms)", *_percentiles(page, "last")],
        ["peak memory (MB)", *(f"{each['peak_memory_mb']}" for each in found)],
    ]
    return _rows(["p50 (p95)", "with AMX", "without"], rows)


def _percentiles(found: list[dict[str, Any]], stage: str) -> list[str]:
    return [f"{each['milliseconds'][stage]['p50']:.0f} ({each['milliseconds'][stage]['p95']:.0f})" for each in found]


def first_stage() -> str:
    """Tell how long the first stage and changes of the indexes take over the code of laws."""
    asked, changed = _result("speed-first-stage"), _result("incremental")
    law, ms = changed["law"], asked["milliseconds"]["total"]
    rows = [
        [
            f"a question to fused articles, {asked['vectors']:,} vectors (ms)",
            f"{ms['p50']:.0f}",
            f"p95: {ms['p95']:.0f}",
        ],
        [f"{law['articles']} articles ({law['passages']} passages) into both indexes (s)", *_spread(changed["add_s"])],
        ["out of them again (s)", *_spread(changed["remove_s"])],
        ["both indexes to disk, after that (s)", f"{changed['save_s']:g}", ""],
        [f"both searches, {changed['passages']:,} vectors (ms)", *_spread(changed["question_ms"])],
        ["both searches while laws come and go (ms)", *_spread(changed["question_meanwhile_ms"])],
    ]
    return _rows([f"{asked['articles']:,} articles", "p50", "highest"], rows)


def _spread(values: dict[str, float]) -> list[str]:
    return [f"{values['p50']:g}", f"{values['max']:g}"]


def bm25() -> str:
    """Give BM25 over the whole corpus: with compound words and without, with diacritics and without."""
    kinds = {
        "syllables alone": "zalo-dev-bm25-syllables",
        "syllables and compound words": "zalo-dev-bm25",
        "the same, questions typed without diacritics": "zalo-dev-bm25-unaccented",
    }
    stages = {kind: _result(name)["stages"]["bm25"] for kind, name in kinds.items()}
    measures = list(stages["syllables alone"])
    return _rows(["", *measures], [[kind, *(_interval(row[m]) for m in measures)] for kind, row in stages.items()])


def golden() -> str:
    """Tell how well the application answers over the six codes."""
    found = _result("golden")
    law, everyday = found["sets"]["six_codes"], found["sets"]["everyday"]
    rows = [[measure, _interval(law[measure]), _interval(everyday[measure])] for measure in ("R@1", "R@10", "MRR@10")]
    rows.append(["questions that get the notice", f"{law['false_alarms']:.1%}", f"{everyday['false_alarms']:.1%}"])
    missed = f"{found['misses_unanswerable']:.1%}"
    rows.append([f"{found['unanswerable']} unanswerable questions that do not", missed, ""])
    head = [f"{law['questions']} in the law's words", f"{everyday['questions']} as ordinary people ask"]
    return _rows(["six codes", *head], rows)


def everyday() -> str:
    """Tell what learning everyday questions did to the first stage over the six codes."""
    rows = []
    for when, name in (("before", "golden-before"), ("now", "golden")):
        found = _result(name)["sets"]["everyday"]["first stage"]
        rows.append([when, *(_interval(found[measure]) for measure in ("R@1", "R@10", "R@100", "MRR@10"))])
    return _rows(["80 everyday questions", "R@1", "R@10", "R@100", "MRR@10"], rows)


def precision() -> str:
    """Give the models in each precision side by side."""
    found = _result("precision")
    encoder, cross = found["retriever"], found["reranker"]
    rows = [
        [
            precision,
            f"{encoder[f'{precision}_per_second']}",
            f"{encoder[f'{precision}_cosine_min']:.5f}",
            f"{cross[f'{precision}_pairs_per_second']}",
            f"{cross[f'{precision}_top1_agreement']:.1%}",
        ]
        for precision in ("fp32", "int8", "bf16")
        if f"{precision}_per_second" in encoder
    ]
    rows.append(["CrossEncoder.predict", "", "", f"{cross['cross_encoder_predict_pairs_per_second']}", ""])
    head = ["two cores", "passages a second", "least cosine to fp32", "pairs a second", "same first passage"]
    return _rows(head, rows)


def calibration() -> str:
    """Tell how far the shown relevance and the notice can be trusted."""
    found = _result("notice")
    notice = found["notice"]
    fresh = notice["fresh"]
    rows = [
        ["expected calibration error", f"{found['expected_calibration_error']:.3f}"],
        ["probability under which the notice appears", f"{notice['threshold']:.3f}"],
        *(
            [
                f"{row['queries']} questions of {_DATASETS.get(name, name)} that get the notice",
                f"{row['false_alarms']:.1%}",
            ]
            for name, row in found["datasets"].items()
        ),
        [f"{notice['unanswerable']} unanswerable questions that do not", f"{notice['misses_unanswerable']:.1%}"],
        [f"{fresh['unanswerable']} others, read by no fit, that do not", f"{fresh['misses_unanswerable']:.1%}"],
        *([f"of these, {kind}", f"{share:.0%}"] for kind, share in fresh["misses_by_kind"].items()),
        ["legal questions whose article was taken out that do not", f"{notice['misses_article_taken_out']:.1%}"],
    ]
    return _rows(["", ""], rows)


def members() -> str:
    """Give nDCG@10 of the orders that calibration compares, one column a dataset."""
    return _by_dataset("ordered by", {name: row["nDCG@10"] for name, row in _result("calibration")["datasets"].items()})


def alpha() -> str:
    """Give nDCG@10 by weight of the dense score, and of the weight chosen on other questions."""
    columns = {}
    for name, row in _result("calibration")["datasets"].items():
        chosen = row["alpha chosen on the other folds"]
        columns[name] = row["nDCG@10 by alpha"] | {"chosen on the other folds": chosen["nDCG@10"]}
    return _by_dataset("weight of the dense score", columns)


def _by_dataset(header: str, columns: dict[str, dict[str, dict[str, float]]]) -> str:
    rows = [[name, *(_interval(c[name]) for c in columns.values())] for name in next(iter(columns.values()))]
    return _rows([header, *(f"nDCG@10, {_DATASETS.get(dataset, dataset)}" for dataset in columns)], rows)


def variants() -> str:
    """Give what was considered for the first stage, one row a variant."""
    found = _result("variants")
    rows = [[f"BM25 + dense, dimensions: {name}", *_four(row)] for name, row in found["hybrid by vectors"].items()]
    rows += [[f"BM25, terms: {name}", *_four(row)] for name, row in found["bm25 by weights of terms"].items()]
    mixed = found["hybrid by weights of terms"]
    rows += [[f"BM25 + dense, terms: {name}", *_four(row)] for name, row in mixed.items()]
    for name, row in found["by length of passages"].items():
        rows += [[f"{_STAGES[stage]}, passages: {name}", *_four(row[stage])] for stage in ("dense", "hybrid")]
    headings = found["bm25 by headings before each passage"]
    rows += [[f"BM25, headings before a passage: {name}", *_four(row)] for name, row in headings.items()]
    return _rows(["", "R@1", "R@10", "R@100", "nDCG@10"], rows)


_KINDS = ("alike", "learned")


def weights() -> str:
    """Tell what learned weights of terms do to questions that they were not learned from."""
    found = _result("term-weights")["sets"]
    rows = [
        [name, str(row["questions"]), *(f"{row[kind][m]['mean']:.3f}" for m in ("R@1", "nDCG@10") for kind in _KINDS)]
        for name, row in found.items()
    ]
    return _rows(["train split of", "questions", *(f"{m}, {k}" for m in ("R@1", "nDCG@10") for k in _KINDS)], rows)


def _four(row: dict[str, dict[str, float]]) -> list[str]:
    return [f"{row[measure]['mean']:.3f}" for measure in ("R@1", "R@10", "R@100", "nDCG@10")]


def intake() -> str:
    """Tell how well and how fast each format is read."""
    found = _result("intake")
    names = ("articles_exact", "clauses_exact", "points_exact", "description_exact")
    rows = [
        [suffix, f"{row['articles_per_second']:,}", *(f"{row[name]:.1%}" for name in names)]
        for suffix, row in found["formats"].items()
    ]
    return _rows(["format", "articles a second", "articles", "clauses", "points", "description"], rows)


def statute_book() -> str:
    """Tell what the reader makes of the official package of the code of laws."""
    found = _result("statute-book")
    report, compared = found["report"], found["comparison"]
    skipped = f"{sum(report['skipped'].values())} ({found['skipped_share']:.2%})"
    rows = [
        ["articles, documents", f"{report['articles']:,}, {report['documents']:,}"],
        ["articles left out", skipped],
        ["amendments; links between articles that lead somewhere", f"{sum(report['amendments'].values()):,}; "
         f"{report['references_resolved']:,} of {report['references_resolved'] + report['references_unresolved']:,}"],
        ["seconds to read; peak memory (MB)", f"{found['seconds']['topics_and_documents']:.0f}; {found['peak_mb']}"],
        ["of the dataset's articles found, as written; cut numbers read whole",
         f"{compared['dataset_found']:.1%}; {compared['dataset_found_settled']:.2%}"],
    ]  # fmt: skip
    return _rows(["Bộ Pháp điển, 02/2025", ""], rows)


def written() -> str:
    """Tell how written questions that trained nothing are answered, and how before most of those that train did."""
    return _compared({"written-dev-before": ", before", "written-dev": "", "written-dev-apart": ", {} questions"})


def fresh() -> str:
    """Tell the same of written questions that steered nothing either."""
    return _compared({"fresh-before": ", before", "fresh": ""})


def _compared(kinds: dict[str, str]) -> str:
    measures, rows = ("R@1", "R@10", "R@100", "MRR@10", "nDCG@10"), []
    for name, kind in kinds.items():
        found = _result(name)
        for stage, row in found["stages"].items():
            rows.append([_STAGES[stage] + kind.format(found["queries"]), *(_interval(row[m]) for m in measures)])
    return _rows(["", *measures], rows)


def diacritics() -> str:
    """Tell how many syllables and sentences come back as they were when diacritics are taken away."""
    kinds = {
        "Zalo dev questions": "zalo-dev",
        "ALQAC 2022 questions (one is among those of ALQAC 2025)": "alqac2022",
        "held-out articles": "held-out",
        "written dev questions, before": "written-dev-before",
        "written dev questions": "written-dev",
        "fresh questions, before": "fresh-before",
        "fresh questions": "fresh",
    }
    rows = []
    for kind, name in kinds.items():
        found = _result(f"diacritics-{name}")
        shares = [
            f"{100 * found[f'{typed}_{part}']:.1f} %"
            for typed in ("bare", "half")
            for part in ("syllable_accuracy", "sentence_exact")
        ]
        changed, ms = f"{100 * found['changed_as_typed']:.2f} %", f"{found['ms_mean']:.1f} / {found['ms_p95']:.1f}"
        rows.append([kind, str(found["sentences"]), *shares, changed, ms])
    shares = [f"{typed}: {part} right" for typed in ("bare", "half") for part in ("syllables", "sentences")]
    return _rows(["texts", "sentences", *shares, "changed although fully typed", "ms, mean / p95"], rows)


def settings() -> str:
    """List every environment variable with its default and meaning."""
    rows = []
    for name, field in Settings.model_fields.items():
        default = str(field.default).replace(str(ROOT), ".") or "–"
        rows.append([f"`TRALUAT_{name.upper()}`", f"`{default}`", field.description or ""])
    return _rows(["variable", "default", "meaning"], rows)


TABLES: dict[str, Callable[[], str]] = {
    "bm25": bm25,
    "quality-whole": lambda: quality("zalo-dev"),
    "quality": lambda: quality("zalo-dev-hard"),
    "quality-unaccented": lambda: quality("zalo-dev-hard-unaccented"),
    "quality-written": written,
    "quality-fresh": fresh,
    "golden": golden,
    "everyday": everyday,
    "precision": precision,
    "alpha": alpha,
    "speed": speed,
    "first-stage": first_stage,
    "calibration": calibration,
    "members": members,
    "variants": variants,
    "weights": weights,
    "intake": intake,
    "statute-book": statute_book,
    "diacritics": diacritics,
    "settings": settings,
}


def filled(text: str) -> str:
    """Give a document with every table as it should be."""
    return _BLOCK.sub(lambda block: block[1] + TABLES[block["name"]](), text)


def stale() -> list[str]:
    """Name the documents whose tables differ from the results."""
    texts = {name: (ROOT / name).read_text(encoding="utf-8") for name in DOCUMENTS}
    return [name for name, text in texts.items() if filled(text) != text]


def main(argv: list[str] | None = None) -> int:
    """Command line: write the tables, or check them."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks.tables", description=__doc__)
    parser.add_argument("--check", action="store_true")
    options = parser.parse_args(argv)
    found = stale()
    for name in found:
        if not options.check:
            path = ROOT / name
            path.write_text(filled(path.read_text(encoding="utf-8")), encoding="utf-8")
        print(("stale: " if options.check else "written: ") + name)
    return 1 if options.check and found else 0


if __name__ == "__main__":
    raise SystemExit(main())
