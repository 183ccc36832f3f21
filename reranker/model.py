"""The cross-encoder: reads a question and a passage together, gives one logit of relevance."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from pathlib import Path

import numpy as np
import numpy.typing as npt

from models import zero
from models.runtime import Precision, Runner


class Reranker:
    """A cross-encoder in a Hugging Face folder (``AutoModelForSequenceClassification``, one logit).

    Parameters
    ----------
    folder : Path
    cache : Path
        Where the runtime keeps its exported file.
    device, threads, precision
        See `models.runtime.Runner`.

    Raises
    ------
    models.runtime.ModelMissing
    """

    def __init__(
        self, folder: Path, cache: Path, *, device: str = "auto", threads: int = 2, precision: Precision | None = None
    ) -> None:
        self.folder = folder
        device = "zero" if device == "auto" and zero.available() else device
        self._runner = Runner(folder, "score", cache, device=device, threads=threads, precision=precision)
        self.fingerprint = self._runner.fingerprint
        self.device = self._runner.device
        self.precision = self._runner.precision

    def score(
        self, pairs: Sequence[tuple[str, str]], progress: Callable[[int], None] | None = None
    ) -> npt.NDArray[np.float32]:
        """Give the logits of (question, passage) pairs, shape (pairs,); higher is more relevant."""
        return self._runner.run(list(pairs), progress)[:, 0] if pairs else np.zeros(0, np.float32)
