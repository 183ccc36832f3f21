import os
import re
import subprocess
import sys
import time
from concurrent.futures import ThreadPoolExecutor

import httpx
import pytest
from elsewhere import run
from real_page import ROOT, answers, free_port
from starlette.applications import Starlette
from starlette.exceptions import HTTPException
from starlette.responses import PlainTextResponse
from starlette.routing import Route
from visitors import Visitor

from ui import accounts, signin
from ui.accounts import Accounts, Cost, hash_password
from ui.signin import SignIn
from ui.texts.accounts import Accounts as Words
from ui.texts.accounts import AccountsEnglish
from ui.throttle import Throttle

PASSWORD = "mật khẩu rất dài"
QUICK = Cost(4, 8, 1)


class Clock:
    now = 1000.0

    def __call__(self):
        return self.now


class Site:
    """A page behind the gate, as Gradio asks it; requests go to it without a network."""

    def __init__(self, path):
        self.path, self.clock = path, Clock()
        accounts.write(path, "An", hash_password(PASSWORD, QUICK))
        self.gate = SignIn(Accounts(path), self.clock)
        pages = [Route(path, self._page) for path in ("/", "/en", "/config")]
        self.app = Starlette(routes=[*self.gate.routes(), *pages], exception_handlers={401: self.gate.refused})
        self.cookies = httpx.Cookies()

    async def _page(self, request):
        user = self.gate.user(request)
        if user is None:
            raise HTTPException(401)
        return PlainTextResponse(user)

    def request(self, method, path="", **options):
        async def ask():
            transport = httpx.ASGITransport(self.app)
            async with httpx.AsyncClient(transport=transport, base_url="http://here", cookies=self.cookies) as client:
                answer = await client.request(method, path, **options)
                self.cookies = client.cookies
                return answer

        return run(ask)

    def get(self, path="", **options):
        return self.request("GET", path, **options)

    def post(self, path, **options):
        return self.request("POST", path, **options)


@pytest.fixture
def browser(tmp_path):
    return Site(tmp_path / "accounts")


def sign_in(browser, name="An", password=PASSWORD, back=""):
    return browser.post("dang-nhap", data={"name": name, "password": password, "back": back})


def test_a_stranger_gets_the_sign_in_page_and_nothing_else(browser):
    for path, words, language in (("", Words, "vi"), ("en", AccountsEnglish, "en")):
        answer = browser.get(path)
        assert answer.status_code == 401
        assert f'<html lang="{language}">' in answer.text
        assert words.PASSWORD in answer.text
    answer = browser.get("config")
    assert (answer.status_code, answer.json()) == (401, {"detail": Words.SIGN_IN_FIRST})
    assert browser.get("?q=%22%3E<script>{{x}}").text.count("<script") == 0


def test_signing_in_and_out(browser):
    answer = sign_in(browser, back="en?q=a%20b&c")
    assert (answer.status_code, answer.headers["location"]) == (303, "./en?q=a%20b&c")
    cookie = answer.headers["set-cookie"]
    assert "HttpOnly" in cookie
    assert "SameSite=lax" in cookie
    assert browser.get("").status_code == 200
    assert browser.get("config").text == "An"
    assert browser.post("dang-xuat").status_code == 303
    assert browser.get("").status_code == 401


def test_a_session_ends_on_the_server_too(browser):
    sign_in(browser)
    stolen = httpx.Cookies(browser.cookies)
    browser.post("dang-xuat")
    browser.cookies = stolen
    assert browser.get("").status_code == 401


def test_a_session_ends_with_its_time_with_its_account_and_with_its_password(browser):
    path, clock = browser.path, browser.clock
    before = path.read_text(encoding="utf-8")
    sign_in(browser)
    clock.now += signin._LASTS - 1
    assert browser.get("").status_code == 200
    clock.now += 2
    assert browser.get("").status_code == 401
    for hashed in (None, hash_password(PASSWORD, QUICK)):
        sign_in(browser)
        accounts.write(path, "Bình", hash_password(PASSWORD, QUICK))
        assert browser.get("").status_code == 200
        accounts.write(path, "An", hashed)
        assert browser.get("").status_code == 401
        path.write_text(before, encoding="utf-8")


@pytest.mark.parametrize("name", ["An", "Ai đó", "", "<script>{{x}}${y}`", "An\0"])
def test_wrong_is_wrong_whatever_it_was(browser, name):
    answer = sign_in(browser, name, "sai rồi")
    assert answer.status_code == 401
    assert Words.WRONG in answer.text
    assert "<script" not in answer.text
    assert "sai rồi" not in answer.text
    assert "set-cookie" not in answer.headers


@pytest.mark.parametrize(
    "back", ["//evil.example", "https://evil.example", "/\\evil.example", "en\r\nX: y", "javascript:1", "?a b"]
)
def test_nobody_is_sent_elsewhere(browser, back):
    answer = sign_in(browser, back=back)
    assert (answer.status_code, answer.headers["location"]) == (303, "./")


def test_a_form_of_another_site_is_refused(browser):
    sign_in(browser)
    for path in ("dang-nhap", "dang-xuat"):
        assert browser.post(path, headers={"Sec-Fetch-Site": "cross-site"}).status_code == 400
    assert browser.get("").status_code == 200


def test_a_script_of_another_site_gets_what_a_stranger_gets(browser):
    sign_in(browser)
    assert browser.get("config", headers={"Sec-Fetch-Site": "cross-site", "Sec-Fetch-Mode": "cors"}).status_code == 401
    assert browser.get("", headers={"Sec-Fetch-Site": "cross-site", "Sec-Fetch-Mode": "navigate"}).text == "An"


@pytest.mark.parametrize("body", [b"\xff" * 100, b"name=a&" * 100, b"x" * 100_000, b"", b"name=%ff%fe&password=%00"])
def test_what_is_no_form_lets_nobody_in(browser, body):
    answer = browser.post("dang-nhap", content=body)
    assert answer.status_code in (400, 401)
    assert "set-cookie" not in answer.headers


def test_guessing_is_slowed_down_and_forgiven(browser):
    clock = browser.clock
    codes = [sign_in(browser, password="sai").status_code for _ in range(6)]
    assert codes == [401] * 5 + [429]
    refused = sign_in(browser)
    assert refused.status_code == 429
    assert int(refused.headers["retry-after"]) >= 1
    assert re.search(r"\d+ giây", refused.text)
    clock.now += 2
    assert sign_in(browser).status_code == 303
    assert sign_in(browser, password="sai").status_code == 401


def test_a_broken_list_says_so(browser):
    path = browser.path
    before = path.read_text(encoding="utf-8")
    path.write_text("không phải danh sách", encoding="utf-8")
    answer = sign_in(browser)
    path.write_text(before, encoding="utf-8")
    assert answer.status_code == 503
    assert Words.OUT_OF_ORDER in answer.text


# Gradio's own server behind the gate

SMALL_PAGE = """
import sys
import gradio as gr
from settings import Settings
from ui.serve import server_options

class Engine:
    def documents(self, collections=None): return []
    def embedding(self): return None
    def revisions(self): return 1, 1
    def reranks(self): return False

def who(request: gr.Request): return request.username

with gr.Blocks(analytics_enabled=False) as page:
    name = gr.Textbox("bí mật")
    page.load(who, None, name)
with page.route("English", "en"):
    gr.HTML("secret")
options = server_options(Engine(), Settings(accounts=sys.argv[2]))
page.launch(server_name="127.0.0.1", server_port=int(sys.argv[1]), quiet=True, ssr_mode=False, **options)
"""


@pytest.fixture
def gradio_page(tmp_path):
    path, port = tmp_path / "accounts", free_port()
    accounts.write(path, "An", hash_password(PASSWORD, QUICK))
    environment = {**os.environ, "no_proxy": "127.0.0.1,localhost", "GRADIO_ANALYTICS_ENABLED": "False"}
    command = [sys.executable, "-c", SMALL_PAGE, str(port), str(path)]
    server = subprocess.Popen(command, cwd=ROOT, env=environment)
    url = f"http://127.0.0.1:{port}/"
    try:
        until = time.monotonic() + 120
        while not answers(f"{url}health"):
            assert server.poll() is None, "it did not start"
            assert time.monotonic() < until, "it did not start in time"
            time.sleep(0.2)
        with httpx.Client(base_url=url, trust_env=False, timeout=60) as client:
            yield client
    finally:
        server.kill()
        server.wait(30)


def test_gradio_keeps_everything_behind_the_gate_but_health(gradio_page):
    assert gradio_page.get("health").json()["status"] == "ok"
    assert gradio_page.head("health").status_code == 200
    for path in ("", "en"):
        answer = gradio_page.get(path)
        assert answer.status_code == 401
        assert 'action="./dang-nhap"' in answer.text
        assert "bí mật" not in answer.text
        assert "secret" not in answer.text
    for path in ("config", "gradio_api/info", "gradio_api/file=/etc/hostname", "gradio_api/queue/data?session_hash=x"):
        assert gradio_page.get(path).status_code == 401, path
    body = {"data": [], "fn_index": 0, "session_hash": "x"}
    assert gradio_page.post("gradio_api/queue/join", json=body).status_code == 401
    assert gradio_page.post("gradio_api/upload", files={"files": ("a.txt", b"a")}).status_code == 401

    assert sign_in(gradio_page).status_code == 303
    config = gradio_page.get("config").json()
    assert config["username"] == "An"
    visitor = Visitor(str(gradio_page.base_url), cookies=gradio_page.cookies).open()
    assert "An" in visitor.values.values()  # what the page's own handlers see
    visitor.close()


# The pauses


def test_pauses_grow_and_end():
    clock = Clock()
    throttle = Throttle(clock)
    pauses = []
    for _ in range(12):
        assert throttle.begin({"a": 3}) == 0
        pauses.append(throttle.begin({"a": 3}) if throttle._records["a"].free_at > clock.now else 0)
        clock.now += pauses[-1]
    assert pauses == [0, 0, 1, 2, 4, 8, 16, 32, 60, 60, 60, 60]


def test_many_at_the_same_moment_are_many():
    throttle = Throttle(Clock())
    with ThreadPoolExecutor(20) as pool:
        waits = list(pool.map(lambda _: throttle.begin({"a": 5}), range(100)))
    assert waits.count(0.0) == 5


def test_one_key_does_not_slow_another():
    throttle = Throttle(Clock())
    for _ in range(10):
        throttle.begin({"a": 1})
    assert throttle.begin({"b": 1}) == 0


def test_success_forgets_and_takes_its_own_attempt_back():
    clock = Clock()
    throttle = Throttle(clock)
    keys = {"both": 5, "address": 3}
    for _ in range(50):
        assert throttle.begin(keys) == 0
        throttle.succeeded("both", keys)
    assert throttle._records["address"].failures == 0


def test_memory_is_bounded():
    clock = Clock()
    throttle = Throttle(clock)
    for at in range(25_000):
        clock.now += 0.001
        throttle.begin({f"{at}": 1})
    assert len(throttle._records) <= 10_000
