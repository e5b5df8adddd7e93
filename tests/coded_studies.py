"""A synthetic study that was coded, as its files."""

from __future__ import annotations

from typing import TYPE_CHECKING

from themeloom.core.project import Project

if TYPE_CHECKING:
    from pathlib import Path

TALK = """Interviewer: How was it?
P01: I waited and waited. Nobody came, yes.
Interviewer: And then?
P01: Then somebody called my name, yes. It was the peer worker.
"""
STORE = """study:
  title: A synthetic study of waiting
  synthetic: true
  authors:
    - name: {given: Ada, family: Author}
sources:
  - {id: p01, title: First talk, kind: transcript, access: open, file: p01.txt}
participants:
  - id: p01
themes:
  - id: waiting
    title: Waiting
    statement: They wait.
    codes: [time]
    quotations:
      - {id: waited, text: I waited and waited, source: p01, participant: p01, coding: c1}
"""
CODEBOOK = """code,parent,title,definition
time,,Time,
waiting,time,Waiting,Whenever time passes without care
people,,People,
"""
CODINGS = """id,start,end,code,coder,quote,before,memo
c1,30,51,waiting,coder-1,I waited and waited. ,,a memo
c2,64,67,people,coder-1,yes,"Nobody came, ",
c3,97,125,people,coder-2,"Then somebody called my name",,
"""


def coded_study(folder: Path) -> Project:
    """A study of two coders and three codings, its theme made of a code, its quotation of one."""
    (folder / "data-raw").mkdir(parents=True)
    (folder / "coding").mkdir()
    (folder / "data-raw/p01.txt").write_text(TALK)
    (folder / "study.yml").write_text(STORE)
    (folder / "coding/codebook.csv").write_text(CODEBOOK)
    (folder / "coding/p01.csv").write_text(CODINGS)
    return Project(folder)
