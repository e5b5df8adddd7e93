"""Odd surroundings for a study whose every claim is true."""

from __future__ import annotations

import json
import os
import shutil
from collections.abc import Callable
from typing import TYPE_CHECKING

from compendium import commit, git
from small import notebook, rendered

from themeloom.core.project import Project

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    Change = Callable[[Project], None]

from compendia import as_read, copy_of


def _clone(project: Project, folder: Path, *options: str) -> Project:
    """A clone with options, and the outputs."""
    url = f"file://{project.root}"
    allowed = ("-c", "protocol.file.allow=always")
    git(project.root, *allowed, "clone", "--quiet", *options, url, str(folder))
    shutil.copytree(project.output, folder / project.output.name)
    return Project(folder.resolve())


def _anew(project: Project) -> Project:
    """Committed and built anew, for the commit is another here."""
    commit(project)
    rendered(project)
    commit(project)
    return rendered(project)


def in_a_subfolder(project: Project, folder: Path) -> Project:
    """One of several studies of a repository."""
    there = copy_of(project, folder / "studies" / "one")
    shutil.rmtree(there.root / ".git")
    shutil.rmtree(there.output)
    git(folder, "init", "--quiet", "--initial-branch=main")
    return _anew(there)


def in_another_repository(project: Project, folder: Path) -> Project:
    """A clone that lies within somebody else's repository."""
    folder.mkdir()
    (folder / "README").write_text("Another study\n", encoding="utf-8")
    git(folder, "init", "--quiet")
    commit(Project(folder))
    return as_read(project, folder / "theirs")


def in_a_worktree(project: Project, folder: Path) -> Project:
    """A second working folder of the same repository."""
    git(project.root, "worktree", "add", "--quiet", "--detach", str(folder))
    shutil.copytree(project.output, folder / project.output.name)
    return Project(folder.resolve())


def in_a_submodule(project: Project, folder: Path) -> Project:
    """A part of a repository that is one itself."""
    folder.mkdir()
    git(folder, "init", "--quiet")
    adding = ("submodule", "--quiet", "add", str(project.root), "part")
    git(folder, "-c", "protocol.file.allow=always", *adding)
    shutil.copytree(project.output, folder / "part" / project.output.name)
    return Project((folder / "part").resolve())


def with_any_letters(project: Project, folder: Path) -> Project:
    """A folder with blanks and letters of other languages."""
    folder.mkdir()
    return as_read(project, folder / "Möbius & Söhne %20")


def shallow(project: Project, folder: Path) -> Project:
    """Only the last commit."""
    return _clone(project, folder, "--depth=1")


def with_windows_line_ends(project: Project, folder: Path) -> Project:
    """As git gives texts on Windows."""
    return _clone(project, folder, "-c", "core.autocrlf=true")


def with_settings(project: Project, folder: Path) -> Project:
    """Settings that change what git says."""
    there = as_read(project, folder)
    for line in (
        *("log.showSignature true", "color.ui always", "core.quotePath true", "log.date relative"),
        *("core.fsmonitor false", "status.short true", "status.relativePaths false"),
        *("status.showUntrackedFiles no", "diff.noprefix true", "diff.ignoreSubmodules all"),
        *("log.follow true", "format.pretty oneline", "alias.log status", "core.pager false"),
        *("log.diffMerges off", "diff.renames copies", "core.abbrev 4", "pager.log true"),
    ):
        git(there.root, "config", *line.split())
    return there


def with_notes(project: Project, folder: Path) -> Project:
    """Files of somebody's own, and a changed one that takes no part."""
    there = as_read(project, folder)
    (there.root / "notes").mkdir()
    (there.root / "notes" / "to do.md").write_text("Ask Ada.\n", encoding="utf-8")
    with (there.root / "README.md").open("a", encoding="utf-8") as file:
        file.write("More.\n")
    return there


def with_leftovers(project: Project, folder: Path) -> Project:
    """What systems, editors, office programs and shared folders leave."""
    there = as_read(project, folder)
    for place in ("", "data-raw", "analysis", "manuscript", "data-derived/evidence", "_output"):
        for name in (".DS_Store", "~$paper.docx", "x (conflicted copy 2026-11-26).md", "a.qmd~"):
            (there.root / place / name).write_bytes(b"?")
    (there.root / "_output/manuscript/paper-DESKTOP-7AB.docx").write_bytes(b"?")
    return there


def packed(project: Project, folder: Path) -> Project:
    """A tidied repository at a tag, and a commit that git was told to show for another."""
    there = as_read(project, folder)
    git(there.root, "tag", "v1")
    git(there.root, "checkout", "--quiet", "--detach", "v1")
    git(there.root, "gc", "--quiet")
    git(there.root, "replace", "HEAD", "HEAD~1")
    return there


def unpacked(project: Project, folder: Path) -> Project:
    """A released archive."""
    archive = folder.with_suffix(".tar")
    git(project.root, "archive", f"--output={archive}", "HEAD")
    shutil.unpack_archive(archive, folder, filter="data")
    shutil.copytree(project.output, folder / project.output.name)
    return Project(folder.resolve())


def unpacked_in_another_repository(project: Project, folder: Path) -> Project:
    """A released archive, within somebody else's repository."""
    folder.mkdir()
    (folder / "README").write_text("Another study\n", encoding="utf-8")
    git(folder, "init", "--quiet")
    commit(Project(folder))
    return unpacked(project, folder / "theirs")


def with_a_source_outside(project: Project, folder: Path) -> Project:
    """A restricted source that only its holder has."""
    there = copy_of(project, folder)
    store = there.study.read_text(encoding="utf-8")
    store = store.replace("access: open\n    file: syn", "access: restricted\n    file: syn")
    there.study.write_text(store, encoding="utf-8")
    with (there.root / ".gitignore").open("a", encoding="utf-8") as file:
        file.write("/data-raw/synthetic-register.txt\n")
    git(there.root, "rm", "--quiet", "--cached", "data-raw/synthetic-register.txt")
    return _anew(there)


def with_data_on_another_disk(project: Project, folder: Path) -> Project:
    """Raw data behind a link that no commit holds."""
    there = copy_of(project, folder)
    disk = folder.with_name("another disk")
    there.raw.rename(disk)
    there.raw.symlink_to(disk)
    with (there.root / ".gitignore").open("a", encoding="utf-8") as file:
        file.write("/data-raw\n")
    return _anew(there)


def with_data_in_a_submodule(project: Project, folder: Path) -> Project:
    """Raw data in a repository of their own, whose commit the study's names."""
    there = copy_of(project, folder)
    data = Project(folder.with_name("data"))
    there.raw.rename(data.root)
    git(data.root, "init", "--quiet")
    commit(data)
    git(there.root, "rm", "--quiet", "-r", "--cached", "data-raw")
    adding = ("submodule", "--quiet", "add", str(data.root), "data-raw")
    git(there.root, "-c", "protocol.file.allow=always", *adding)
    return _anew(there)


def without_modes(project: Project, folder: Path) -> Project:
    """A shared folder or a disk that says of every file that it can be run."""
    there = as_read(project, folder)
    for path in folder.rglob("*"):
        if path.is_file() and ".git" not in path.parts:
            path.chmod(0o755)
    return there


def of_newer_hashes(project: Project, folder: Path) -> Project:
    """A repository whose commits are named by SHA-256."""
    there = copy_of(project, folder)
    shutil.rmtree(there.root / ".git")
    git(there.root, "init", "--quiet", "--object-format=sha256")
    return _anew(there)


def behind_a_link(project: Project, folder: Path) -> Project:
    """A link to its author's folder, taken for what it is."""
    there = copy_of(project, folder.with_name("in truth"))
    folder.symlink_to(there.root)
    return Project(folder)


def sparse(project: Project, folder: Path) -> Project:
    """A clone of which only a part is laid out."""
    there = as_read(project, folder)
    git(there.root, "sparse-checkout", "set", "--no-cone", "/*", "!/data-derived/figures/")
    assert not there.figures.exists()
    return there


def sharing(project: Project, folder: Path) -> Project:
    """A clone whose objects lie in another repository, named from where it lies."""
    there = _clone(project, folder, "--shared")
    known = there.root / ".git" / "objects" / "info" / "alternates"
    known.write_text("../../../author/.git/objects\n", encoding="utf-8")
    return there


def in_part(project: Project, folder: Path) -> Project:
    """A clone that fetches contents when they are asked for."""
    git(project.root, "config", "uploadpack.allowFilter", "true")
    return _clone(project, folder, "--filter=blob:none", "--single-branch")


def apart(project: Project, folder: Path) -> Project:
    """What is git's lies in another folder."""
    there = as_read(project, folder)
    git(there.root, "init", "--quiet", f"--separate-git-dir={folder.with_name('of git')}")
    return there


def with_hooks(project: Project, folder: Path) -> Project:
    """Programs that git calls and that fail, and an index of another form."""
    there = as_read(project, folder)
    for name in ("post-index-change", "reference-transaction", "post-checkout", "fsmonitor"):
        hook = there.root / ".git" / "hooks" / name
        hook.parent.mkdir(exist_ok=True)
        hook.write_text("#!/bin/sh\nexit 1\n", encoding="utf-8")
        hook.chmod(0o755)
    git(there.root, "update-index", "--index-version=4", "--split-index")
    for line in ("core.untrackedCache true", "core.fsmonitor .git/hooks/fsmonitor"):
        git(there.root, "config", *line.split())
    return there


def with_settings_of_a_machine(project: Project, folder: Path) -> Project:
    """What is set for whatever its user clones or makes."""
    there = as_read(project, folder)
    folder.with_name("settings").write_text(
        "[init]\n defaultRefFormat = reftable\n defaultObjectFormat = sha256\n"
        f" templateDir = {folder}\n[commit]\n gpgSign = true\n[core]\n autocrlf = input\n"
        " ignoreCase = true\n precomposeUnicode = true\n symlinks = false\n eol = crlf\n"
        "[safe]\n directory = *\n bareRepository = explicit\n[status]\n branch = true\n",
        encoding="utf-8",
    )
    return there


def of_another_owner(project: Project, folder: Path) -> Project:
    """Somebody else's folder, which its reader trusts."""
    there = with_settings_of_a_machine(project, folder)
    if os.geteuid() == 0:
        for path in (folder, *folder.rglob("*")):
            os.chown(path, 4321, 4321)
    return there


def read_only(project: Project, folder: Path) -> Project:
    """Nothing there can be written."""
    there = as_read(project, folder)
    for path in (*folder.rglob("*"), folder):
        path.chmod(0o555 if path.is_dir() else 0o444)
    return there


def with_placeholders(project: Project, folder: Path) -> Project:
    """A source that git keeps elsewhere, as Git LFS does."""
    there = copy_of(project, folder)
    clean = (
        r"f=$(mktemp); cat >$f; printf 'version https://git-lfs.github.com/spec/v1\noid sha256:"
        r"%s\nsize %s\n' $(sha256sum <$f | cut -c1-64) $(wc -c <$f)"
    )
    git(there.root, "config", "filter.lfs.clean", clean)
    with (there.root / ".gitattributes").open("a", encoding="utf-8") as file:
        file.write("data-raw/synthetic-register.txt filter=lfs\n")
    git(there.root, "add", "--renormalize", ".")
    assert "oid sha256" in git(there.root, "show", ":data-raw/synthetic-register.txt")
    return _anew(there)


def with_saved_results(project: Project, folder: Path) -> Project:
    """A notebook that Jupyter has saved with what it gives, and where it lay then."""
    there = copy_of(project, folder)
    path = there.root / "analysis" / "words.ipynb"
    data = json.loads(path.read_text(encoding="utf-8"))
    words = len((there.raw / "synthetic-talk.txt").read_text("utf-8").split())
    told = {"output_type": "stream", "name": "stdout", "text": [f"{words} words\n"]}
    data["cells"][1] |= {"outputs": [told], "execution_count": 1}
    path.write_text(json.dumps(data), encoding="utf-8")
    return _anew(there)


def with_two_notebooks(project: Project, folder: Path) -> Project:
    """One of which writes what the other does not read; it shows nothing itself."""
    there = copy_of(project, folder)
    text = notebook("#| include: false\nx = 1")
    (there.root / "analysis" / "more.ipynb").write_text(text, encoding="utf-8")
    return _anew(there)


def from_a_bundle(project: Project, folder: Path) -> Project:
    """A clone of one file that holds the whole history."""
    git(project.root, "bundle", "create", "--quiet", str(folder.with_suffix(".bundle")), "--all")
    git(project.root, "clone", "--quiet", str(folder.with_suffix(".bundle")), str(folder))
    shutil.copytree(project.output, folder / project.output.name)
    return Project(folder.resolve())


def of_a_bare_repository(project: Project, folder: Path) -> Project:
    """A working folder of a repository that has no files itself."""
    bare = folder.with_name("bare")
    git(project.root, "clone", "--quiet", "--bare", str(project.root), str(bare))
    git(bare, "worktree", "add", "--quiet", str(folder), "main")
    shutil.copytree(project.output, folder / project.output.name)
    return Project(folder.resolve())


def deep_down(project: Project, folder: Path) -> Project:
    """A folder whose name is as long as names may be."""
    deep = folder.joinpath(*["a folder with a long name" * 3] * 2)
    deep.parent.mkdir(parents=True)
    return as_read(project, deep)


TRUE: dict[str, Callable[[Project, Path], Project]] = {
    "a clone": as_read,
    "its author's folder": copy_of,
    "a name of any letters": lambda project, folder: as_read(
        project, folder / "Möbius & Söhne %20"
    ),
    "a subfolder": in_a_subfolder,
    "within another repository": in_another_repository,
    "a worktree": in_a_worktree,
    "a submodule": in_a_submodule,
    "a shallow clone": shallow,
    "line ends of Windows": with_windows_line_ends,
    "settings of git": with_settings,
    "the environment of a hook": as_read,
    "another language and time zone": as_read,
    "notes beside it": with_notes,
    "leftovers": with_leftovers,
    "a tag, packed and replaced": packed,
    "an archive": unpacked,
    "an archive within another repository": unpacked_in_another_repository,
    "a restricted source outside": with_a_source_outside,
    "raw data on another disk": with_data_on_another_disk,
    "raw data in a submodule": with_data_in_a_submodule,
    "a folder that keeps no modes": without_modes,
    "newer hashes": of_newer_hashes,
    "signs of a shell": lambda project, folder: as_read(
        project, folder / "[a]*?'\"$(b) {state} & #;"
    ),
    "a link": behind_a_link,
    "a part that is laid out": sparse,
    "objects of another repository": sharing,
    "contents fetched when asked for": in_part,
    "a folder of git's elsewhere": apart,
    "hooks": with_hooks,
    "settings of a machine": with_settings_of_a_machine,
    "another owner": of_another_owner,
    "nothing can be written": read_only,
    "a placeholder": with_placeholders,
    "results that are saved": with_saved_results,
    "two notebooks": with_two_notebooks,
    "a bundle": from_a_bundle,
    "a bare repository": of_a_bare_repository,
    "a long name": deep_down,
    "a Turkish machine": as_read,
    "the day after": as_read,
    "settings in the environment": as_read,
    "a time that is set": as_read,
    "another Python's settings": as_read,
    "one thread": as_read,
    "no colours": as_read,
    "a proxy": as_read,
    "no home": as_read,
    "a home that is not there": as_read,
    "a plain locale": as_read,
    "a temporary folder of its own": as_read,
}
#: What the environment says in some of them.
ENVIRONMENT: dict[str, dict[str, str | None]] = {
    "a Turkish machine": {"LC_ALL": "tr_TR.UTF-8", "LANG": "tr_TR.UTF-8"},
    "the day after": {"TZ": "Pacific/Kiritimati"},
    "settings in the environment": {
        "GIT_CONFIG_COUNT": "2",
        "GIT_CONFIG_KEY_0": "core.autocrlf",
        "GIT_CONFIG_VALUE_0": "true",
        "GIT_CONFIG_KEY_1": "core.quotePath",
        "GIT_CONFIG_VALUE_1": "true",
        "GIT_CEILING_DIRECTORIES": "/",
        "GIT_OPTIONAL_LOCKS": "0",
        "GIT_LITERAL_PATHSPECS": "1",
    },
    "a time that is set": {"SOURCE_DATE_EPOCH": "1", "GIT_COMMITTER_DATE": "1 +0000"},
    "another Python's settings": {"PYTHONPATH": "/nowhere", "PYTHONSTARTUP": "/nowhere.py"},
    "one thread": {"OMP_NUM_THREADS": "1", "RAYON_NUM_THREADS": "1"},
    "no colours": {"NO_COLOR": "1", "TERM": "dumb", "FORCE_COLOR": "1", "COLUMNS": "1"},
    "a proxy": {"HTTP_PROXY": "http://nowhere.invalid", "HTTPS_PROXY": "http://nowhere.invalid"},
    "no home": {"HOME": None, "USER": None, "LOGNAME": None},
    "a home that is not there": {"HOME": "/nowhere"},
    "a plain locale": {"LC_ALL": "C", "LANG": None, "PYTHONUTF8": "0"},
    "settings of a machine": {"GIT_CONFIG_GLOBAL": "settings"},
    "another owner": {"GIT_CONFIG_GLOBAL": "settings"},
    "a temporary folder of its own": {"TMPDIR": "there/notes"},
    "the environment of a hook": {
        "GIT_DIR": "/nowhere/.git",
        "GIT_INDEX_FILE": "/nowhere/index",
        "GIT_TRACE": "0",
        "GIT_WORK_TREE": "/nowhere",
        "GIT_PREFIX": "below/",
        "GIT_EXTERNAL_DIFF": "false",
    },
    "another language and time zone": {
        "LC_ALL": "de_DE.UTF-8",
        "LANGUAGE": "de",
        "TZ": "Asia/Tokyo",
        "COLUMNS": "20",
        "PYTHONHASHSEED": "7",
        "MPLBACKEND": "Agg",
        "PYTHONWARNINGS": "error",
    },
}
