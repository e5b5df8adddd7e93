"""Each command: arguments in, one call of the package, what it says, an exit code out."""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING

from themeloom.cli.telling import columns, confirmed, project_of, tell
from themeloom.core.errors import Exit, ThemeloomError

if TYPE_CHECKING:
    import argparse
    from collections.abc import Sequence
    from pathlib import Path


def new(arguments: argparse.Namespace) -> Exit:
    """Lay out a compendium, and say what comes next."""
    from themeloom.look.phrases import Phrases
    from themeloom.starting import Start, begin
    from themeloom.typefaces.check import remedy, scripts_wanting

    folder = arguments.folder
    title = (
        arguments.title or folder.resolve().name.replace("-", " ").replace("_", " ").capitalize()
    )
    start = Start(
        title, arguments.author, arguments.language, arguments.guideline, arguments.licence
    )
    written = [name for name in begin(folder, start) if not name.startswith("_extensions/")]
    for name in written:
        print(f"  {folder / name}")
    lacking = scripts_wanting(start.language)
    faces = (
        f"  {remedy(lacking)};\n    a PDF needs it for {' and '.join(lacking)}\n" if lacking else ""
    )
    print(
        f"{folder} is a study of its own now. Next:\n"
        f"  cd {folder}\n{faces}"
        "  themeloom import FILE…      your transcripts\n"
        "  themeloom render            paper, poster and slides into _output/"
    )
    if Phrases(start.language).lacking:
        print(
            "Heads and captions of the tables and figures made from study.yml are English: there\n"
            f"are none in {start.language}. Say them at its end, under settings: words:"
        )
    return Exit.FINE


def update(arguments: argparse.Namespace) -> Exit:
    """Show what an older study has to change, and change it once it was looked at."""
    from themeloom.core.text import counted
    from themeloom.starting.updating import carry_out, plan_update
    from themeloom.steps.publishing import alone

    project = project_of(arguments)
    with alone(project):
        planned = plan_update(project.root)
        tell((*planned.told, *(line for one in planned.changes for line in one.shown())))
        if not planned.changes:
            print("store and extensions are of this version")
            return Exit.FINE
        doubts = [f"{one.name} was changed here; yours is kept aside" for one in planned.edited]
        doubts.append(f"{counted(len(planned.changes), 'file')} to change")
        if not arguments.yes and not confirmed(doubts):
            return Exit.FINDINGS
        for kept in carry_out(project, planned):
            print(f"yours is kept as {kept}")
    done = counted(len(planned.changes), "file")
    print(f"brought to this version: {done}; to build: themeloom render")
    return Exit.FINE


def derive(arguments: argparse.Namespace) -> Exit:
    """Bring `data-derived/` up to date."""
    from themeloom.steps.before_quarto import is_before_quarto, prepare_quarto
    from themeloom.steps.commands import derive

    project = project_of(arguments)
    done = prepare_quarto(project) if is_before_quarto() else derive(project)
    for name in done.changed:
        print(f"  {name}")
    count = len(done.changed)
    print(f"data-derived/: {count} files changed" if count else "data-derived/ is up to date")
    _warn_of((*done.warnings, *done.corrections))
    return Exit.FINE


def finish(arguments: argparse.Namespace) -> Exit:
    """Finish the office files that Quarto wrote: the project's post-render step."""
    from themeloom.steps.after_quarto import finish_quarto

    tell(finish_quarto(project_of(arguments)))
    return Exit.FINE


def attest(arguments: argparse.Namespace) -> Exit:
    """Write the record of what stands in restricted sources."""
    from themeloom.steps.attesting import attest_sources

    done = attest_sources(project_of(arguments))
    print(f"{done.path.name}: {done.passages} passages of {done.sources} restricted sources")
    print(f"  {done.signed}")
    print("  no word of a source is in it; it goes with the study, and its signature with it")
    return Exit.FINE


def check(arguments: argparse.Namespace) -> Exit:
    """Run every check and print what it found."""
    from themeloom.checking.report import as_json, as_sarif, as_text
    from themeloom.cli.terminals import for_programs
    from themeloom.steps.commands import check

    report = check(project_of(arguments))
    show = as_json if arguments.json else as_sarif if arguments.sarif else as_text
    shown = show(report)
    if arguments.json or arguments.sarif:
        shown = for_programs(shown, sys.stdout)
    print(shown, end="")
    return Exit.FINDINGS if report.errors else Exit.FINE


def render(arguments: argparse.Namespace) -> Exit:
    """Build, show progress, and end with a table of outputs."""
    from themeloom.cli.progress import Progress
    from themeloom.steps.commands import render

    progress = Progress(sys.stderr)
    asked = arguments.documents, arguments.to, arguments.engine
    built = render(project_of(arguments), *asked, progress, fresh=arguments.fresh)
    tell(progress.table(built.made))
    _warn_of(built.warnings)
    tell(built.found, sys.stderr)
    if built.notes:
        print(f"checks: {built.notes} notes; `themeloom check` shows them")
    return Exit.FINE


def _warn_of(warnings: Sequence[str]) -> None:
    """The warnings of deriving, each with its hint."""
    for warning in warnings:
        print(f"warning: {warning}", file=sys.stderr)


def status(arguments: argparse.Namespace) -> Exit:
    """Say what is out of date, and which file made it so."""
    from themeloom.steps.commands import status

    rows = [(name, one.why) for one in status(project_of(arguments)) for name in one.shown]
    for row in columns(rows):
        print(f"  {row}")
    count = len(rows)
    print(
        f"{count} out of date; to build: themeloom render" if count else "everything is up to date"
    )
    return Exit.FINDINGS if count else Exit.FINE


def clean(arguments: argparse.Namespace) -> Exit:
    """Take away what was kept to be quick, and what it holds of transcripts."""
    from themeloom.steps.commands import clean

    project = project_of(arguments)
    removed = clean(project)
    for name in removed:
        print(f"  {name}")
    print(f"{len(removed)} removed; what .themeloom/edited/ holds is yours and stays")
    return Exit.FINE


def trace(arguments: argparse.Namespace) -> Exit:
    """Print the chain from the outputs back to the source."""
    from themeloom.trace import trace

    tell(trace(project_of(arguments), arguments.quotation).lines())
    return Exit.FINE


def verify(arguments: argparse.Namespace) -> Exit:
    """Rebuild in a clean place, and say what is the same and what is not."""
    from themeloom.cli.progress import Progress
    from themeloom.verify import verify
    from themeloom.verify.report import write_report
    from themeloom.verify.report_text import told

    project = project_of(arguments)
    verdict = verify(project, arguments.output, Progress(sys.stderr))
    tell(told(verdict))
    for path in arguments.report or ():
        write_report(project, verdict, path)
    return Exit.FINE if verdict.equal else Exit.FINDINGS


def hash_names(arguments: argparse.Namespace) -> Exit:
    """Print salted hashes of a list of real names, to keep in `study.yml`."""
    from themeloom.checking.names import hash_names

    hashed = hash_names(_lines(arguments.file))
    print("# put this into study.yml; the list itself stays outside of the repository")
    print("settings:\n  identity:\n    hashed_names:")
    print(f'      salt: "{hashed.salt}"\n      hashes:')
    for one in hashed.hashes:
        print(f'        - "{one}"')
    return Exit.FINE


def _lines(path: Path) -> list[str]:
    try:
        text = path.read_text(encoding="utf-8")
    except (OSError, UnicodeDecodeError):
        raise ThemeloomError(
            f"the list of names {path} cannot be read", "one name a line, UTF-8"
        ) from None
    return [line for line in text.splitlines() if line.strip()]


def doctor(arguments: argparse.Namespace) -> Exit:
    """Say what is there and what is missing, with or without a project."""
    from themeloom.doctor import examine

    rows = examine(arguments.project)
    wide = max(len(row.name) for row in rows)
    for row in rows:
        print(f"{'ok' if row.ok else '--':>3}  {row.name:<{wide}}  {row.found}")
        if row.remedy:
            print(f"     {'':<{wide}}  {row.remedy}")
    return Exit.FINDINGS if any(row.needed and not row.ok for row in rows) else Exit.FINE
