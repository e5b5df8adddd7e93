"""Makes the small pictures of the README from what was rendered.

Run: make pictures
"""

from __future__ import annotations

from pathlib import Path

import pypdfium2
from PIL import Image

ROOT = Path(__file__).parents[1]
FOLDER = ROOT / "docs" / "pictures"
#: Which page of which output, and how wide it is shown, in pixels.
PICTURES = {
    "paper": ("manuscript/paper.pdf", 1, 300),
    "poster": ("poster/poster.pdf", 1, 300),
    "slides": ("slides/slides.pdf", 14, 480),
}
_LINE = (200, 200, 200)
_COLOURS = 64


def drawn(name: str) -> Image.Image:
    """A page as a picture with a thin line around it."""
    file, number, width = PICTURES[name]
    page = pypdfium2.PdfDocument(ROOT / "_output" / file)[number - 1]
    # Drawn large and made small, so that fine type stays even.
    large = page.render(scale=3 * width / page.get_width()).to_pil().convert("RGB")
    height = round(width * large.height / large.width)
    small = large.resize((width, height), Image.Resampling.LANCZOS)
    framed = Image.new("RGB", (small.width + 2, small.height + 2), _LINE)
    framed.paste(small, (1, 1))
    return framed.quantize(_COLOURS, dither=Image.Dither.NONE)


def main() -> None:
    """Write them."""
    FOLDER.mkdir(parents=True, exist_ok=True)
    for name in PICTURES:
        drawn(name).save(FOLDER / f"{name}.png", optimize=True)


if __name__ == "__main__":
    main()
