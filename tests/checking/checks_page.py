"""docs/checks.md, made from the definitions: no kind without its paragraph."""

from __future__ import annotations

from itertools import groupby

from themeloom.checking.findings import KINDS

_HEAD = """\
# What is checked

`themeloom check` looks at the data, the store, the documents and what was built, and
reports what it finds; `themeloom render` does the same before it replaces anything. An
**error** stops `render`; a **warning** and a **note** are shown. Nothing that a check finds
is ever printed: an address, a number or a name is named by its kind, line and column.

A study may lower a kind, or switch it off, and must say why; the reason stands in every
report:

```yaml
settings:
  checks:
    voice-theme:
      severity: note          # warning, note or off
      reason: One person coordinated the service, and the theme is about coordinating it.
```

`themeloom check --json` and `--sarif` print the same report for programs.

This page is made from the definitions in `src/themeloom/checking/kinds.toml`.
"""
_QUESTIONS = {
    "Verbatim": "Is every quotation what was said, where it was said, by whom it was said?",
    "Identity": "Does anything lead to a person?",
    "Disclosure": "Can a participant be recognised by what is told of them?",
    "Agreement": "Do all outputs say the same, and is it what the data say?",
    "Guidelines": "Does the text answer what the reporting guidelines ask for?",
    "Freshness": "Is what was derived what would be derived now?",
}


def checks_page() -> str:
    """The page that explains every kind of finding."""
    parts = [_HEAD]
    for question, kinds in groupby(KINDS.items(), key=lambda item: item[1].question):
        parts.append(f"\n## {question}\n\n{_QUESTIONS.get(question, '')}\n")
        for name, kind in kinds:
            parts.append(
                f"\n### {name}\n\n**{kind.title}** ({kind.severity}). {kind.why}\n\n{kind.remedy}\n"
            )
    return "".join(parts)
