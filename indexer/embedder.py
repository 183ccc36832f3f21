"""Texts to unit vectors, with the prefixes and length that the model's own configuration names."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from pathlib import Path

import numpy as np
import numpy.typing as npt

from models.runtime import Floats, Runner, read_json


class Embedder:
    """A sentence encoder in a sentence-transformers folder.

    Parameters
    ----------
    folder : Path
        Prompts are read from ``config_sentence_transformers.json``.
    cache : Path
        Where the runtime keeps its exported file.
    device, threads
        See `models.runtime.Runner`.

    Attributes
    ----------
    fingerprint : str
        Keys the vectors: other weights, prompts or lengths are another model.
    dimension : int

    Raises
    ------
    models.runtime.ModelMissing
    """

    def __init__(self, folder: Path, cache: Path, *, device: str = "auto", threads: int = 2) -> None:
        prompts = read_json(folder / "config_sentence_transformers.json").get("prompts") or {}
        self.folder = folder
        self._query, self._passage = prompts.get("query", ""), prompts.get("passage", "")
        self._runner = Runner(folder, "embed", cache, device=device, threads=threads)
        self.fingerprint = self._runner.fingerprint
        self.dimension = int(read_json(folder / "config.json")["hidden_size"])

    def queries(self, texts: Sequence[str]) -> Floats:
        """Give unit vectors of questions, shape (texts, dimension)."""
        return self._vectors([self._query + text for text in texts])

    def passages(self, texts: Sequence[str], progress: Callable[[int], None] | None = None) -> Floats:
        """Give unit vectors of passages, shape (texts, dimension); ``progress`` hears how many each batch did."""
        return self._vectors([self._passage + text for text in texts], progress)

    def _vectors(self, texts: Sequence[str], progress: Callable[[int], None] | None = None) -> Floats:
        return self._runner.run(texts, progress) if texts else np.zeros((0, self.dimension), np.float32)


def halves(vectors: Floats) -> npt.NDArray[np.float16]:
    """Give vectors as they are kept: float16."""
    return vectors.astype(np.float16)
