"""Someone who uses the page without a browser: does by HTTP what the page's own script does."""

import json
import secrets
import time
from pathlib import Path

import httpx
from gradio_client.utils import apply_diff

API = "gradio_api"
PATIENCE = 300  # seconds for one answer: the queue is long on purpose


class Visitor:
    """One open page: what its fields hold, and what happens when something in it is used.

    Parameters
    ----------
    address : str
        Of the page, with a slash at the end.
    token : str
        The secret that a browser keeps; the page's script gives it when the page opens.
    """

    def __init__(self, address, token="", cookies=None):
        self.client = httpx.Client(base_url=address, timeout=PATIENCE, trust_env=False, cookies=cookies)
        self.session, self.token = secrets.token_hex(6), token or secrets.token_hex(32)
        config = self.client.get("config").raise_for_status().json()
        self.parts = {part["id"]: part for part in config["components"]}
        self.actions = config["dependencies"]
        self.values = {key: part["props"].get("value") for key, part in self.parts.items()}
        self.places = []  # in the queue, as they were shown

    def open(self, link=""):
        """Open the page: what it does by itself at the start; ``link`` is the part of the address after the page."""
        self.link = link
        for action in self.actions:
            if any(event == "load" for _, event in action["targets"]):
                self._run(action, before=[self.token])
        return self

    def named(self, name):
        """Find a part of the page by its id, its label, or what stands on it."""
        for key, part in self.parts.items():
            props = part["props"]
            if name in (props.get("elem_id"), props.get("label")) or (
                part["type"] == "button" and name == props["value"]
            ):
                return key
        raise LookupError(name)

    def type(self, name, text):
        self.values[self.named(name)] = text

    def choose_file(self, name, path: Path):
        with path.open("rb") as file:
            sent = self.client.post(f"{API}/upload", files={"files": (path.name, file)}).raise_for_status().json()
        data = {
            "path": sent[0],
            "orig_name": path.name,
            "size": path.stat().st_size,
            "meta": {"_type": "gradio.FileData"},
        }
        self.values[self.named(name)] = [data]

    def use(self, name, event):
        """Use a part of the page; give everything that was put on the page in answer, as text."""
        key = self.named(name)
        wanted = [a for a in self.actions if [key, event] in a["targets"]]
        assert wanted, f"nothing happens at {event} of {name}"
        return "\n".join(self._run(action) for action in wanted)

    def _run(self, action, before=None):
        said = ""
        if action["backend_fn"]:
            inputs = [None if self.parts[key]["type"] == "state" else self.values[key] for key in action["inputs"]]
            if before and action["inputs"]:  # what a script puts in the place of what the fields hold
                inputs = before[: len(inputs)] + inputs[len(before) :]
            given = self._ask(action["id"], inputs)
            for outputs in given:
                for key, value in zip(action["outputs"], outputs, strict=True):
                    self._put(key, value)
            said = "\n".join(str(value) for outputs in given for value in outputs if value)
        after = [a for a in self.actions if a["trigger_after"] == action["id"]]
        return "\n".join([said, *(self._run(a) for a in after)])

    def _put(self, key, value):
        if isinstance(value, dict) and value.get("__type__") == "update":
            self.parts[key]["props"].update(value)
            if "value" not in value:
                return
            value = value["value"]
        self.values[key] = value

    def _ask(self, action, inputs):
        """Join the queue, and listen until the answer is whole; give all that came of it, in turn."""
        address = str(self.client.base_url) + getattr(self, "link", "")
        body = {"data": inputs, "fn_index": action, "session_hash": self.session, "trigger_id": None}
        joined = self.client.post(f"{API}/queue/join", json=body, headers={"Referer": address})
        assert joined.status_code == 200, joined.text
        event, given, until = joined.json()["event_id"], [], time.monotonic() + PATIENCE
        with self.client.stream("GET", f"{API}/queue/data", params={"session_hash": self.session}) as answer:
            for line in answer.iter_lines():
                assert time.monotonic() < until, "no answer in time"
                if not line.startswith("data:"):
                    continue
                message = json.loads(line.removeprefix("data:"))
                if message.get("event_id") not in (event, None):
                    continue
                if message["msg"] == "estimation":
                    self.places.append(message["rank"])
                elif message["msg"] == "process_generating":
                    parts = message["output"]["data"]
                    last = given[-1] if given else None
                    given.append([apply_diff(*pair) for pair in zip(last, parts, strict=True)] if last else parts)
                elif message["msg"] == "process_completed":
                    assert message["success"], message
                    return given or [message["output"]["data"]]
                elif message["msg"] in ("unexpected_error", "server_stopped"):
                    raise AssertionError(message)
        raise AssertionError("the answer broke off")

    def close(self):
        self.client.close()
