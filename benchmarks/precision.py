"""What less than full precision costs and brings, side by side with plain PyTorch in one run.

python -m benchmarks.precision [--json FILE]

Over the six built-in codes and the golden questions: each question against its own
article and others drawn at random. bf16 is measured where the CPU has AMX.
"""

from __future__ import annotations

import argparse
import json
import random
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt

from corpus.readers.builtin import FILES, read_builtin
from indexer.sync import cut
from models.hub import locate
from models.runtime import Precision, Runner, has_amx
from reranker.model import Reranker
from settings import Settings

from .golden import golden

_PAIRS_PER_QUESTION = 20
_PASSAGES = 512
Floats = npt.NDArray[np.float32]


def timed(run: Callable[[], Floats]) -> tuple[Floats, float]:
    """Give a result and the seconds that it took."""
    begun = time.perf_counter()
    return run(), time.perf_counter() - begun


def precisions() -> list[Precision]:
    """Give what this CPU can compute in, fp32 first."""
    return ["fp32", "int8", "bf16"] if has_amx() else ["fp32", "int8"]


def encoder(settings: Settings, passages: list[str]) -> dict[str, Any]:
    """Compare the retriever in each precision with fp32: cosines of the vectors, passages a second."""
    folder, cache = locate(settings.retriever), settings.home / "models"
    report: dict[str, Any] = {"passages": len(passages)}
    vectors = {}
    for name in precisions():
        runner = Runner(folder, "embed", cache, device="cpu", threads=settings.threads, precision=name)
        runner.run(passages[:8])
        vectors[name], seconds = timed(lambda runner=runner: runner.run(passages))  # type: ignore[misc]
        report[f"{name}_per_second"] = round(len(passages) / seconds, 1)
        cosines = (vectors["fp32"] * vectors[name]).sum(axis=1) / np.linalg.norm(vectors[name], axis=1)
        report[f"{name}_cosine_mean"] = round(float(cosines.mean()), 5)
        report[f"{name}_cosine_min"] = round(float(cosines.min()), 5)
    return report


def cross_encoder(settings: Settings, pairs: list[tuple[str, str]]) -> dict[str, Any]:
    """Compare the reranker in each precision and as sentence-transformers' CrossEncoder: order, pairs a second."""
    import torch
    from sentence_transformers.cross_encoder import CrossEncoder

    folder, cache = locate(settings.reranker), settings.home / "models"
    report: dict[str, Any] = {"pairs": len(pairs)}
    scores: dict[str, Floats] = {}
    for name in precisions():
        reranker = Reranker(folder, cache, device="cpu", threads=settings.threads, precision=name)
        reranker.score(pairs[:8])
        scores[name], seconds = timed(lambda reranker=reranker: reranker.score(pairs))  # type: ignore[misc]
        report[f"{name}_pairs_per_second"] = round(len(pairs) / seconds, 1)
    torch.set_num_threads(settings.threads)
    plain = CrossEncoder(str(folder), device="cpu", activation_fn=torch.nn.Identity())
    plain.model.float()
    scores["torch"], seconds = timed(lambda: plain.predict(pairs, batch_size=32, show_progress_bar=False))
    report["cross_encoder_predict_pairs_per_second"] = round(len(pairs) / seconds, 1)
    lists = {name: values.reshape(-1, _PAIRS_PER_QUESTION) for name, values in scores.items()}
    for name in precisions():
        same = lists[name].argmax(axis=1) == lists["torch"].argmax(axis=1)
        report[f"{name}_top1_agreement"] = round(float(same.mean()), 4)
        report[f"{name}_logit_error_mean"] = round(float(np.abs(scores[name] - scores["torch"]).mean()), 4)
    return report


def main(argv: list[str] | None = None) -> int:
    """Command line: measure and print, or write JSON."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks.precision", description=__doc__)
    parser.add_argument("--seed", type=int, default=0, help="draws the passages")
    parser.add_argument("--json", type=Path)
    options = parser.parse_args(argv)
    settings, chance = Settings(), random.Random(options.seed)
    texts: list[str] = []
    of_article: dict[str, str] = {}
    for document in map(read_builtin, FILES):
        spans, cut_texts = cut(document)
        texts += cut_texts
        for span, text in zip(spans, cut_texts, strict=True):
            of_article.setdefault(f"{document.id}#{span.article_number}", text)
    pairs = [
        (question, text)
        for question, article in golden().items()
        for text in [of_article[article], *chance.sample(texts, _PAIRS_PER_QUESTION - 1)]
    ]
    report = {
        "seed": options.seed,
        "threads": settings.threads,
        "retriever": encoder(settings, chance.sample(texts, _PASSAGES)),
        "reranker": cross_encoder(settings, pairs),
    }
    print(json.dumps(report, indent=1))
    if options.json:
        options.json.write_text(json.dumps(report, indent=1) + "\n", encoding="utf-8")
    return 0


if __name__ == "__main__":
    raise SystemExit(main())
