"""The folder as Markdown (CommonMark); no character of a text is taken for markup."""

from __future__ import annotations

import re

from ui.exports.model import Folder, Item, one_line, paragraphs

_ANYWHERE = re.compile(r"[\\`*_\[\]<>|~$&@]|:(?=//)")
_AT_START = re.compile(r"^(\d{0,9})([-+=#.)])")


def markdown(folder: Folder) -> bytes:
    """Write a folder as Markdown in UTF-8."""
    blocks = [f"# {escape(folder.title)}", f"*{escape(folder.made)}*"]
    for at, item in enumerate(folder.items, start=1):
        blocks += _item(folder, item, at)
    blocks += ["---", f"*{escape(folder.disclaimer)}*"]
    return ("\n\n".join(blocks) + "\n").encode()


def escape(text: str) -> str:
    """Write one line of text so that it is read back as it stands."""
    return _AT_START.sub(r"\1\\\2", _ANYWHERE.sub(r"\\\g<0>", one_line(text)))


def _item(folder: Folder, item: Item, at: int) -> list[str]:
    desk = folder.words.desk
    blocks = [f"## {at}\\. {escape(item.citation)}"]
    if item.heading:
        blocks.append(f"**{escape(item.heading)}**")
    facts = [f"- {label}: {escape(words)}" for label, words in folder.facts(item)]
    if facts:
        blocks.append("\n".join(facts))
    if text := paragraphs(item.text):
        blocks.append("\n>\n".join(f"> {escape(line)}" for line in text))
    if note := paragraphs(item.note):
        blocks += [f"**{desk.NOTE}:** {escape(note[0])}", *map(escape, note[1:])]
    blocks += [f"{label}: <{url}>" for label, url in folder.links(item)]
    return blocks
