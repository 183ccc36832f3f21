"""Many at once: everyone is answered in turn, nobody sees what is another's, and the health endpoint never waits."""

import re
import threading
from concurrent.futures import ThreadPoolExecutor

import httpx
import pytest
from visitors import Visitor

VISITORS = 50
TEXT = """QUY CHẾ NỘI BỘ CỦA NHÓM KHÁCH SỐ {n}

Điều 1. Phạm vi
Quy chế này quy định việc nuôi cá chép trong bể kính của nhóm khách số {n}.

Điều 2. Mật hiệu
Mật hiệu của nhóm khách là khachso{n}x; cá chép được cho ăn mỗi ngày hai lần.
"""
QUESTION = "nhóm khách nuôi cá chép trong bể kính thì cho ăn mỗi ngày mấy lần"


def own(text):
    """Numbers of the visitors whose documents a text is from."""
    return {int(n) for n in re.findall(r"khachso(\d+)x|nhóm khách số (\d+)", text, re.IGNORECASE) for n in n if n}


@pytest.fixture
def everyone(address, tmp_path):
    """Let every visitor do something at the same moment; give what each of them got."""
    visitors = [Visitor(address) for _ in range(VISITORS)]

    def do(action):
        together = threading.Barrier(VISITORS)

        def one(number):
            together.wait(60)
            return action(number, visitors[number])

        with ThreadPoolExecutor(VISITORS) as pool:
            return list(pool.map(one, range(VISITORS)))

    yield do
    for visitor in visitors:
        visitor.close()


def test_fifty_at_once_are_answered_each_with_their_own(everyone, address, tmp_path):
    health = []
    done = threading.Event()

    def watch():
        with httpx.Client(trust_env=False, timeout=30) as client:
            while not done.wait(0.2):
                health.append(client.get(f"{address}health"))

    watcher = threading.Thread(target=watch)
    watcher.start()
    try:
        everyone(lambda number, visitor: visitor.open())

        def keep(number, visitor):
            path = tmp_path / f"quy-che-{number}.txt"
            path.write_text(TEXT.format(n=number), encoding="utf-8")
            visitor.choose_file("tl-upload", path)
            read = visitor.use("tl-upload", "upload")
            return read + visitor.use("Lưu", "click")

        kept = everyone(keep)

        def ask(number, visitor):
            visitor.type("tl-question", QUESTION)
            found = visitor.use("tl-question", "submit")
            return found, max((place for place in visitor.places if place is not None), default=0)

        answers = everyone(ask)
    finally:
        done.set()
        watcher.join()
    assert [own(text) for text in kept] == [{number} for number in range(VISITORS)]
    assert [own(found) for found, _ in answers] == [{number} for number in range(VISITORS)]
    # Someone had to wait, and was told behind how many.
    assert max(place for _, place in answers) > 2
    assert {answer.status_code for answer in health} == {200}
    assert not own(" ".join(answer.text for answer in health))
    assert {answer.json()["documents"] for answer in health} == {6}


def test_a_stranger_finds_nothing_of_theirs(address):
    stranger = Visitor(address).open()
    stranger.type("tl-question", QUESTION)
    assert own(stranger.use("tl-question", "submit")) == set()
    stranger.close()


def test_the_same_browser_finds_its_own_again(address, tmp_path):
    first = Visitor(address).open()
    path = tmp_path / "quy-che.txt"
    path.write_text(TEXT.format(n=777), encoding="utf-8")
    first.choose_file("tl-upload", path)
    first.use("tl-upload", "upload")
    first.use("Lưu", "click")
    again = Visitor(address, first.token).open()
    again.type("tl-question", QUESTION)
    assert own(again.use("tl-question", "submit")) == {777}
    first.close()
    again.close()
