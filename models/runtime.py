"""Runs a Hugging Face model folder: from an ONNX file on a CPU, torch in half precision on a GPU.

A folder is exported to ONNX, and quantised where asked, once, in a process of its own (torch and
transformers are needed for that alone and would stay in memory); the result is kept in
a cache folder under the model's fingerprint. OpenVINO computes it in bf16 where the CPU has AMX,
onnxruntime in fp32 or int8 elsewhere: each is the fastest there (benchmarks/results/precision.json).

    python -m models.runtime FOLDER OUT.onnx --task embed|score
"""

from __future__ import annotations

import argparse
import hashlib
import json
import logging
import os
import subprocess
import sys
import tempfile
from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from functools import partial
from pathlib import Path
from queue import SimpleQueue
from typing import TYPE_CHECKING, Any, Literal

import numpy as np
import numpy.typing as npt

from models import zero
from models.zero import Forward

if TYPE_CHECKING:
    import torch

# onnxruntime's wheels report to their maker (its Privacy.md) unless this stands in the environment when it is loaded.
os.environ["ORT_DISABLE_TELEMETRY"] = "1"
# OpenVINO does so through a package beside it, which puts an id into the home folder as soon as it is imported; without
# that package it goes on silently, and a module that is None counts as not installed.
sys.modules["openvino_telemetry"] = None  # type: ignore[assignment]

Task = Literal["embed", "score"]
Precision = Literal["bf16", "fp32", "int8"]
Text = str | tuple[str, str]
Floats = npt.NDArray[np.float32]

_LOG = logging.getLogger(__name__)
_ROOT = Path(__file__).resolve().parent.parent
_TOKENS_PER_BATCH = {"cpu": 512, "cuda": 65536}
_DEFAULT_MAX_TOKENS = 256
_EXPORT_VERSION = 2  # part of the cached file's name: raise it when the export changes


class ModelMissing(Exception):
    """The folder holds no usable model."""


def fingerprint(folder: Path) -> str:
    """Give 16 hex digits that change whenever the model's weights or settings do.

    Raises
    ------
    ModelMissing
        A file is missing.
    """
    digest = hashlib.sha256()
    names = ("model.safetensors", "config.json", "tokenizer.json")
    extra = (
        "tokenizer_config.json",
        "config_sentence_transformers.json",
        "sentence_bert_config.json",
        "1_Pooling/config.json",
    )
    for name in (*names, *extra):
        path = folder / name
        if path.is_file():
            digest.update(name.encode() + path.read_bytes())
        elif name in names:
            raise ModelMissing(f"{path} is missing")
    return digest.hexdigest()[:16]


def pick_device(device: str) -> str:
    """Give "cuda" or "cpu" for "auto", "cuda" or "cpu" (torch is imported only where a GPU may be)."""
    if device != "auto":
        return device
    if zero.available():  # "auto" is what asks for nothing: a GPU is lent only to who asks
        return "cpu"
    if not Path("/dev/nvidiactl").exists() and sys.platform != "win32":
        return "cpu"
    import torch

    return "cuda" if torch.cuda.is_available() else "cpu"


def has_amx() -> bool:
    """Say whether this CPU multiplies bf16 matrices in tiles (Intel's AMX, by what Linux says of it)."""
    path = Path("/proc/cpuinfo")
    return path.is_file() and "amx_bf16" in path.read_text(encoding="utf-8").split()


class Runner:
    """A model folder, ready to score or embed texts.

    Parameters
    ----------
    folder : Path
        A Hugging Face folder: a sentence encoder ("embed") or a cross-encoder with one
        logit ("score").
    task : {"embed", "score"}
    cache : Path
        Where the exported ONNX file is kept.
    device : str
        "auto", "cpu", "cuda", or "zero": a GPU that a Space lends for each call (`models.zero`), the CPU where it
        does not.
    threads : int
        Batches that a CPU works on at once.
    max_tokens : int
        Longer inputs are cut (a pair: the longer of its texts); by default what the folder itself names.
    precision : {"bf16", "fp32", "int8"}, optional
        What a CPU computes in; by default bf16 where it has AMX, and elsewhere fp32 to embed
        (int8 moves vectors away from those that another machine makes), int8 to score.

    Attributes
    ----------
    precision : str
        What it computes in; "fp16" on a GPU.

    Raises
    ------
    ModelMissing
        The folder has no such model.
    """

    def __init__(
        self,
        folder: Path,
        task: Task,
        cache: Path,
        *,
        device: str = "auto",
        threads: int = 2,
        max_tokens: int | None = None,
        precision: Precision | None = None,
    ) -> None:
        from tokenizers import Tokenizer

        self.fingerprint = fingerprint(folder)
        self.device = pick_device(device)
        try:
            self._tokenizer = Tokenizer.from_file(str(folder / "tokenizer.json"))
        except Exception as error:  # tokenizers raises nothing narrower
            raise ModelMissing(f"{folder / 'tokenizer.json'}: {error}") from error
        self._tokenizer.no_padding()  # a saved tokenizer may ask for it; batches are padded, and masked, below
        self._tokenizer.enable_truncation(max_tokens or longest_input(folder))
        self._padding = int(read_json(folder / "config.json").get("pad_token_id") or 0)
        self.precision: str = "fp16"
        self._pool = None
        self._lent: Forward | None = None
        if self.device == "cuda":
            self._forward = _torch_forward(folder, task)
        else:
            self._pool = ThreadPoolExecutor(threads, "model") if threads > 1 else None
            self.precision = precision or ("bf16" if has_amx() else "fp32" if task == "embed" else "int8")
            quantised = self.precision == "int8"
            load = partial(_openvino_forward, threads=threads) if self.precision == "bf16" else _onnx_forward
            name = f"{self.fingerprint}-{task}-v{_EXPORT_VERSION}-{'int8' if quantised else 'fp32'}.onnx"
            path = _exported(folder, task, cache / name, quantised)
            try:
                self._forward = load(path)
            except Exception:  # the runtimes' errors have no common base; a damaged file is made again
                path.unlink(missing_ok=True)
                self._forward = load(_exported(folder, task, path, quantised))
        if self.device == "zero":
            self._lent = zero.borrow(lambda: _torch_forward(folder, task))

    def run(self, texts: Sequence[Text], progress: Callable[[int], None] | None = None) -> Floats:
        """Run the model over texts or pairs of texts, the longest first.

        Parameters
        ----------
        texts : sequence of str, or of (str, str)
        progress : callable, optional
            Called with the number of texts done after each batch, from whichever thread did it.

        Returns
        -------
        ndarray of float32, shape (texts, dimension) for "embed", (texts, 1) for "score"
            In the order of ``texts``.
        """
        encoded = [e.ids for e in self._tokenizer.encode_batch(list(texts))] if texts else []
        if not encoded:
            return np.zeros((0, 1), np.float32)
        if self._lent:
            try:  # here, not in the pool: who asks, and so whose quota pays, is known to this thread alone
                return self._run(self._lent, encoded, "cuda", None, progress)
            except Exception as error:  # the quota is used up, or every GPU is taken: the answer comes all the same
                _LOG.warning("scored on the CPU: %s", error)
        return self._run(self._forward, encoded, "cuda" if self.device == "cuda" else "cpu", self._pool, progress)

    def _run(
        self,
        forward: Forward,
        encoded: Sequence[Sequence[int]],
        where: Literal["cpu", "cuda"],
        pool: ThreadPoolExecutor | None,
        progress: Callable[[int], None] | None,
    ) -> Floats:
        order = sorted(range(len(encoded)), key=lambda i: -len(encoded[i]))
        batches: list[list[int]] = []
        at = 0
        while at < len(order):
            size = max(1, _TOKENS_PER_BATCH[where] // len(encoded[order[at]]))
            batches.append(order[at : at + size])
            at += size

        def one(batch: list[int]) -> Floats:
            result = forward(*self._padded([encoded[i] for i in batch]))
            if progress:
                progress(len(batch))
            return result

        # Whole batches side by side: on two cores 1.4 times as fast as both cores on one batch.
        results = pool.map(one, batches) if pool and len(batches) > 1 else map(one, batches)
        stacked = np.concatenate(list(results))
        restored = np.empty_like(stacked)
        restored[order] = stacked
        return restored

    def _padded(self, rows: Sequence[Sequence[int]]) -> tuple[npt.NDArray[np.int64], npt.NDArray[np.int64]]:
        """Token ids and attention mask of a batch whose first row is the longest."""
        ids = np.full((len(rows), len(rows[0])), self._padding, np.int64)
        for row, tokens in zip(ids, rows, strict=True):
            row[: len(tokens)] = tokens
        lengths = np.array([len(tokens) for tokens in rows])
        return ids, (np.arange(ids.shape[1]) < lengths[:, None]).astype(np.int64)


def longest_input(folder: Path) -> int:
    """Tokens that a model reads, by ``sentence_bert_config.json`` or, as newer versions write it, the tokenizer's."""
    stated = read_json(folder / "sentence_bert_config.json").get("max_seq_length")
    stated = stated or read_json(folder / "tokenizer_config.json").get("model_max_length") or _DEFAULT_MAX_TOKENS
    return min(int(stated), int(read_json(folder / "config.json").get("max_position_embeddings") or stated))


def read_json(path: Path) -> dict[str, Any]:
    """Read a model's configuration; an empty one where there is none."""
    return dict(json.loads(path.read_text(encoding="utf-8"))) if path.is_file() else {}


def _onnx_forward(path: Path) -> Forward:
    import onnxruntime

    options = onnxruntime.SessionOptions()
    options.intra_op_num_threads = options.inter_op_num_threads = 1  # the caller runs batches side by side
    session = onnxruntime.InferenceSession(str(path), options, providers=["CPUExecutionProvider"])

    def forward(ids: npt.NDArray[np.int64], mask: npt.NDArray[np.int64]) -> Floats:
        output: Floats = session.run(None, {"input_ids": ids, "attention_mask": mask})[0]
        return output

    return forward


def _openvino_forward(path: Path, threads: int) -> Forward:
    import openvino

    settings = {
        "INFERENCE_PRECISION_HINT": "bf16",
        "INFERENCE_NUM_THREADS": threads,
        "NUM_STREAMS": threads,
        "ENABLE_CPU_PINNING": False,  # a thread that may not move waits for whatever else runs on its core
    }
    model = openvino.Core().compile_model(str(path), "CPU", settings)
    free: SimpleQueue[Any] = SimpleQueue()  # a request serves one batch at a time
    for _ in range(threads):
        free.put(model.create_infer_request())

    def forward(ids: npt.NDArray[np.int64], mask: npt.NDArray[np.int64]) -> Floats:
        request = free.get()
        try:
            output: Floats = request.infer({"input_ids": ids, "attention_mask": mask})[0].copy()
        finally:
            free.put(request)
        return output

    return forward


def _torch_forward(folder: Path, task: Task) -> Forward:
    import torch

    model = load_torch(folder, task).half().cuda().eval()

    def forward(ids: npt.NDArray[np.int64], mask: npt.NDArray[np.int64]) -> Floats:
        with torch.inference_mode():
            output: Floats = model(torch.from_numpy(ids).cuda(), torch.from_numpy(mask).cuda()).float().cpu().numpy()
        return output

    return forward


def load_torch(folder: Path, task: Task) -> torch.nn.Module:
    """Give the torch module of a folder: (ids, mask) → unit vectors ("embed") or logits ("score")."""
    import torch
    from transformers import AutoModel, AutoModelForSequenceClassification

    settings = read_json(folder / "1_Pooling" / "config.json")
    by_first = settings.get("pooling_mode") == "cls" or settings.get("pooling_mode_cls_token", False)

    class Embed(torch.nn.Module):
        def __init__(self) -> None:
            super().__init__()
            self.model = AutoModel.from_pretrained(folder, dtype=torch.float32, attn_implementation="eager")

        def forward(self, input_ids: torch.Tensor, attention_mask: torch.Tensor) -> torch.Tensor:
            hidden = self.model(input_ids=input_ids, attention_mask=attention_mask).last_hidden_state
            mask = attention_mask.unsqueeze(-1).to(hidden.dtype)
            pooled = hidden[:, 0] if by_first else (hidden * mask).sum(1) / mask.sum(1)
            return torch.nn.functional.normalize(pooled, dim=-1)

    class Score(torch.nn.Module):
        def __init__(self) -> None:
            super().__init__()
            self.model = AutoModelForSequenceClassification.from_pretrained(
                folder, dtype=torch.float32, attn_implementation="eager"
            )

        def forward(self, input_ids: torch.Tensor, attention_mask: torch.Tensor) -> torch.Tensor:
            logits: torch.Tensor = self.model(input_ids=input_ids, attention_mask=attention_mask).logits
            return logits

    return Embed() if task == "embed" else Score()


def _exported(folder: Path, task: Task, path: Path, quantised: bool) -> Path:
    """Give the cached ONNX file, made first when it is not there."""
    if not path.exists():
        path.parent.mkdir(parents=True, exist_ok=True)
        kind = [] if quantised else ["--fp32"]
        command = [sys.executable, "-m", "models.runtime", str(folder.resolve()), str(path), "--task", task, *kind]
        done = subprocess.run(command, cwd=_ROOT, capture_output=True, text=True, check=False)
        if done.returncode:
            raise ModelMissing(f"export of {folder} failed: {done.stderr.strip().splitlines()[-1:]}")
    return path


def export(folder: Path, out: Path, task: Task, quantised: bool = True) -> None:
    """Write a model folder as one ONNX file (opset 17), with int8 weights unless told otherwise.

    Weights use 7 of the 8 bits: without VNNI, AVX2's 8-bit products saturate otherwise
    (onnxruntime's documentation on quantisation, "reduce_range"). The matrices that bring
    the feed-forward layers back to their width stay in fp32: what comes out of a GELU has
    outliers, which one scale for a whole tensor serves badly (reranker/README.md).
    """
    import onnx
    import torch
    from onnxruntime.quantization import QuantType, quantize_dynamic

    example: Any = (torch.ones((2, 8), dtype=torch.int64), torch.ones((2, 8), dtype=torch.int64))
    axes = {0: "batch", 1: "tokens"}
    with tempfile.TemporaryDirectory(dir=out.parent) as scratch:
        whole, small = Path(scratch) / "fp32.onnx", Path(scratch) / "int8.onnx"
        torch.onnx.export(
            load_torch(folder, task).eval(), example, str(whole), dynamo=False, opset_version=17,
            input_names=["input_ids", "attention_mask"], output_names=["output"],
            dynamic_axes={"input_ids": axes, "attention_mask": axes, "output": {0: "batch"}},
        )  # fmt: skip
        if quantised:
            graph = onnx.load(whole).graph
            shape = {weight.name: tuple(weight.dims) for weight in graph.initializer}
            narrowing = [
                node.name
                for node in graph.node
                if node.op_type == "MatMul" and any(shape[i][0] > shape[i][-1] for i in node.input if i in shape)
            ]
            quantize_dynamic(
                whole, small, op_types_to_quantize=["MatMul"], nodes_to_exclude=narrowing,
                weight_type=QuantType.QInt8, per_channel=True, reduce_range=True,
            )  # fmt: skip
        (small if quantised else whole).replace(out)


def main(argv: list[str] | None = None) -> int:
    """Command line: export one folder."""
    parser = argparse.ArgumentParser(prog="python -m models.runtime")
    parser.add_argument("folder", type=Path)
    parser.add_argument("out", type=Path)
    parser.add_argument("--task", choices=("embed", "score"), required=True)
    parser.add_argument("--fp32", action="store_true", help="keep full precision")
    options = parser.parse_args(argv)
    export(options.folder, options.out, options.task, quantised=not options.fp32)
    return 0


if __name__ == "__main__":
    raise SystemExit(main())
