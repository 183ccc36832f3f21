"""Whether documents are in force, given what other documents of the library say that they do to them.

A document that replaces another changes nothing in the other's record: its words are laid
over it whenever it is shown. So the change is gone when the document goes, and what is in
someone's own collection changes nothing for anyone else.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping
from dataclasses import replace
from datetime import date

from corpus.citation import number_key
from corpus.model import Action, Amendment, Status, address_of
from corpus.store import DocumentInfo, StatedEffect

WORDS = {Action.REPLACES: "Thay thế", Action.REPEALS: "Bãi bỏ", Action.AMENDS: "Sửa đổi, bổ sung"}
"""What is shown of an action on the document that it befell."""


class Validity:
    """What documents of a library do to one another.

    Parameters
    ----------
    effects : iterable of StatedEffect
    numbers : mapping
        Document id → number, of all documents; a paper without one, which nothing can name, has an empty one.
    """

    def __init__(self, effects: Iterable[StatedEffect], numbers: Mapping[str, str]) -> None:
        self._numbers = numbers
        by_target: defaultdict[str, list[StatedEffect]] = defaultdict(list)
        for stated in effects:
            by_target[number_key(stated.effect.target)].append(stated)
        # Looked up by id, for every search asks of every document.
        self._stated = {
            document_id: [stated for stated in found if stated.document_id != document_id]
            for document_id, number in numbers.items()
            if by_target and number and (found := by_target.get(number_key(number)))
        }

    def shown(self, info: DocumentInfo, collections: Collection[str], today: date) -> DocumentInfo:
        """Give a document as it stands for someone who sees these collections: status, last day, amendments."""
        stated = [s for s in self._stated.get(info.id, ()) if s.collection in collections]
        if not stated:
            status = _status(info, [], False, info.expires_on, today)
            return info if status is info.status else replace(info, status=status)
        ends = [s.effect.effective_on for s in stated if _ends_all(s)]
        days = [day for day in ends if day]
        if info.expires_on:
            days.append(info.expires_on)
        expires_on = min(days, default=None)
        return replace(
            info,
            amendments=tuple(map(self._amendment, stated)),
            expires_on=expires_on,
            status=_status(info, stated, bool(ends), expires_on, today),
        )

    def _amendment(self, stated: StatedEffect) -> Amendment:
        effect = stated.effect
        by_document = self._numbers.get(stated.document_id) or address_of(stated.document_id)
        action = WORDS[effect.action]
        return Amendment(effect.target_article, action, by_document, effect.article_number, effect.effective_on)


def _ends_all(stated: StatedEffect) -> bool:
    return stated.effect.action is not Action.AMENDS and not stated.effect.target_article


def _status(
    info: DocumentInfo, stated: list[StatedEffect], ended: bool, expires_on: date | None, today: date
) -> Status:
    """Give the status on a day: what is known of days goes before an old label, and without any the label stays."""
    status = info.status
    if status is Status.EXPIRED or (expires_on <= today if expires_on else ended):
        return Status.EXPIRED
    if info.effective_on and today < info.effective_on:
        return Status.NOT_YET
    done = [s.effect for s in stated if s.effect.effective_on is None or s.effect.effective_on <= today]
    if status is Status.PARTLY_EXPIRED or any(e.action is not Action.AMENDS and e.target_article for e in done):
        return Status.PARTLY_EXPIRED
    if any(e.action is Action.AMENDS for e in done):
        return Status.AMENDED
    return Status.IN_FORCE if info.effective_on and status in (Status.UNKNOWN, Status.NOT_YET) else status
