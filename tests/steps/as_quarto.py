"""As much of Quarto as the extension meets: its Lua API, its metadata, its templates' places.

pandoc runs the extension's filter and template on what Quarto hands to them: authors and
affiliations already numbered, headings with their numbers as words, figures, tables
and callouts as nodes of its own (here divs of the classes `node` and `call`), and the formats'
own metadata.
"""

from __future__ import annotations

import json
import subprocess
from typing import TYPE_CHECKING

import yaml
from helpers import ROOT

from themeloom.engines import pandoc

if TYPE_CHECKING:
    from pathlib import Path

EXTENSION = ROOT / "_extensions" / "themeloom"
#: What Quarto makes of authors and affiliations, and what it adds to every document.
METADATA = {
    "title": "A title",
    "subtitle": "And a subtitle",
    "lang": "en-GB",
    "kicker": "Synthetic study",
    "notice": "Nothing here is real.",
    "toc-title": "Table of contents",
    "abstract": "What was found.",
    "abstract-title": "Abstract",
    "keywords": ["lamps", "light"],
    "labels": {"authors": "Authors"},
    "article": {"doi": "10.1/x", "text": "The article."},
    "themes": [{"id": "light", "title": "Light", "thread": 1}],
    "author": ["Ada Example", "Ben Sample"],
    "by-author": [
        {
            "number": "1",
            "name": {"literal": "Ada Example", "given": "Ada", "family": "Example"},
            "orcid": "0000-0001-2345-6789",
            "email": "ada@example.org",
            "attributes": {"corresponding": True},
            "affiliations": [{"id": "a", "number": "1", "name": "Lamp House"}],
        },
        {"number": "2", "name": {"literal": "Ben Sample", "given": "Ben", "family": "Sample"}},
    ],
    "by-affiliation": [{"id": "a", "number": "1", "name": "Lamp House", "city": "Town"}],
}
_SHIM = """
local extension = {extension}
quarto = {{
  version = {{ 1, 9, 0 }},
  project = {{ directory = {root} }},
  doc = {{
    input_file = {input},
    include_text = function() end,
    add_html_dependency = function() end,
    crossref = {{ decorate_caption_with_crossref = function(float)
      float.caption_long.content:insert(1, pandoc.Space())
      float.caption_long.content:insert(1, pandoc.Str(float.type .. '\\u{{A0}}1:'))
      return float
    end }},
  }},
  utils = {{
    resolve_path = function(file) return extension .. '/' .. file end,
    as_inlines = pandoc.Inlines,
    as_blocks = pandoc.Blocks,
  }},
}}
local filters = dofile(extension .. '/quarto.lua')
local draw, call = filters[2].FloatRefTarget, filters[2].Callout
filters[2] = {{ Image = filters[2].Image, Div = function(div)
  if div.classes:includes('call') then
    return call({{ type = div.attributes.type, content = div.content }})
  end
  if not div.classes:includes('node') then return nil end
  return draw({{
    type = div.attributes.type,
    identifier = div.identifier,
    content = div.content[1],
    attributes = {{ ['fig-alt'] = div.attributes.alt }},
    caption_long = pandoc.Plain(pandoc.Inlines(div.attributes.caption)),
  }})
end }}
for number, filter in ipairs(dofile(extension .. '/numbered.lua')) do
  table.insert(filters, number, filter)
end
-- Its own filters for the web, which come after ours.
if FORMAT == 'html' or FORMAT == 'revealjs' then
  filters[#filters + 1] = {{ Figure = function(figure)
    return figure:walk({{ Image = function(image)
      image.caption = pandoc.utils.blocks_to_inlines(figure.caption.long)
      return image
    end }})
  end }}
  filters[#filters + 1] = {{ Image = function(image)
    image.attributes.alt, image.attributes['fig-alt'] = image.attributes['fig-alt'], nil
    return image
  end }}
end
return filters
"""
_SUFFIXES = {"html": "html", "revealjs": "html", "docx": "docx", "pptx": "pptx", "jats": "xml"}

#: A table and a figure, as Quarto gives them to its writers.
TABLE = """
::: {#tbl-x .node type=Table caption="Some lamps"}
| Lamp | Light |
|------|-------|
| one  | two   |
:::
"""
FIGURE = """
::: {#fig-x .node type=Figure caption="A lamp" alt="What it shows"}
![](data-derived/figures/map.png)
:::
"""


def options(to: str) -> dict[str, object]:
    """What the extension contributes to a format."""
    described = yaml.safe_load((EXTENSION / "_extension.yml").read_text(encoding="utf-8"))
    found: dict[str, object] = described["contributes"]["formats"][to]
    return found


def written(root: Path, to: str, text: str = "Text.\n", **own: object) -> Path:
    """What pandoc writes for Quarto, in the project's folder, before the post-render step.

    Args:
        root: the project, with its styles staged.
        to: the format, by Quarto's name of its base.
        text: the Markdown.
        own: further metadata.
    """
    contributed = options(to)
    metadata = {**METADATA, "themeloom-output": contributed["themeloom-output"], **own}
    shim, source, target = root / "shim.lua", root / "text.md", root / f"text.{_SUFFIXES[to]}"
    named = root / "text.ipynb"
    paths = {"extension": EXTENSION, "root": root, "input": named if named.exists() else source}
    values = {name: json.dumps(str(path)) for name, path in paths.items()}
    shim.write_text(_SHIM.format(**values), encoding="utf-8")
    source.write_text(f"---\n{json.dumps(metadata)}\n---\n\n{text}", encoding="utf-8")
    command = [str(pandoc.program()), str(source), f"--to={to}", "--standalone", f"-o{target}"]
    command += [f"--lua-filter={shim}", "--wrap=none", f"--resource-path={root}"]
    if "references" in own:
        command.append("--citeproc")
    if "template" in contributed:
        command.append(f"--template={EXTENSION / str(contributed['template'])}")
    if "reference-doc" in contributed:
        command.append(f"--reference-doc={EXTENSION / str(contributed['reference-doc'])}")
    if "slide-level" in contributed:
        command.append(f"--slide-level={contributed['slide-level']}")
    subprocess.run(command, check=True, cwd=root)
    return target
