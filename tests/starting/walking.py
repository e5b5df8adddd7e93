"""The walks of docs/: doing what a guide says, word for word, in an empty folder."""

from __future__ import annotations

import os
import re
import subprocess
import sys
from typing import TYPE_CHECKING

from helpers import ROOT

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path

#: Before what the words of a guide are put: the part of each document in which they belong.
_BEFORE = {
    "manuscript/paper.qmd": "# Discussion",
    "poster/poster.qmd": "::: {.theme-columns}",
    "slides/slides.qmd": "## What should follow",
}
_QUOTE = re.compile(r"\{\{< quote [\w-]+ >\}\}")


class Guide:
    """A guide of docs/, and what stands in it to be typed.

    Args:
        name: its file, without ending.
    """

    def __init__(self, name: str) -> None:
        self.text = (ROOT / f"docs/{name}.md").read_text(encoding="utf-8")

    def blocks(self, language: str) -> list[str]:
        """The blocks that are written in a language, in their order."""
        return re.findall(rf"^```{language}\n(.*?)^```$", self.text, re.MULTILINE | re.DOTALL)

    @property
    def commands(self) -> int:
        """How many commands somebody types who does what it says."""
        return sum(block.count("\n") for block in self.blocks("sh"))

    def walk(self, folder: Path, files: Mapping[str, bytes]) -> Path:
        """Do what it says.

        Args:
            folder: an empty folder.
            files: what lies there before, by name.

        Returns:
            The folder of the study that was made.
        """
        for name, data in files.items():
            (folder / name).write_bytes(data)
        begun, *others = self.blocks("sh")
        run(folder, begun)
        study = folder / begun.split()[-1]
        store, entries = study / "study.yml", iter(self.blocks("yaml"))
        for commands in others:
            if "quotes" in commands and (entry := next(entries, "")):
                text = store.read_text(encoding="utf-8")
                assert "themes: []\n" in text
                store.write_text(text.replace("themes: []\n", entry), encoding="utf-8")
            if "themeloom render" in commands:
                self._cite(study)
            run(study, commands)
        return study

    def _cite(self, study: Path) -> None:
        """Put what the guide cites into the documents, as each of them wants it."""
        first, *more = self.blocks("markdown")
        voices = _QUOTE.findall(first)
        slide = first.partition(voices[0])[0] + voices[0]
        wall = "\n\n".join(voices)
        words = {
            "manuscript/paper.qmd": "\n".join((first, *more)),
            "poster/poster.qmd": f"::: {{.voices}}\n{wall}\n:::\n",
            "slides/slides.qmd": f"## What was said\n\n{slide}\n",
        }
        for name, before in _BEFORE.items():
            text = (study / name).read_text(encoding="utf-8")
            assert before in text
            text = text.replace(before, f"{words[name]}\n{before}", 1)
            (study / name).write_text(text, encoding="utf-8")


def run(folder: Path, commands: str) -> str:
    """Run lines of a shell, `themeloom` being this package's; what they print."""
    script = f'themeloom() {{ "{sys.executable}" -m themeloom "$@"; }}\nset -e\n{commands}'
    done = subprocess.run(
        ["bash", "-c", script],
        cwd=folder,
        capture_output=True,
        encoding="utf-8",
        env={**os.environ, "GIT_CONFIG_GLOBAL": os.devnull},
        check=False,
    )
    assert done.returncode == 0, done.stdout + done.stderr
    return done.stdout
