"""A report as people read it, and as programs do: text, JSON, SARIF 2.1.0."""

from __future__ import annotations

import json
from collections import Counter
from itertools import groupby
from typing import TYPE_CHECKING, Any
from urllib.parse import quote

from msgspec.structs import asdict

from themeloom import __version__
from themeloom.checking.findings import Severity, known_kinds
from themeloom.core.text import counted

if TYPE_CHECKING:
    from collections.abc import Iterator

    from themeloom.checking.findings import Finding, Lowered, Report

_SHOWN = (Severity.ERROR, Severity.WARNING, Severity.NOTE)
#: What the report for programs tells of a finding.
_TOLD = ("file", "line", "kind", "severity", "title", "message", "hint", "words")
_SCHEMA = "https://json.schemastore.org/sarif-2.1.0.json"


def as_text(report: Report) -> str:
    """The findings by file, what the study lowers and why, what else was seen, and the sum."""
    lines: list[str] = []
    for file, group in groupby(report.findings, key=lambda finding: finding.file):
        found = list(group)
        lines += [f"{file} ({_counted(found)})"]
        lines += [line for finding in found for line in _shown(finding)]
        lines.append("")
    if report.lowered:
        lines += ["Lowered by study.yml:"]
        lines += [line for one in report.lowered for line in _lowered(one)]
        lines.append("")
    if report.accepted:
        lines += ["Accepted one by one by study.yml:", *(f"  {one}" for one in report.accepted), ""]
    if report.facts:
        lines += [*report.facts, ""]
    lines.append(_sum(report))
    return "\n".join(lines) + "\n"


def _shown(finding: Finding) -> Iterator[str]:
    first, *rest = finding.message.splitlines()
    yield f"  {finding.line:>5}  {finding.severity:<7}  {first}  [{finding.kind}]"
    for line in rest:
        yield f"                  {line.strip()}"
    if finding.hint:
        yield f"                  hint: {finding.hint}"


def in_short(report: Report) -> list[str]:
    """What whoever builds is told: the warnings in full, what the study lowers or accepts."""
    lines: list[str] = []
    for one in report.of_severity(Severity.WARNING):
        lines.append(f"warning: {one.file}:{one.line}: {one.message}")
        lines += [f"  hint: {one.hint}"] if one.hint else []
    return lines + chosen(report)


def chosen(report: Report) -> list[str]:
    """What the study lowers or accepts, a line each, for whoever builds or reads."""
    found = [" ".join(" ".join(_lowered(one)).split()) for one in report.lowered]
    return [*(f"lowered: {one}" for one in found), *(f"accepted: {one}" for one in report.accepted)]


def _lowered(one: Lowered) -> Iterator[str]:
    now = "not shown" if one.severity is Severity.OFF else f"a {one.severity}"
    yield f"  {one.kind}: {now} (found: {one.found})"
    yield f"    reason: {' '.join(one.reason.split())}"


def _sum(report: Report) -> str:
    if not report.findings:
        return "Nothing found."
    files = {finding.file for finding in report.findings}
    return f"{_counted(report.findings)} in {counted(len(files), 'file')}"


def _counted(findings: Any) -> str:  # noqa: ANN401 - any collection of findings
    counts = Counter(finding.severity for finding in findings)
    return ", ".join(counted(counts[one], one) for one in _SHOWN if counts[one])


def as_json(report: Report) -> str:
    """The report for programs of one's own."""
    counts = {str(one): len(report.of_severity(one)) for one in _SHOWN}
    data = {
        "counts": counts,
        "findings": [{key: getattr(finding, key) for key in _TOLD} for finding in report.findings],
        "lowered": [asdict(one) for one in report.lowered],
        "accepted": list(report.accepted),
        "facts": list(report.facts),
    }
    return json.dumps(data, indent=2, ensure_ascii=False) + "\n"


def as_sarif(report: Report) -> str:
    """The report in the form in which code hosts and editors show findings (SARIF 2.1.0)."""
    kinds = list(known_kinds())
    run = {
        "tool": {
            "driver": {
                "name": "themeloom",
                "version": __version__,
                "rules": [_rule(kind) for kind in kinds],
            }
        },
        "invocations": [
            {
                "executionSuccessful": True,
                "ruleConfigurationOverrides": [_override(one, kinds) for one in report.lowered],
            }
        ],
        "originalUriBaseIds": {
            "PROJECT": {"description": {"text": "the folder that study.yml lies in"}}
        },
        "columnKind": "unicodeCodePoints",
        "results": [_result(finding, kinds) for finding in report.findings],
    }
    data = {"$schema": _SCHEMA, "version": "2.1.0", "runs": [run]}
    return json.dumps(data, indent=2, ensure_ascii=False) + "\n"


def _rule(kind: str) -> dict[str, Any]:
    known = known_kinds()[kind]
    return {
        "id": kind,
        "shortDescription": {"text": known.title},
        "fullDescription": {"text": known.why},
        "help": {"text": known.remedy},
        "defaultConfiguration": {"level": known.severity},
        "properties": {"tags": [known.question]},
    }


def _override(one: Lowered, kinds: list[str]) -> dict[str, Any]:
    off = one.severity is Severity.OFF
    return {
        "descriptor": {"id": one.kind, "index": kinds.index(one.kind)},
        "configuration": {"enabled": False} if off else {"level": str(one.severity)},
        "properties": {"reason": one.reason, "found": one.found},
    }


def _result(finding: Finding, kinds: list[str]) -> dict[str, Any]:
    hint = f"\n{finding.hint}" if finding.hint else ""
    return {
        "ruleId": finding.kind,
        "ruleIndex": kinds.index(finding.kind),
        "level": str(finding.severity),
        "message": {"text": f"{finding.message}{hint}"},
        "locations": [
            {
                "physicalLocation": {
                    "artifactLocation": {"uri": quote(finding.file), "uriBaseId": "PROJECT"},
                    "region": {"startLine": max(finding.line, 1)},
                }
            }
        ],
    }
