"""How many pixels of two pictures differ, and where; which shape of two drawings."""

from __future__ import annotations

import io
import re
from functools import reduce
from typing import TYPE_CHECKING, Any

from themeloom.verify.cells import differing
from themeloom.verify.findings import Difference

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from PIL.Image import Image

_NUMBER = re.compile(r"-?\d+(?:\.\d+)?(?:e-?\d+)?")
#: So much of an attribute that is not numbers is shown.
_SHOWN = 80
#: A pixel of red, green, blue and opacity has so many hexadecimal digits.
_WITH_ALPHA = 8


def compare_pictures(_: str, there: bytes, rebuilt: bytes) -> Iterator[Difference]:
    """How two pictures of pixels differ: in size, in pixels, in what they say of themselves."""
    from PIL import Image, UnidentifiedImageError

    try:
        with Image.open(io.BytesIO(there)) as old, Image.open(io.BytesIO(rebuilt)) as new:
            if old.size != new.size:
                yield Difference("size in pixels", _size(old.size), _size(new.size))
                return
            yield from different_pixels(old, new)
            yield from differing((_texts(old.info), _texts(new.info)), lacking="")
    except (UnidentifiedImageError, OSError, ValueError, SyntaxError):
        yield Difference("the whole file", note="it is not a picture that can be opened")


def different_pixels(one: Image, other: Image) -> Iterator[Difference]:
    """The number of differing pixels, the rectangle they lie in, the first of them."""
    from PIL import ImageChops

    old, new = one.convert("RGBA"), other.convert("RGBA")
    changed = ImageChops.difference(old, new)
    # A picture of which pixel differs at all: the greatest difference of its four channels.
    most = reduce(ImageChops.lighter, changed.split())
    box = most.getbbox()
    if box is None:
        return
    count = old.width * old.height - most.histogram()[0]
    at = _first(most, box)
    where = f"{box[0]} to {box[2] - 1} from the left, {box[1]} to {box[3] - 1} from the top"
    if count == 1:
        where = f"{at[0]} from the left, {at[1]} from the top"
    counted = "1 pixel differs" if count == 1 else f"{count} pixels differ"
    yield Difference(
        f"{counted} of {_size(old.size)}, at {where}",
        _colour(old, at),
        _colour(new, at),
        "" if count == 1 else f"the colours are those at {at[0]}, {at[1]}",
    )


def _first(mask: Any, box: tuple[int, int, int, int]) -> tuple[int, int]:  # noqa: ANN401 - as above
    """The first pixel that differs, from the top."""
    row = mask.crop((box[0], box[1], box[2], box[1] + 1)).getbbox()
    return box[0] + row[0], box[1]


def _texts(info: Mapping[Any, Any]) -> dict[str, str]:
    return {f"property {key}": str(value) for key, value in info.items()}


def _size(size: tuple[int, int]) -> str:
    return f"{size[0]} × {size[1]}"


def _colour(image: Image, at: tuple[int, int]) -> str:
    """The colour of a pixel, as #rrggbb, and how opaque it is if not wholly."""
    digits = image.crop((*at, at[0] + 1, at[1] + 1)).tobytes().hex()
    return f"#{digits.removesuffix('ff') if len(digits) == _WITH_ALPHA else digits}"


def compare_drawings(_: str, there: bytes, rebuilt: bytes) -> Iterator[Difference]:
    """Which shape of two SVG drawings differs, in which attribute or number."""
    from lxml import etree

    parser = etree.XMLParser(resolve_entities=False, no_network=True, huge_tree=False)
    try:
        old, new = etree.fromstring(there, parser), etree.fromstring(rebuilt, parser)
    except etree.XMLSyntaxError as error:
        yield Difference("the whole file", note=f"it is not a drawing that can be opened: {error}")
        return
    one, other = list(old.iter(etree.Element)), list(new.iter(etree.Element))
    if [element.tag for element in one] != [element.tag for element in other]:
        counts = f"{len(one)} shapes", f"{len(other)} shapes"
        yield Difference("shapes", *counts, note="they are not the same shapes")
        return
    for a, b in zip(one, other, strict=True):
        yield from differing((_attributes(a, b), _attributes(b, b)), _numbers, lacking="")
        if (a.text or "").strip() != (b.text or "").strip():
            yield Difference(_named(b), (a.text or "").strip(), (b.text or "").strip())


def _attributes(shape: Any, named: Any) -> dict[str, str]:  # noqa: ANN401 - lxml has no types
    """The attributes of a shape, by the place where they stand in the rebuilt drawing."""
    return {
        f"{_named(named)}, {str(key).rpartition('}')[2]}": value
        for key, value in shape.attrib.items()
    }


def _numbers(place: str, there: str, rebuilt: str) -> Iterator[Difference]:
    """The first number that differs, where two attributes are the same but for numbers."""
    if _NUMBER.sub("0", there) != _NUMBER.sub("0", rebuilt):
        yield Difference(place, there[:_SHOWN], rebuilt[:_SHOWN])
        return
    old, new = _NUMBER.findall(there), _NUMBER.findall(rebuilt)
    apart = [n for n, (a, b) in enumerate(zip(old, new, strict=True)) if a != b]
    note = f"{len(apart)} of {len(new)} numbers differ" if len(apart) > 1 else ""
    yield Difference(f"{place}, number {apart[0] + 1}", old[apart[0]], new[apart[0]], note)


def _named(element: Any) -> str:  # noqa: ANN401 - lxml has no types
    """A shape as it can be found in the file: its kind, its line, the group it is in."""
    kind = str(element.tag).rpartition("}")[2]
    group = next((one.get("id") for one in element.iterancestors() if one.get("id")), "")
    inside = f" in {group}" if group else ""
    own = f" {element.get('id')}" if element.get("id") else ""
    return f"line {element.sourceline}, shape {kind}{own}{inside}"
