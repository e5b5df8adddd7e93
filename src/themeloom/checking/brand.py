"""Can what is set in a brand's colours be read, and can its threads be told apart?"""

from __future__ import annotations

from typing import TYPE_CHECKING

from themeloom.checking.findings import Finding
from themeloom.core.errors import ThemeloomError
from themeloom.documents.places import Place
from themeloom.look.brand import TEXT, THREAD

if TYPE_CHECKING:
    from collections.abc import Iterator

    from themeloom.checking.context import Context
    from themeloom.documents.brand import Brand
    from themeloom.look.brand import Changed

#: What colours are for, as a person calls it.
_USES = {
    "ink": "text",
    "quiet": "small text",
    "link": "links",
    "alarm": "what is wrong",
    THREAD: "a theme",
}
#: Who cannot tell two colours apart.
_EYES = {"full colour": "anybody"}


def check_brand(context: Context) -> Iterator[Finding]:
    """Yield what outputs do not show of a brand as it is given."""
    for brand in _brands(context):
        top = Place(brand.files[0] if brand.files else "_quarto.yml", 1)
        for changed in brand.changed:
            yield _of_colour(brand, changed, brand.places.get(changed.name, top))
        for key, place in brand.unheeded:
            yield Finding.at(place, "brand-unheeded", key=key)
        for logo in {one.path: one for pair in brand.logos for one in pair}.values():
            if logo.path in brand.lettered:
                yield Finding.at(logo.place, "brand-lettered", logo=logo.path)


def _brands(context: Context) -> list[Brand]:
    """Every brand that outputs have, each once; what cannot be planned is told by whoever does."""
    try:
        planned = [one.brand for one in context.plan()] if context.configuration else []
    except ThemeloomError:
        planned = []
    return list({one.key: one for one in (context.brand, *planned) if one}.values())


def _of_colour(brand: Brand, changed: Changed, place: Place) -> Finding:
    where = f" in the {changed.mode} mode" if brand.modes else ""
    words = {"name": changed.name, "given": changed.given, "used": changed.used, "where": where}
    if changed.eye:
        eye = _EYES.get(changed.eye, f"people with {changed.eye}")
        return Finding.at(place, "brand-alike", **words, other=changed.other, eye=eye)
    return Finding.at(
        place,
        "brand-contrast",
        **words,
        use=_USES[changed.use],
        other=changed.other,
        contrast=f"{changed.contrast:.1f}",
        least=TEXT,
    )
