"""More false claims: in what is said of a file, in what acts in it, in git's own files."""

from __future__ import annotations

import base64
import shutil
import zipfile
from typing import TYPE_CHECKING

from compendium import commit, git
from false_claims import Edit, by_quarto, rehashed
from hidden_claims import anew, told, with_code

from themeloom.core.files import digest_of

if TYPE_CHECKING:
    from collections.abc import Callable

    from themeloom.core.project import Project

    Change = Callable[[Project], None]

_D, _E, _O = "data-derived", "data-derived/evidence", "_output"
_PAGE, _WORD = f"{_O}/manuscript/paper.html", f"{_O}/manuscript/paper.docx"
_THEMES = f"{_D}/themes.csv"


def added(part: str, content: bytes, name: str = _WORD) -> Change:
    """A part of an office file that nothing makes, whose hash is recorded."""

    def change(project: Project) -> None:
        path = project.root / name
        before = digest_of(path)
        with zipfile.ZipFile(path) as archive:
            parts = {one: archive.read(one) for one in archive.namelist()}
        with zipfile.ZipFile(path, "w") as archive:
            for one, data in {**parts, part: content}.items():
                archive.writestr(one, data)
        rehashed(project, before, digest_of(path))

    return change


def within(part: str, old: bytes, new: bytes, name: str = _WORD) -> Change:
    """A change in a part of an office file."""

    def change(project: Project) -> None:
        with zipfile.ZipFile(project.root / name) as archive:
            data = archive.read(part)
        assert old in data, (part, old)
        added(part, data.replace(old, new, 1), name)(project)

    return change


def picture_everywhere(project: Project) -> None:
    """Another figure, in the derived files, in the page and in the Word file."""
    for kind in ("png", "svg"):
        was, other = (project.figures / f"{name}.{kind}" for name in ("method", "evidence-map"))
        old, new, before = was.read_bytes(), other.read_bytes(), digest_of(was)
        was.write_bytes(new)
        rehashed(project, before, digest_of(was))
        page = project.root / _PAGE
        before = digest_of(page)
        page.write_bytes(page.read_bytes().replace(base64.b64encode(old), base64.b64encode(new)))
        rehashed(project, before, digest_of(page))
        word = project.root / _WORD
        before = digest_of(word)
        with zipfile.ZipFile(word) as archive:
            parts = {one: archive.read(one) for one in archive.namelist()}
        with zipfile.ZipFile(word, "w") as archive:
            for one, data in parts.items():
                archive.writestr(one, new if data == old else data)
        rehashed(project, before, digest_of(word))


def twice(project: Project) -> None:
    """A fact of the record stands there twice, and most programs read the last one only."""
    path = project.record
    text = path.read_text(encoding="utf-8")
    path.write_text(
        text.replace("{", '{"entity": {"file:a.csv": {"x": "100 people"}},', 1), "utf-8"
    )


def older(project: Project) -> None:
    """Raw data as they once were, though all was made of newer ones."""
    path = project.raw / "synthetic-register.txt"
    old, new = path.read_text("utf-8"), path.read_text("utf-8") + "One more line.\n"
    was = digest_of(path)
    path.write_text(new, "utf-8")
    now = digest_of(path)
    project.study.write_text(project.study.read_text("utf-8").replace(was, now), "utf-8")
    anew(project)
    path.write_text(old, "utf-8")
    project.study.write_text(project.study.read_text("utf-8").replace(now, was), "utf-8")
    commit(project)


def replaced(what: str) -> Change:
    """Git shows another object in the place of one that is committed."""

    def change(project: Project) -> None:
        Edit(_THEMES, "Waiting is work", "Waiting is rest")(project)
        honest = git(project.root, "rev-parse", f"HEAD:{_THEMES}")
        lie = git(project.root, "hash-object", "-w", _THEMES)
        if what == "blob":
            git(project.root, "replace", honest, lie)
        else:
            git(project.root, "stash", "--quiet")
            first = git(project.root, "rev-parse", "HEAD")
            git(project.root, "stash", "pop", "--quiet")
            commit(project)
            git(project.root, "replace", "--graft", "HEAD")
            git(project.root, "replace", first, "HEAD")
            git(project.root, "reset", "--quiet", "--soft", first)

    return change


def staged(project: Project) -> None:
    """The index holds a lie that the commit does not, and the folder shows it."""
    Edit(_THEMES, "Waiting is work", "Waiting is rest")(project)
    git(project.root, "add", "--all")


def beside_the_cone(project: Project) -> None:
    """A file that git leaves out of what it lays out lies there nevertheless."""
    git(project.root, "sparse-checkout", "set", "--no-cone", "/*", "!/data-derived/themes.csv")
    text = git(project.root, "show", f"HEAD:{_THEMES}") + "\n"
    (project.root / _THEMES).write_text(text.replace("Waiting is work", "Waiting is rest"), "utf-8")


def graph(project: Project) -> None:
    """The commit-graph names another tree for the commit."""
    commits = project.root / ".git" / "objects" / "info"
    git(project.root, "commit-graph", "write", "--reachable")
    Edit(_THEMES, "Waiting is work", "Waiting is rest")(project)
    honest = git(project.root, "rev-parse", "HEAD^{tree}")
    git(project.root, "add", "--all")
    lie = git(project.root, "write-tree")
    path = commits / "commit-graph"
    path.chmod(0o644)
    data = path.read_bytes()
    assert bytes.fromhex(honest) in data
    path.write_bytes(data.replace(bytes.fromhex(honest), bytes.fromhex(lie)))


def archived(project: Project) -> None:
    """An unpacked archive whose derived file is another."""
    archive = project.root.with_suffix(".tar")
    git(project.root, "archive", f"--output={archive}", "HEAD")
    keep = project.root.with_name("kept")
    shutil.move(project.output, keep)
    shutil.rmtree(project.root)
    shutil.unpack_archive(archive, project.root, filter="data")
    shutil.move(keep, project.output)
    Edit(_THEMES, "Waiting is work", "Waiting is rest")(project)


def metadata(project: Project) -> None:
    """Settings that nobody committed change a document."""
    (project.root / ".gitignore").write_text("/_output/\n/.themeloom/\n_metadata.yml\n", "utf-8")
    (project.root / "manuscript" / "_metadata.yml").write_text("subtitle: A hundred\n", "utf-8")
    anew(project)


def chunk(project: Project) -> None:
    """What a figure says of itself is another."""
    from PIL import Image, PngImagePlugin

    path = project.figures / "method.png"
    before = digest_of(path)
    said = PngImagePlugin.PngInfo()
    said.add_text("Description", "A hundred people were asked")
    with Image.open(path) as image:
        image.load()
        dpi = image.info.get("dpi")
        image.save(path, pnginfo=said, dpi=dpi)
    rehashed(project, before, digest_of(path))


def everywhere(project: Project) -> None:
    """A theme, in the derived files, in the page, in the explorer and the index."""
    for path in sorted((*project.derived.rglob("*"), *project.output.rglob("*"))):
        if path.suffix in {".csv", ".md", ".yml", ".html", ".svg"}:
            before, data = digest_of(path), path.read_bytes()
            path.write_bytes(data.replace(b"Waiting is work", b"Waiting is rest"))
            rehashed(project, before, digest_of(path))


FURTHER: dict[str, Change] = {
    "a picture everywhere": picture_everywhere,
    "a theme everywhere": everywhere,
    "a remark in Word": added(
        "word/comments.xml",
        b"<w:comments xmlns:w='w'><w:p><w:t>All was well</w:t></w:p></w:comments>",
    ),
    "a property in Word": added(
        "docProps/custom.xml",
        b"<Properties><property name='n'><vt:lpwstr>100</vt:lpwstr></property></Properties>",
    ),
    "an alternative text in Word": within("word/document.xml", b'descr="', b'descr="A hundred. '),
    "hidden words in Word": within(
        "word/document.xml", b"<w:r>", b"<w:r><w:rPr><w:vanish/></w:rPr>"
    ),
    "a remark in Word by Quarto": by_quarto(
        added(
            "word/comments.xml",
            b"<w:comments xmlns:w='w'><w:p><w:t>All was well</w:t></w:p></w:comments>",
        )
    ),
    "hidden words in Word by Quarto": by_quarto(
        within("word/document.xml", b"<w:r>", b"<w:r><w:rPr><w:vanish/></w:rPr>")
    ),
    "a macro by Quarto": by_quarto(added("word/vbaProject.bin", b"Sub AutoOpen()")),
    "a script by Quarto": by_quarto(
        Edit(_PAGE, "</body>", "<script>document.title = 1</script></body>")
    ),
    "what a link leads to by Quarto": by_quarto(
        Edit(_PAGE, r'href="\.\./', 'href="https://x.example/')
    ),
    "a style that hides by Quarto": by_quarto(
        Edit(_PAGE, "</head>", "<style>p { display: none; }</style></head>")
    ),
    "a fact that stands twice": twice,
    "older raw data": older,
    "another object in its place": replaced("blob"),
    "another commit in its place": replaced("commit"),
    "a lie that is staged": staged,
    "a file beside the cone": beside_the_cone,
    "another tree in the graph": graph,
    "an archive that was changed": archived,
    "settings that nobody committed": metadata,
    "what a figure says of itself": chunk,
    "a script in a figure": Edit(f"{_D}/figures/method.svg", "</svg>", "<script>1</script></svg>"),
    "a table with a byte order mark": Edit(_THEMES, r"\A", "\ufeff"),
    "a row that stands twice": Edit(_THEMES, r"\n([^\n]+)\n\Z", r"\n\1\n\1\n"),
    "a blank line in a table": Edit(_THEMES, r"\n\Z", "\n\n"),
    "an honest notebook for reviewers": with_code(
        "from pathlib import Path\nprint(1 if 'verify' in str(Path.cwd().resolve()) else 100)"
    ),
    "a notebook that knows its day": with_code(
        "import os\nprint(os.stat('../study.yml').st_mtime_ns)"
    ),
    "a program that reads what lies beside": with_code(
        "import os\nprint(os.popen('cat BESIDE/numbers.txt').read())"
    ),
    "the folder's number": with_code("import os\nprint(os.stat('..').st_ino)"),
    "a number of the process": with_code("import os\nprint(os.getpid())"),
    "an attribute of a record": told(
        "_output",
        lambda data: next(iter(data["entity"].values())).update({"themeloom:checked": "yes"}),
    ),
    "a hash without a file": told(
        "data-derived",
        lambda data: data["entity"].update(
            {"file:data-raw/more.txt": {"themeloom:sha256": "0" * 64}}
        ),
    ),
}
FURTHER_HERE = frozenset(
    {
        "another object in its place",
        "another commit in its place",
        "a lie that is staged",
        "a file beside the cone",
        "another tree in the graph",
        "an archive that was changed",
        "settings that nobody committed",
    }
)
