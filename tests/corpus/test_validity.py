"""What documents do to one another shows, and goes with the document that did it."""

from dataclasses import replace
from datetime import date

import pytest

from corpus.model import Action, Article, Document, Effect, Status
from corpus.store import Store
from corpus.validity import Validity

TODAY = date(2026, 1, 1)
OLD = Document(
    "46/2016/NĐ-CP", "46/2016/NĐ-CP", "Xử phạt", (Article("1", "", "a"),), status=Status.IN_FORCE, sha256="old"
)


def new(*effects, number="100/2019/NĐ-CP", collection="public", since=date(2020, 1, 1)):
    return Document(
        number, number, "Mới", (Article("1", "", "b"),), effects=effects, effective_on=since, collection=collection,
        sha256=number,
    )  # fmt: skip


@pytest.fixture
def store():
    with Store("sqlite://") as opened:
        opened.put(OLD)
        yield opened


def shown(store, collections=("public",), today=TODAY):
    infos = {info.id: info for info in store.documents()}
    validity = Validity(store.effects(), {i: info.number for i, info in infos.items()})
    return validity.shown(infos[OLD.id], collections, today)


def test_replaced_is_expired_from_the_day_on(store):
    store.put(new(Effect("2", Action.REPLACES, OLD.number)))
    info = shown(store)
    assert (info.status, info.expires_on) == (Status.EXPIRED, date(2020, 1, 1))
    (amendment,) = info.amendments
    assert (amendment.action, amendment.by_document, amendment.by_article) == ("Thay thế", "100/2019/NĐ-CP", "2")
    before = shown(store, today=date(2019, 12, 31))
    assert (before.status, before.expires_on) == (Status.IN_FORCE, date(2020, 1, 1))


def test_it_is_undone_by_removing_the_document(store):
    store.put(new(Effect("2", Action.REPEALS, OLD.number)))
    assert shown(store).status is Status.EXPIRED
    store.remove("100/2019/NĐ-CP", undoable=True)
    assert shown(store).status is Status.IN_FORCE
    store.undo("100/2019/NĐ-CP")
    assert shown(store).status is Status.EXPIRED
    assert store.document(OLD.id) == OLD  # its own record was never touched


@pytest.mark.parametrize(
    ("effect", "status"),
    [
        (Effect("1", Action.AMENDS, OLD.number), Status.AMENDED),
        (Effect("1", Action.AMENDS, OLD.number, "5"), Status.AMENDED),
        (Effect("1", Action.REPEALS, OLD.number, "5"), Status.PARTLY_EXPIRED),
        (Effect("1", Action.REPLACES, OLD.number, "5"), Status.PARTLY_EXPIRED),
        (Effect("1", Action.AMENDS, OLD.number, "5", date(2027, 1, 1)), Status.IN_FORCE),
        (Effect("1", Action.REPEALS, OLD.number, "", date(2027, 1, 1)), Status.IN_FORCE),
        (Effect("1", Action.REPEALS, "46/2016/nđ-cp"), Status.EXPIRED),
        (Effect("1", Action.REPEALS, "47/2016/NĐ-CP"), Status.IN_FORCE),
    ],
)
def test_each_action_has_its_status(store, effect, status):
    store.put(new(effect))
    assert shown(store).status is status


@pytest.mark.parametrize(
    ("since", "until", "label", "status"),
    [
        (date(2024, 5, 1), None, Status.UNKNOWN, Status.IN_FORCE),
        (TODAY, None, Status.UNKNOWN, Status.IN_FORCE),
        (date(2026, 1, 2), None, Status.UNKNOWN, Status.NOT_YET),
        (None, None, Status.UNKNOWN, Status.UNKNOWN),  # nobody knows
        (None, date(2026, 1, 2), Status.UNKNOWN, Status.UNKNOWN),
        (None, TODAY, Status.UNKNOWN, Status.EXPIRED),
        (date(2024, 5, 1), date(2025, 1, 1), Status.IN_FORCE, Status.EXPIRED),
        (date(2024, 5, 1), None, Status.NOT_YET, Status.IN_FORCE),
        (None, None, Status.NOT_YET, Status.NOT_YET),
        (date(2026, 1, 2), None, Status.IN_FORCE, Status.NOT_YET),
        (date(2024, 5, 1), None, Status.AMENDED, Status.AMENDED),
        (date(2024, 5, 1), None, Status.PARTLY_EXPIRED, Status.PARTLY_EXPIRED),
        (date(2024, 5, 1), None, Status.EXPIRED, Status.EXPIRED),
    ],
)
def test_a_day_that_is_known_tells_the_status(store, since, until, label, status):
    store.put(replace(OLD, effective_on=since, expires_on=until, status=label, sha256="x"))
    assert shown(store).status is status


def test_what_is_amended_before_its_day_is_not_yet_in_force(store):
    store.put(replace(OLD, effective_on=date(2026, 1, 2), status=Status.UNKNOWN, sha256="x"))
    store.put(new(Effect("1", Action.AMENDS, OLD.number)))
    assert shown(store).status is Status.NOT_YET
    assert shown(store, today=date(2026, 1, 2)).status is Status.AMENDED


def test_without_a_day_it_is_over(store):
    store.put(new(Effect("1", Action.REPEALS, OLD.number), since=None))
    assert (shown(store).status, shown(store).expires_on) == (Status.EXPIRED, None)


def test_the_earliest_end_counts(store):
    store.put(new(Effect("1", Action.REPEALS, OLD.number)))
    store.put(new(Effect("1", Action.REPLACES, OLD.number), number="1/2018/NĐ-CP", since=date(2018, 5, 5)))
    assert shown(store).expires_on == date(2018, 5, 5)
    assert len(shown(store).amendments) == 2


def test_nobody_learns_from_anothers_documents(store):
    store.put(new(Effect("1", Action.REPEALS, OLD.number), collection="~a"))
    assert shown(store).status is Status.IN_FORCE
    assert shown(store, ("public", "~b")).amendments == ()
    assert shown(store, ("public", "~a")).status is Status.EXPIRED


def test_a_document_does_nothing_to_itself_nor_to_papers_without_number(store):
    store.put(replace(OLD, effects=(Effect("1", Action.REPEALS, OLD.number),), sha256="x"))
    assert shown(store).status is Status.IN_FORCE
    paper = Document("public/abc", "", "Thư", (Article("§1", "", "a"),), sha256="y")
    store.put(paper)
    store.put(new(Effect("1", Action.REPEALS, "")))
    infos = {info.id: info for info in store.documents()}
    assert Validity(store.effects(), {}).shown(infos["public/abc"], ("public",), TODAY) == infos["public/abc"]
