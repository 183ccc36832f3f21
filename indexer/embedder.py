"""Texts to unit vectors, with the prefixes and length that the model's own configuration names."""

from __future__ import annotations

import json
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt

from models.runtime import Floats, Runner

_DEFAULT_MAX_TOKENS = 256


class Embedder:
    """A sentence encoder in a sentence-transformers folder.

    Parameters
    ----------
    folder : Path
        Prompts are read from ``config_sentence_transformers.json``, the longest input
        from ``sentence_bert_config.json`` or, as newer versions write it, from
        ``tokenizer_config.json``.
    cache : Path
        Where the runtime keeps its exported file.
    device, threads
        See `models.runtime.Runner`.

    Attributes
    ----------
    fingerprint : str
        Keys the vectors: other weights, prompts or lengths are another model.
    dimension, max_tokens : int

    Raises
    ------
    models.runtime.ModelMissing
    """

    def __init__(self, folder: Path, cache: Path, *, device: str = "auto", threads: int = 2) -> None:
        prompts = _json(folder / "config_sentence_transformers.json").get("prompts") or {}
        self.folder = folder
        self._query, self._passage = prompts.get("query", ""), prompts.get("passage", "")
        stated = _json(folder / "sentence_bert_config.json").get("max_seq_length")
        stated = stated or _json(folder / "tokenizer_config.json").get("model_max_length") or _DEFAULT_MAX_TOKENS
        positions = int(_json(folder / "config.json").get("max_position_embeddings") or _DEFAULT_MAX_TOKENS)
        self.max_tokens = min(int(stated), positions)
        self._runner = Runner(folder, "embed", cache, device=device, threads=threads, max_tokens=self.max_tokens)
        self.fingerprint = self._runner.fingerprint
        self.dimension = int(_json(folder / "config.json")["hidden_size"])

    def queries(self, texts: Sequence[str]) -> Floats:
        """Give unit vectors of questions, shape (texts, dimension)."""
        return self._vectors([self._query + text for text in texts])

    def passages(self, texts: Sequence[str], progress: Callable[[int], None] | None = None) -> Floats:
        """Give unit vectors of passages, shape (texts, dimension); ``progress`` hears how many each batch did."""
        return self._vectors([self._passage + text for text in texts], progress)

    def _vectors(self, texts: Sequence[str], progress: Callable[[int], None] | None = None) -> Floats:
        return self._runner.run(texts, progress) if texts else np.zeros((0, self.dimension), np.float32)


def _json(path: Path) -> dict[str, Any]:
    return dict(json.loads(path.read_text(encoding="utf-8"))) if path.is_file() else {}


def halves(vectors: Floats) -> npt.NDArray[np.float16]:
    """Give vectors as they are kept: float16."""
    return vectors.astype(np.float16)
