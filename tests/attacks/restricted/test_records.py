"""A study whose sources stay in a secure environment: the record that goes out, and forged ones.

The source is made up. "There" is where it may be read, "outside" is everywhere else.
"""

import hashlib
import json
import shutil
import subprocess
import tempfile
from collections.abc import Iterator
from pathlib import Path

import pytest
from helpers import changed, copied

from themeloom.cli import main
from themeloom.core.errors import Exit, ThemeloomError
from themeloom.core.project import Project
from themeloom.steps.attesting import attest_sources
from themeloom.steps.commands import check, derive

KEYGEN = pytest.mark.skipif(not shutil.which("ssh-keygen"), reason="there is no ssh-keygen")


@pytest.fixture
def there(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Project:
    """The study with its restricted source, derived; git knows no key."""
    config = tmp_path / "gitconfig"
    config.write_text("", encoding="utf-8")
    monkeypatch.setenv("GIT_CONFIG_GLOBAL", str(config))
    project = copied("store-synthetic", tmp_path)
    source = project.raw / "synthetic-talk.txt"
    changed(
        project.study,
        "access: open\n    file: synthetic-talk.txt",
        "access: restricted\n    file: synthetic-talk.txt\n"
        f"    sha256: {hashlib.sha256(source.read_bytes()).hexdigest()}",
    )
    derive(project)
    return project


def with_key(project: Project) -> None:
    """Let git sign with a new key, as git does since version 2.34."""
    key = project.root.parent / "key"
    subprocess.run(["ssh-keygen", "-q", "-t", "ed25519", "-N", "", "-f", str(key)], check=True)
    config = project.root.parent / "gitconfig"
    config.write_text(f"[gpg]\n\tformat = ssh\n[user]\n\tsigningkey = {key}.pub\n", "utf-8")
    public = key.with_suffix(".pub").read_text(encoding="utf-8")
    (project.root / "allowed_signers").write_text(f"holder@example.org {public}", "utf-8")


def outside(project: Project) -> Project:
    """The same study where the source may not be read."""
    (project.raw / "synthetic-talk.txt").unlink()
    return project


def kinds(project: Project) -> set[str]:
    """The kinds of finding about wording."""
    found = {one.kind for one in check(project).findings}
    return {one for one in found if one.startswith(("verbatim", "record"))}


def test_a_record_holds_no_word_of_a_source(there: Project) -> None:
    """Hashes, places, date and version; nothing that was said."""
    words = set((there.raw / "synthetic-talk.txt").read_text(encoding="utf-8").split())
    done = attest_sources(there)
    told = done.path.read_text(encoding="utf-8")
    assert done.passages > 1
    assert not {word for word in words if len(word) > 5 and word in told}
    assert {"themeloom", "date", "sources", "passages", "seal"} <= json.loads(told).keys()


@KEYGEN
def test_a_signed_record_is_checked_outside(there: Project) -> None:
    """Who signed is told with every quotation, and no output calls it not verified."""
    with_key(there)
    assert attest_sources(there).signed.startswith("signed: holder@example.org (key SHA256:")
    project = outside(there)
    derive(project)
    assert kinds(project) == {"verbatim-recorded"}
    assert "not verified" not in (project.evidence / "quote-clock.md").read_text(encoding="utf-8")
    (told, *_) = [one for one in check(project).findings if one.kind == "verbatim-recorded"]
    assert "signed by [e-mail address] (key SHA256:" in told.message
    # The list of those who may sign names them by their addresses.
    assert "allowed_signers" not in {one.file for one in check(project).findings}


@KEYGEN
def test_an_edited_record_is_told_though_its_seal_is_made_anew(there: Project) -> None:
    """Who changes a signed record cannot sign it."""
    with_key(there)
    path = attest_sources(there).path
    told = json.loads(path.read_bytes())
    told.pop("seal")
    told["date"] = "2020-01-01"
    told["seal"] = hashlib.sha256(json.dumps(told, sort_keys=True).encode()).hexdigest()
    path.write_text(json.dumps(told), encoding="utf-8")
    assert kinds(outside(there)) == {"record-edited", "verbatim-unproved"}


@pytest.mark.parametrize("text", ["", "[]", "{}", "null", '{"seal": 1}', "[" * 9000])
def test_a_record_that_is_none(there: Project, text: str) -> None:
    """It is named, and nothing in it counts."""
    (there.root / "attested.json").write_text(text, encoding="utf-8")
    assert "record-edited" in kinds(outside(there))


def test_an_edited_record_without_a_signature(there: Project) -> None:
    """The seal tells of it."""
    path = attest_sources(there).path
    text = path.read_text(encoding="utf-8")
    path.write_text(text.replace('"grade": "exact"', '"grade": "edited"', 1), encoding="utf-8")
    with pytest.raises(ThemeloomError, match="not as it was made"):
        derive(outside(there))


def test_without_a_record_every_output_says_so(there: Project) -> None:
    """Words that were derived once are called not verified; a hash alone proves nothing."""
    project = outside(there)
    derive(project)
    assert kinds(project) == {"verbatim-unproved"}
    assert "[not verified]" in (project.evidence / "quote-clock.md").read_text(
        encoding="utf-8"
    ).replace("\\", "")


@pytest.mark.parametrize("recorded", [True, False])
def test_new_words_are_an_error(there: Project, *, recorded: bool) -> None:
    """What nobody looked up is not published, whatever hash the store gives."""
    if recorded:
        attest_sources(there)
    project = outside(there)
    changed(project.study, "I watched the clock …", "I burnt the clock …")
    with pytest.raises(ThemeloomError, match="cannot be read here"):
        derive(project)


def test_somebody_elses_words(there: Project) -> None:
    """The record says whose they were."""
    attest_sources(there)
    project = outside(there)
    text = project.study.read_text(encoding="utf-8")
    project.study.write_text(text.replace("participant: P01", "participant: P02"), "utf-8")
    if text != project.study.read_text(encoding="utf-8"):
        assert "verbatim-recorded" not in kinds(project) or "verbatim-unproved" in kinds(project)


def test_another_source(there: Project) -> None:
    """A record of another file than the store names does not count."""
    attest_sources(there)
    project = outside(there)
    text = project.study.read_text(encoding="utf-8")
    digest = text.split("sha256: ")[1][:64]
    project.study.write_text(text.replace(digest, "a" * 64), encoding="utf-8")
    assert "verbatim-recorded" not in kinds(project)


def test_the_command(there: Project, capsys: pytest.CaptureFixture[str]) -> None:
    """It says what it wrote, and outside that there is nothing to put on record."""
    assert main(["--project", str(there.root), "attest"]) == Exit.FINE
    assert "passages of 1 restricted sources" in capsys.readouterr().out
    outside(there)
    assert main(["--project", str(there.root), "attest"]) == Exit.FINDINGS
    assert "no restricted source is at hand" in capsys.readouterr().err


GPG = pytest.mark.skipif(not shutil.which("gpg"), reason="there is no gpg")


@pytest.fixture
def with_gpg(there: Project, monkeypatch: pytest.MonkeyPatch) -> Iterator[Project]:
    """The study where git signs with a key of GnuPG."""
    # The socket of gpg's agent wants a short path.
    home = Path(tempfile.mkdtemp(prefix="gpg"))
    monkeypatch.setenv("GNUPGHOME", str(home))
    key = ["gpg", "--batch", "--passphrase", "", "--quick-gen-key", "Holder <holder@example.org>"]
    subprocess.run([*key, "ed25519", "sign", "never"], check=True, capture_output=True)
    config = there.root.parent / "gitconfig"
    config.write_text("[user]\n\tsigningkey = holder@example.org\n", "utf-8")
    yield there
    subprocess.run(["gpgconf", "--kill", "all"], check=False)
    shutil.rmtree(home, ignore_errors=True)


@GPG
def test_a_record_that_gpg_signed_is_checked_outside(with_gpg: Project) -> None:
    """Who signed is told; an edited record, and one with another's signature, are an error."""
    assert attest_sources(with_gpg).signed == "signed with holder@example.org"
    record = with_gpg.root / "attested.json"
    project = outside(with_gpg)
    derive(project)
    assert kinds(project) == {"verbatim-recorded"}
    told = [one.message for one in check(project).findings if one.kind == "verbatim-recorded"]
    assert all("signed by Holder <" in one for one in told)
    changed(record, '"date": "2', '"date": "1')
    assert "record-edited" in kinds(project)
    data = json.loads(record.read_text(encoding="utf-8"))
    data["seal"] = "0" * 64
    record.write_text(json.dumps(data), encoding="utf-8")
    assert "record-edited" in kinds(project)


ASKED = {
    "nobody": ("", {"verbatim-recorded"}),
    "the holder": ("holder@example.org", {"verbatim-recorded"}),
    "another": ("other@example.org", {"record-unsigned", "verbatim-unproved"}),
    "a part of a name": ("holder", {"record-unsigned", "verbatim-unproved"}),
}


@KEYGEN
@pytest.mark.parametrize(("signer", "found"), ASKED.values(), ids=ASKED.keys())
def test_a_study_may_ask_whose_signature_a_record_has(
    there: Project, signer: str, found: set[str]
) -> None:
    """A record that another signed counts for nothing, and it is said why."""
    with_key(there)
    attest_sources(there)
    if signer:
        store = there.study.read_text(encoding="utf-8")
        head, _, rest = store.partition("settings:\n")
        asked = f"settings:\n  records: {{signers: [{signer}]}}\n"
        there.study.write_text(head + asked + rest, encoding="utf-8")
    assert kinds(outside(there)) == found


def test_a_record_without_a_signature_does_not_do_where_one_is_asked_for(there: Project) -> None:
    """It is called unsigned; whose signature is wanted stands in study.yml."""
    attest_sources(there)
    store = there.study.read_text(encoding="utf-8")
    head, _, rest = store.partition("settings:\n")
    asked = "settings:\n  records: {signers: [holder@example.org]}\n"
    there.study.write_text(head + asked + rest, encoding="utf-8")
    told = [one.message for one in check(outside(there)).findings if one.kind == "record-unsigned"]
    assert told == [
        "the record is signed by nobody, and study.yml asks for [e-mail address]: "
        "nothing in it counts"
    ]
