"""Signing a file with its owner's key, as git uses it, and seeing who signed one.

What git is told decides: `user.signingkey` with `gpg.format = ssh` or `openpgp`. A signature lies
beside its file, `.sig` by ssh-keygen and `.asc` by gpg.
"""

from __future__ import annotations

import re
import shutil
import tempfile
from pathlib import Path

from themeloom.core import processes
from themeloom.core.files import put

_NAMESPACE = "themeloom"
_SSH, _PGP = ".sig", ".asc"
#: Keys that may sign for whom, in the form of ssh-keygen; git's own list counts as well.
ALLOWED = "allowed_signers"


def sign(path: Path) -> str:
    """Sign a file with the key that git signs with.

    Returns:
        What to say of it: who signed, or why nobody did.
    """
    for ending in (_SSH, _PGP):
        _beside(path, ending).unlink(missing_ok=True)
    key = _of_git(path, "user.signingkey")
    if not key:
        return "not signed: git names no key (git config user.signingkey)"
    if _of_git(path, "gpg.format") == "ssh":
        return _by_ssh(path, str(Path(key).expanduser()))
    gpg = _of_git(path, "gpg.program") or "gpg"
    target = _beside(path, _PGP)
    command = [gpg, "--batch", "--yes", "--local-user", key, "--armor", "--output", str(target)]
    if processes.answer([*command, "--detach-sign", str(path)]) is None or not target.is_file():
        return f"not signed: {gpg} could not sign with the key {key}"
    return f"signed with {key}"


def _by_ssh(path: Path, key: str) -> str:
    with tempfile.TemporaryDirectory() as folder:
        if key.startswith(("ssh-", "ecdsa-", "sk-")):
            # A key that lies with an agent is named by its public half.
            key = str(put(Path(folder, "key.pub"), f"{key}\n".encode()))
        command = ["ssh-keygen", "-Y", "sign", "-q", "-n", _NAMESPACE, "-f", key, str(path)]
        done = processes.answer(command)
    if done is None or not _beside(path, _SSH).is_file():
        return "not signed: ssh-keygen could not sign with the key that git names"
    return f"signed: {signer(path)[0]}"


def signer(path: Path) -> tuple[str, bool]:
    """Who signed a file, and whether the signature is of this very content.

    Returns:
        The name of whom the keys vouch for, or else the key; empty where nobody signed, or
        where no program is at hand that could tell. And False where the file is not what was
        signed.
    """
    ssh, pgp = _beside(path, _SSH), _beside(path, _PGP)
    if ssh.is_file() and shutil.which("ssh-keygen"):
        return _signer_by_ssh(path, ssh)
    gpg = _of_git(path, "gpg.program") or "gpg"
    if pgp.is_file() and shutil.which(gpg):
        told = [gpg, "--batch", "--status-fd", "1", "--verify", str(pgp), str(path)]
        said = processes.answer(told)
        who = re.search(r"\[GNUPG:\] GOODSIG \S+ (.+)", said or "")
        return (who[1], True) if who else ("", False)
    return "", True


def _signer_by_ssh(path: Path, signature: Path) -> tuple[str, bool]:
    from subprocess import run

    with path.open("rb") as file:
        words = ["ssh-keygen", "-Y", "check-novalidate", "-n", _NAMESPACE, "-s", str(signature)]
        done = run(words, stdin=file, capture_output=True, check=False)  # noqa: S603
    key = re.search(rb"SHA256:\S+", done.stdout)
    if done.returncode or not key:
        return "", False
    for allowed in (path.parent / ALLOWED, _of_git(path, "gpg.ssh.allowedSignersFile")):
        if allowed and Path(allowed).expanduser().is_file():
            find = ["ssh-keygen", "-Y", "find-principals", "-s", str(signature), "-f"]
            said = processes.answer([*find, str(Path(allowed).expanduser())])
            if said:
                return f"{said.splitlines()[0]} (key {key[0].decode()})", True
    return f"the key {key[0].decode()}, for which no list of keys vouches", True


def _of_git(path: Path, key: str) -> str:
    return processes.answer(["git", "-C", str(path.parent), "config", "--get", key]) or ""


def _beside(path: Path, ending: str) -> Path:
    return path.with_name(path.name + ending)
