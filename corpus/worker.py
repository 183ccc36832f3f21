"""Reading files in a process of its own, which is ended when a file takes too much time or memory.

Files come from anywhere. Whatever a damaged or hostile one does to a reader, the program
goes on: the process answers in JSON, executes nothing of what it reads, and can be killed.
"""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
import threading
from pathlib import Path
from queue import Empty, Queue
from typing import IO, Any

from pydantic import TypeAdapter

from corpus import errors
from corpus.errors import DocumentTooLarge, TraLuatError, UnreadableDocument
from corpus.model import PUBLIC, Document

SECONDS = 120.0
"""For one file; a scan of a hundred pages takes about as long."""
MEGABYTES = 2048
"""Of address space, for the process."""

_DOCUMENT = TypeAdapter(Document)
_ROOT = Path(__file__).resolve().parent.parent


class Worker:
    """Reads files one after the other in another process. Use it as a context manager, from one thread.

    Parameters
    ----------
    seconds : float
        For one file.
    megabytes : int
        Memory of the process (on Linux and macOS).
    """

    def __init__(self, seconds: float = SECONDS, megabytes: int = MEGABYTES) -> None:
        self._seconds, self._megabytes = seconds, megabytes
        self._process: subprocess.Popen[bytes] | None = None

    def __enter__(self) -> Worker:
        return self

    def __exit__(self, *_: object) -> None:
        self._end()

    def read(self, path: Path, name: str = "", collection: str = PUBLIC) -> Document:
        """Read a file; ``name`` is what it is called where its path says something else.

        Raises
        ------
        UnsupportedFormat, DocumentTooLarge, UnreadableDocument
        """
        name = name or path.name
        answer = self._ask({"path": str(path.absolute()), "name": name, "collection": collection})
        if answer is None:
            self._end()
            raise UnreadableDocument(
                f"Tệp “{name}” không đọc được: quá lớn, quá phức tạp hoặc bị hỏng.", "The reading process died"
            )
        if "error" in answer:
            kind = getattr(errors, answer["error"], UnreadableDocument)
            raise kind(answer["message"], answer["detail"])
        document: Document = _DOCUMENT.validate_python(answer["document"])
        return document

    def _ask(self, question: dict[str, str]) -> dict[str, Any] | None:
        """Give the process's answer; None when it died."""
        process = self._running()
        assert process.stdin
        assert process.stdout
        lines: Queue[bytes] = Queue()
        threading.Thread(target=_listen, args=(process.stdout, lines), daemon=True).start()
        try:
            process.stdin.write(json.dumps(question).encode() + b"\n")
            process.stdin.flush()
            line = lines.get(timeout=self._seconds)
        except OSError:
            return None
        except Empty:
            self._end()
            raise DocumentTooLarge(
                f"Tệp “{question['name']}” mất quá {self._seconds:.0f} giây để đọc nên đã bị bỏ qua.",
                f"Reading took over {self._seconds} s",
            ) from None
        answer: dict[str, Any] | None = json.loads(line) if line else None
        return answer

    def _running(self) -> subprocess.Popen[bytes]:
        if self._process is None or self._process.poll() is not None:
            self._end()
            self._process = subprocess.Popen(
                [sys.executable, "-m", "corpus.worker", str(self._megabytes)],
                cwd=_ROOT,
                stdin=subprocess.PIPE,
                stdout=subprocess.PIPE,
                stderr=subprocess.DEVNULL,
                start_new_session=True,  # so that what it started itself (OCR) ends with it
            )
        return self._process

    def _end(self) -> None:
        process, self._process = self._process, None
        if process is None:
            return
        try:
            os.killpg(process.pid, signal.SIGKILL)
        except (OSError, AttributeError):  # gone already, or a system without process groups
            process.kill()
        process.wait()
        for pipe in (process.stdin, process.stdout):
            if pipe:
                pipe.close()


def _listen(pipe: IO[bytes], lines: Queue[bytes]) -> None:
    try:
        lines.put(pipe.readline())
    except (OSError, ValueError):  # closed, because the process was ended
        lines.put(b"")


def main(argv: list[str]) -> int:
    """Answer the questions on standard input, one JSON document a line, until there are no more."""
    _limit(int(argv[0]))
    answers = os.fdopen(os.dup(1), "wb")
    os.dup2(2, 1)  # what a library prints is no answer
    for line in sys.stdin.buffer:
        answers.write(json.dumps(_answer(json.loads(line))).encode() + b"\n")
        answers.flush()
    return 0


def _answer(question: dict[str, str]) -> dict[str, Any]:
    from corpus.readers import read

    try:
        document = read(Path(question["path"]), question["collection"], question["name"])
        return {"document": _DOCUMENT.dump_python(document, mode="json")}
    except TraLuatError as error:
        return {"error": type(error).__name__, "message": error.message, "detail": error.detail}
    except MemoryError:
        message = f"Tệp “{question['name']}” cần quá nhiều bộ nhớ để đọc."
        return {"error": DocumentTooLarge.__name__, "message": message, "detail": "Out of memory"}
    except Exception as error:
        message = f"Tệp “{question['name']}” không đọc được: bị hỏng hoặc có cấu trúc lạ."
        return {"error": UnreadableDocument.__name__, "message": message, "detail": f"{type(error).__name__}: {error}"}


def _limit(megabytes: int) -> None:
    try:
        import resource
    except ImportError:  # Windows
        return
    resource.setrlimit(resource.RLIMIT_AS, (megabytes << 20, megabytes << 20))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
