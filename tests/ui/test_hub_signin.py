"""Signing in with Hugging Face: the app as a Space runs it, a provider and TLS beside it, people with a browser."""

import base64
import hashlib
import json
import os
import shutil
import subprocess
import sys
import time
from urllib.parse import parse_qs, urlencode, urlsplit

import pytest
from itsdangerous import TimestampSigner
from openid_provider import AS_A_SPACE, PEOPLE, SECRET, Space
from playwright.sync_api import expect
from real_page import CHROMIUM, MATERNITY, ROOT, ask, first_card, screenshot
from visitors import Visitor

from corpus.model import PERSONAL, TEMPORARY
from settings import Settings
from ui.owner import kept
from ui.texts import VIETNAMESE
from ui.texts.accounts import Accounts as Words
from ui.texts.accounts import AccountsEnglish

WAIT = 60_000
VI, EN = "login/huggingface?_target_url=%2F", "login/huggingface?_target_url=%2Fen"


@pytest.fixture(scope="module")
def space(tmp_path_factory):
    home = tmp_path_factory.mktemp("hub")
    space, log = Space(home), home / "app.log"
    own = {"SPACE_HOST": space.front.host, "OPENID_PROVIDER_URL": space.provider.url}
    environment = {**os.environ, **AS_A_SPACE, **own, "TRALUAT_HOME": str(home / "data"), "PYTHONUTF8": "1"}
    command = [sys.executable, "app.py", "--host", "127.0.0.1", "--port", str(urlsplit(space.app).port)]
    with log.open("wb") as output:
        server = subprocess.Popen(command, cwd=ROOT, env=environment, stdout=output, stderr=subprocess.STDOUT)
    try:
        space.wait(server)
        with space.front.running():
            with space.client() as client:
                space.without_provider = [client.get(VI), client.get(EN)]
            space.provider.start()
            yield space
    finally:
        server.terminate()
        server.wait(30)
        space.provider.stop()
    said = log.read_text(encoding="utf-8")
    # Gradio would reload a Space's code, and wants a package for it that only Spaces have.
    assert said.count("Traceback") == said.count("required to run hot-reloading in Spaces")
    assert SECRET not in said


@pytest.fixture
def client(space):
    with space.client() as client:
        yield client


@pytest.fixture
def visit(space, browser):
    """Open the page in a browser of its own; give its page and what it asked for."""
    contexts = []

    def opened(path="", address=""):
        context = browser.new_context(ignore_https_errors=True, viewport={"width": 1200, "height": 900})
        contexts.append(context)
        page = context.new_page()
        page.set_default_timeout(WAIT)
        page.goto(address or space.front.url + path)
        return page

    yield opened
    for context in contexts:
        context.close()


def begin(client, where=VI):
    """Go to the provider; give the addresses back that it would send its people to."""
    sent = client.get(where)
    assert sent.status_code == 302, sent.text
    shown = client.get(sent.headers["location"])
    assert shown.status_code == 200, shown.text
    names = ("deny", *PEOPLE)
    return {
        name: shown.text.partition(f'id="{name}" href="')[2].partition('"')[0].replace("&amp;", "&") for name in names
    }


def sign_in(client, name="an-nguyen", where=VI):
    return client.get(begin(client, where)[name])


def who(client, **headers):
    return client.get("config", headers=headers).raise_for_status().json()["username"]


# With a browser


def is_open(page, words=Words):
    expect(page.locator("#tl-question textarea")).to_be_visible(timeout=WAIT)
    expect(page.get_by_role("link", name=words.HUB_SIGN_IN)).to_be_visible(timeout=WAIT)


def enter(page, name, words=Words):
    page.get_by_role("link", name=words.HUB_SIGN_IN).click()
    page.locator(f"#{name}").click()
    expect(page.locator("#tl-account")).to_contain_text(name, timeout=WAIT)


def pin(page):
    ask(page, MATERNITY)
    expect(page.locator('#tl-results [data-stage="last"]')).to_be_visible(timeout=WAIT)
    first_card(page).locator('[data-act="pin"]').click()
    expect(page.locator("#tl-toast")).to_contain_text("Đã ghim Điều 139", timeout=WAIT)


def folder(page, name="Hồ sơ"):
    page.get_by_role("tab", name=name, exact=True).click()
    return page.locator("#tl-folder")


def test_what_one_keeps_comes_back_with_the_account_and_with_nothing_else(visit):
    page = visit()
    is_open(page)
    expect(page.locator("#tl-account")).to_contain_text(Words.HUB_TO_KEEP_A_WHILE)
    screenshot(page, "hub-stranger")
    pin(page)  # of the visit, and gone with it
    enter(page, "an-nguyen")
    assert urlsplit(page.url).path == "/"
    expect(page.locator("#tl-account")).to_contain_text(Words.HUB_KEPT_A_WHILE)
    page.get_by_role("tab", name="Văn bản của tôi").click()
    expect(page.locator("#tl-kept")).to_contain_text("Văn bản được giữ cho tài khoản của bạn")
    expect(page.locator("#tl-kept")).to_contain_text("sẽ mất khi ứng dụng khởi động lại")
    expect(folder(page)).to_contain_text("Hồ sơ chưa có điều nào", timeout=WAIT)
    page.get_by_role("tab", name="Tra cứu").click()
    pin(page)
    expect(folder(page)).to_contain_text("Điều 139", timeout=WAIT)
    screenshot(page, "hub-signed-in")

    page.get_by_role("button", name=Words.SIGN_OUT).click()
    is_open(page)
    page.get_by_role("tab", name="Văn bản của tôi").click()
    expect(page.locator("#tl-kept")).to_contain_text("bị xóa hẳn khi bạn rời trang")
    expect(folder(page)).to_contain_text("Hồ sơ chưa có điều nào", timeout=WAIT)

    again, other = visit(), visit()
    enter(again, "an-nguyen")
    expect(folder(again)).to_contain_text("Điều 139", timeout=WAIT)
    enter(other, "binh")
    expect(folder(other)).to_contain_text("Hồ sơ chưa có điều nào", timeout=WAIT)


def test_the_english_page_signs_in_and_out_in_english(visit, space):
    page = visit("en")
    is_open(page, AccountsEnglish)
    enter(page, "binh", AccountsEnglish)
    assert urlsplit(page.url).path == "/en"
    expect(page.locator("#tl-account")).to_contain_text("Signed in as binh")
    page.get_by_role("button", name=AccountsEnglish.SIGN_OUT).click()
    is_open(page, AccountsEnglish)
    assert urlsplit(page.url).path == "/en"
    page.get_by_role("link", name=AccountsEnglish.HUB_SIGN_IN).click()
    page.locator("#deny").click()
    expect(page.get_by_role("alert")).to_have_text(AccountsEnglish.HUB_DENIED)
    page.get_by_role("link", name=AccountsEnglish.HUB_BACK).click()
    is_open(page, AccountsEnglish)


def test_the_question_is_not_told_to_the_provider(visit, space):
    page = visit("?q=ly+hon+bi+mat")
    is_open(page)
    enter(page, "binh")
    assert "bi+mat" not in json.dumps(space.provider.asked[-1])


@pytest.fixture
def lenient(browser, tmp_path):
    """Give a page of a browser that sends cookies along in frames too; this one does not by itself."""
    preferences = tmp_path / "Default" / "Preferences"
    preferences.parent.mkdir()
    preferences.write_text(json.dumps({"profile": {"cookie_controls_mode": 0}}))
    path = os.environ.get("CHROMIUM") or shutil.which("chromium") or shutil.which("chromium-browser")
    context = browser.browser_type.launch_persistent_context(
        tmp_path, executable_path=path, args=CHROMIUM, ignore_https_errors=True
    )
    context.set_default_timeout(WAIT)
    yield context.new_page()
    context.close()


def test_in_a_frame_one_signs_in_in_a_tab_of_ones_own(lenient, space):
    lenient.goto(f"http://localhost:{space.provider.port}/frame?of={space.front.url}")
    inside = lenient.frame_locator("iframe")
    with lenient.expect_popup() as opened:
        inside.get_by_role("link", name=Words.HUB_SIGN_IN).click()
    own = opened.value
    own.locator("#an-nguyen").click()
    expect(own.locator("#tl-account")).to_contain_text("an-nguyen", timeout=WAIT)
    lenient.reload()
    expect(inside.locator("#tl-account")).to_contain_text("an-nguyen", timeout=WAIT)
    # That other site's own script has the same cookie sent along, and reads what a stranger would.
    asked = "url => fetch(url, { credentials: 'include' }).then((answer) => answer.json())"
    assert own.evaluate(asked, f"{space.front.url}config")["username"] == f"hf:{PEOPLE['an-nguyen']}"
    assert lenient.evaluate(asked, f"{space.front.url}config")["username"] == ""


# Without one


def test_the_page_is_open_to_strangers(client):
    for path in ("", "en", "config", "gradio_api/info"):
        assert client.get(path).status_code == 200
    assert who(client) == ""
    assert "set-cookie" not in client.get("").headers


def test_one_is_known_by_the_subject_and_the_cookie_is_for_frames_and_tls_alone(client):
    answer = sign_in(client)
    assert answer.is_redirect
    flags = {part.strip().lower() for part in answer.headers["set-cookie"].split(";")}
    assert {"httponly", "secure", "samesite=none", "path=/"} <= flags
    assert len(client.cookies["session"]) < 4000
    assert who(client) == f"hf:{PEOPLE['an-nguyen']}"
    out = client.get("logout?_target_url=/en")
    assert out.headers["location"] == "/en"
    assert who(client) == ""


def cookie(secret=SECRET, **changed):
    """Make a session's cookie as Gradio does."""
    info = {"access_token": "x", "expires_at": time.time() + 60, "userinfo": {"sub": "1", "preferred_username": "a"}}
    content = base64.b64encode(json.dumps({"oauth_info": {**info, **changed}}).encode())
    key = hashlib.sha256(f"{secret}-v4".encode()).hexdigest()
    return TimestampSigner(key).sign(content).decode()


def test_only_the_secret_of_the_space_makes_someone_of_a_cookie(client):
    unsigned = cookie().partition(".")[0]
    for forged in (cookie("another"), cookie(""), unsigned, f"{unsigned}..", "x", "null", cookie()[:-1], "a." * 900):
        assert who(client, Cookie=f"session={forged}") == "", forged
    assert who(client, Cookie=f"session={cookie()}") == "hf:1"


@pytest.mark.parametrize(
    "changed", [{"expires_at": 1}, {"userinfo": None}, {"userinfo": {}}, {"userinfo": {"sub": ""}}]
)
def test_an_old_session_and_one_without_a_subject_are_nobodys(client, changed):
    assert who(client, Cookie=f"session={cookie(**changed)}") == ""


def test_what_another_sites_script_asks_is_answered_as_to_a_stranger(client):
    sign_in(client)
    for site in ("cross-site", "same-site"):
        assert who(client, **{"Sec-Fetch-Site": site, "Sec-Fetch-Mode": "cors"}) == ""
        assert client.get("logout", headers={"Sec-Fetch-Site": site}).status_code == 400
    assert who(client, **{"Sec-Fetch-Site": "same-origin", "Sec-Fetch-Mode": "cors"}).startswith("hf:")


@pytest.mark.parametrize(
    "target",
    ["https://evil.example/a", "//evil.example/a", "////evil.example", "/\\evil.example", "javascript:alert(1)"],
)
def test_nobody_is_sent_elsewhere(client, target):
    begun = begin(client, f"login/huggingface?{urlencode({'_target_url': target})}")
    for answer in (client.get(begun["binh"]), client.get("logout", params={"_target_url": target})):
        goes = answer.headers["location"]
        assert urlsplit(goes)[:2] == ("", "")
        assert goes.startswith("/")
        assert goes[1:2] not in ("/", "\\")


def test_a_wrong_state_lets_nobody_in_and_is_said_when_it_does_not_go_away(client):
    for where, words in ((VI, Words), (EN, AccountsEnglish)):
        code, target = parse_qs(urlsplit(begin(client, where)["binh"]).query)["code"][0], where[-1:]
        target = "/en" if target == "n" else "/"
        answer = client.get("login/callback", params={"code": code, "state": "wrong", "_target_url": target})
        assert urlsplit(answer.headers["location"]).path == "/login/huggingface"
        assert who(client) == ""
        # It is tried once more, which is enough where the state was merely old.
        assert client.get(begin(client, answer.headers["location"])["binh"]).headers["location"] == target
        assert who(client) == f"hf:{PEOPLE['binh']}"
        client.get("logout")
        # Where the browser keeps no state at all, that is told.
        lost = client.get(answer.headers["location"])
        client.cookies.clear()
        back = {"code": "x", "state": "wrong", **parse_qs(urlsplit(lost.headers["location"]).query)}
        again = client.get("login/callback", params={**back, "_nb_redirects": "1", "_target_url": target})
        told = client.get(again.headers["location"])
        assert told.status_code == 400
        assert words.HUB_NOT_REMEMBERED in told.text
        assert who(client) == ""


def test_a_code_that_another_browser_asked_for_lets_nobody_in(client, space):
    with space.client() as attacker:
        back = begin(attacker)["binh"]
    begin(client)
    assert urlsplit(client.get(back).headers["location"]).path == "/login/huggingface"
    assert who(client) == ""


def test_a_refusal_is_said_in_words(client):
    for where, words in ((VI, Words), (EN, AccountsEnglish)):
        answer = client.get(begin(client, where)["deny"])
        assert answer.status_code == 403
        assert words.HUB_DENIED in answer.text
        assert "<script" not in answer.text
        assert who(client) == ""


def test_a_provider_that_is_not_there_is_said_in_words(client, space):
    vietnamese, english = space.without_provider
    assert (vietnamese.status_code, english.status_code) == (502, 502)
    assert Words.HUB_FAILED in vietnamese.text
    assert AccountsEnglish.HUB_FAILED in english.text
    back = begin(client)["binh"]
    space.provider.stop()
    try:
        answer = client.get(back)
    finally:
        space.provider.start()
    assert answer.status_code == 502
    assert Words.HUB_FAILED in answer.text
    assert who(client) == ""
    assert client.get("").status_code == 200


def test_a_provider_that_vouches_for_something_else_is_not_believed(client, space):
    space.provider.wrong_nonce = True
    try:
        answer = sign_in(client)
    finally:
        space.provider.wrong_nonce = False
    assert answer.status_code == 502
    assert who(client) == ""


@pytest.mark.parametrize(
    "query", ["", "_nb_redirects=x", "code=x", "state=x&_nb_redirects=-1", "_target_url=%00&code=%ff"]
)
def test_what_is_no_callback_fails_in_words(client, query):
    answer = client.get(f"login/callback?{query}")
    assert answer.is_redirect or Words.HUB_FAILED in answer.text
    assert who(client) == ""


def test_a_page_left_open_is_nobodys_after_signing_out(client, space):
    sign_in(client)
    left = Visitor(space.app, cookies={"session": client.cookies["session"]}).open()
    left.type("tl-question", "Điều 35 BLLĐ")
    left.use("tl-question", "submit")
    shown, ticks = left.named("tl-history"), []
    for action in left.actions:
        events = {event for _, event in action["targets"]}
        if "select" in events and shown in action["outputs"]:
            history = action
        if "tick" in events and left.parts[action["outputs"][0]]["type"] == "state":
            ticks.append(action)
    assert "Điều 35 BLLĐ" in left._run(history)
    left.client.cookies.clear()
    for tick in ticks:
        left._run(tick)
    assert "Điều 35 BLLĐ" not in left._run(history)
    left.close()


# What is said and offered


def test_how_long_documents_are_kept_is_said_of_each_kind_of_reader():
    shelf, lost = VIETNAMESE.shelf, VIETNAMESE.page.NOT_PERSISTENT
    for name, said in (("user-x", shelf.KEPT_ACCOUNT), ("browser-x", shelf.KEPT_BROWSER)):
        assert kept(f"{PERSONAL}{name}", VIETNAMESE, persistent=True) == said
        assert kept(f"{PERSONAL}{name}", VIETNAMESE, persistent=False) == f"{said} {lost}"
    assert kept(f"{TEMPORARY}x", VIETNAMESE, persistent=False) == shelf.KEPT_SESSION


def settings(monkeypatch, **changed):
    for name, value in {**AS_A_SPACE, **changed}.items():
        monkeypatch.setenv(name, value)
    return Settings()


def test_it_is_offered_where_a_space_has_all_it_takes(monkeypatch):
    for name in ("TRALUAT_ACCOUNTS", "TRALUAT_UPLOADS"):
        monkeypatch.delenv(name, raising=False)
    assert settings(monkeypatch).hub_sign_in()
    for name in AS_A_SPACE:
        assert not settings(monkeypatch, **{name: ""}).hub_sign_in(), name
    assert settings(monkeypatch).hub_sign_in()


@pytest.mark.parametrize("changed", [{"TRALUAT_ACCOUNTS": "/etc/accounts"}, {"TRALUAT_UPLOADS": "off"}])
def test_a_file_of_accounts_comes_first_and_nothing_kept_needs_no_account(monkeypatch, changed):
    assert not settings(monkeypatch, **changed).hub_sign_in()
