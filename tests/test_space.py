"""The repository is a Space: what the Hub makes of README's front matter, requirements.txt and packages.txt."""

import re
from importlib import metadata

import pytest
import yaml
from packaging.requirements import Requirement

from settings import ROOT

# https://huggingface.co/docs/hub/spaces-config-reference, and `license`, which every card has.
KEYS = set(
    "title emoji colorFrom colorTo sdk python_version sdk_version suggested_hardware suggested_storage app_file "
    "app_build_command app_port base_path fullWidth header short_description models datasets tags thumbnail pinned "
    "hf_oauth hf_oauth_scopes hf_oauth_expiration_minutes hf_oauth_authorized_org disable_embedding "
    "startup_duration_timeout custom_headers preload_from_hub license".split()
)
COLOURS = set("red yellow green blue indigo purple pink gray".split())
# https://huggingface.co/docs/hub/spaces-zerogpu, "Supported versions": any other fails before it is built.
ZEROGPU_PYTHON = {"3.10", "3.10.13", "3.12", "3.12.12"}
ZEROGPU_TORCH = {"2.8.0", "2.9.1", "2.10.0", "2.11.0", "2.12.1", "2.13.0"}


@pytest.fixture(scope="module")
def card():
    text = (ROOT / "README.md").read_text(encoding="utf-8")
    return yaml.safe_load(re.match(r"---\n(.*?)\n---\n", text, re.DOTALL)[1])


@pytest.fixture(scope="module")
def pins():
    lines = (ROOT / "requirements.txt").read_text(encoding="utf-8").split()
    return {name.lower(): version for name, version in (line.split("==") for line in lines)}


def test_the_hub_takes_the_front_matter(card):
    assert card.keys() <= KEYS
    assert {card["colorFrom"], card["colorTo"]} <= COLOURS
    assert (card["sdk"], card["suggested_hardware"]) == ("gradio", "cpu-basic")
    assert len(card["short_description"]) <= 60  # the Hub refuses longer ones
    assert (ROOT / card["app_file"]).is_file()
    assert re.fullmatch(r"\d+[mh]", card["startup_duration_timeout"])
    # A version must be text: of 3.10, YAML makes 3.1.
    assert isinstance(card["python_version"], str) and isinstance(card["sdk_version"], str)


def test_zerogpu_takes_the_versions(card, pins):
    assert card["python_version"] in ZEROGPU_PYTHON
    assert pins["torch"] in ZEROGPU_TORCH


def test_a_space_can_install_the_requirements(card, pins):
    """A Space installs ``gradio[oauth,mcp]==<sdk_version>`` in the same breath, which pip refuses where pins differ."""
    assert pins["gradio"] == card["sdk_version"]
    for line in metadata.requires("gradio"):
        wanted = Requirement(line)
        asked = wanted.marker is None or any(wanted.marker.evaluate({"extra": extra}) for extra in ("", "oauth", "mcp"))
        if asked and wanted.name in pins:
            assert wanted.specifier.contains(pins[wanted.name]), line


def test_the_packages_of_debian_stand_one_a_line():
    text = (ROOT / "packages.txt").read_text(encoding="utf-8")
    assert all(re.fullmatch(r"[a-z0-9][a-z0-9.+-]+", line) for line in text.splitlines())
    assert text.endswith("\n")
