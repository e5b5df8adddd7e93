"""The keys of `_quarto.yml` and of front matter: which are known, and which are heeded.

Three lists. What is SUPPORTED has its effect in the built-in renderer. What is
HARMLESS concerns editors, kernels or programs that the built-in renderer does not
use, so that leaving it out changes no output. Every other key of Quarto's would
change the output there and not here, so it is refused by name. A key that is on
none of the lists is taken for a slip of the pen, unless the document itself reads
it with `{{< meta … >}}`.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from themeloom.core.errors import ThemeloomError, did_you_mean
from themeloom.documents.places import Place, place_of

if TYPE_CHECKING:
    from collections.abc import Container, Iterator, Mapping

SUPPORTED = frozenset(
    """
    title subtitle author authors affiliation affiliations institute date
    abstract abstract-title keywords thanks description subject
    title-meta author-meta pagetitle description-meta lang dir
    format metadata-file metadata-files filters output-file
    bibliography csl nocite references link-citations link-bibliography
    notes-after-punctuation reference-section-title suppress-bibliography
    number-sections number-depth toc toc-depth toc-title crossref
    css embed-resources self-contained papersize orientation pdf-standard
    slide-level slide-number width height transition center
    kicker notice article contact synthetic themes colophon running-head review blind
    in-place
    poster-size min-type max-empty min-empty qr
    """.split()  # noqa: SIM905 - as words it can be read and added to
)

#: What is heeded below one format only, for the others have no place for it.
OF_FORMATS = {name: frozenset({"license"}) for name in ("jats", "themeloom-jats")}

HARMLESS = frozenset(
    """
    editor editor_options zotero engine jupyter julia knitr cache freeze server daemon
    daemon-restart enabled ipynb debug execute eval echo output warning error include
    fig-width fig-height fig-format fig-dpi fig-asp df-print code-fold code-summary
    code-line-numbers code-annotations
    keep-md keep-tex keep-typ keep-ipynb keep-hidden quarto-required preview-mode
    latex-auto-mk latex-auto-install latex-min-runs latex-max-runs latex-clean
    latex-makeindex latex-makeindex-opts latex-tlmgr-opts latex-output-dir latex-tinytex
    latex-input-paths documentclass classoption pdf-engine pdf-engine-opt pdf-engine-opts
    wrap columns eol trace verbosity log-file fail-if-warnings order draft
    citeproc cite-method html-math-method font-paths anchor-sections smooth-scroll
    standalone minimal date-modified fig-responsive code-copy code-overflow
    """.split()  # noqa: SIM905 - as words it can be read and added to
)

#: Keys of Quarto's that would change an output and that the built-in renderer does not heed.
OTHERS_OF_QUARTO = frozenset(
    """
    about listing website book manuscript brand brand-mode comments search lightbox
    repo-actions aliases image image-height image-width image-alt image-lazy-loading
    license copyright funding citation date-format date-meta language appendix-style
    incremental reference-doc category categories tags doi theme template-partials shortcodes
    code-link code-tools code-block-border-left code-block-bg syntax-highlighting
    highlight-style syntax-definition syntax-definitions listings indented-code-classes
    fontcolor linkcolor monobackgroundcolor backgroundcolor filecolor citecolor urlcolor
    toccolor colorlinks contrastcolor crossrefs-hover logo scrolling expandable
    nav-buttons identifier creator contributor type relation coverage rights
    mainfont monofont codefont fontsize fontenc fontfamily fontfamilyoptions sansfont
    mathfont CJKmainfont mainfontoptions sansfontoptions monofontoptions mathfontoptions
    CJKoptions microtypeoptions pointsize lineheight linestretch interlinespace linkstyle
    whitespace footnotes-hover links-as-notes reference-location indenting adjusting
    hyphenate list-tables split-level header-includes include-before include-after
    include-before-body include-after-body include-in-header resources headertext
    footertext includesource footer header shorthands pagestyle layout page-layout
    page-width grid appendix-cite-as title-block-style title-block-banner
    title-block-banner-color title-block-categories max-width margin-left margin-right
    margin-top margin-bottom margin geometry hyperrefoptions indent block-headings
    revealjs-url s5-url slidy-url slideous-url link-external-icon
    link-external-newwindow link-external-filter format-links notebook-links other-links
    code-links notebook-subarticles notebook-view notebook-view-style
    notebook-preview-options canonical-url mermaid title-prefix secnumdepth number-offset
    section-numbering shift-heading-level-by page-numbering pagenumbering
    top-level-division ojs-engine body-classes document-css tabsets
    respect-user-color-scheme section-divs identifier-prefix email-obfuscation
    html-q-tags beamerarticle beameroption aspectratio titlegraphic navigation
    section-titles colortheme colorthemeoptions fonttheme fontthemeoptions innertheme
    innerthemeoptions outertheme outerthemeoptions themeoptions section variant
    markdown-headings ipynb-output pdfa pdfaiccprofile pdfaintent citations-hover
    citation-location biblatexoptions natbiboptions biblio-style bibliographystyle
    biblio-title biblio-config citation-abbreviations from to reader writer output-ext
    template self-contained-math ipynb-filters ipynb-shell-interactivity plotly-connected
    extract-media resource-path default-image-extension abbreviations dpi
    html-table-processing html-pre-tag-processing css-property-processing
    use-rsvg-convert scrollable smaller output-location embedded display auto-stretch
    min-scale max-scale disable-layout code-block-height preview-links auto-play-media
    preload-iframes view-distance mobile-view-distance parallax-background-image
    parallax-background-size parallax-background-horizontal parallax-background-vertical
    progress history navigation-mode touch keyboard mouse-wheel hide-inactive-cursor
    hide-cursor-time loop shuffle controls controls-layout controls-tutorial
    controls-back-arrows auto-slide auto-slide-stoppable auto-slide-method default-timing
    pause help hash hash-type hash-one-based-index respond-to-hash-changes
    fragment-in-url slide-tone jump-to-slide pdf-max-pages-per-slide
    pdf-separate-fragments pdf-page-height-offset overview menu chalkboard multiplex
    scroll-view transition-speed background-transition fragments auto-animate
    auto-animate-easing auto-animate-duration auto-animate-unmatched auto-animate-styles
    show-slide-number title-slide-attributes title-slide-style center-title-slide
    show-notes rtl tab-stop preserve-tabs strip-comments ascii toc-indent toc-location
    toc-expand lof lot margin-geometry theorem-appearance axe parameters params profile
    email-version journal notes date-modified-format fig-align fig-cap-location
    tbl-cap-location cap-location fig-env fig-pos tbl-colwidths variables data-dir
    track-changes file-scope output-divs prefer-html keep-source merge-includes
    revealjs-plugins reveal-plugins format-resources dependencies metadata request-headers
    """.split()  # noqa: SIM905 - as words it can be read and added to
)

PROJECT = frozenset(
    [
        "title",
        "type",
        "output-dir",
        "render",
        "execute-dir",
        "preview",
        "pre-render",
        "post-render",
        "lib-dir",
    ]
)
PROJECT_REFUSED = frozenset({"resources", "brand", "detect"})
#: Keys that can only be true, because outputs are always a single file.
_ONE_FILE = frozenset({"embed-resources", "self-contained"})
#: Filters that the built-in renderer runs anyway, or in whose place it does the same.
_FILTERS = frozenset({"themeloom", "quarto"})
#: Keys that only the project's file has.
PROJECT_FILE = frozenset({"project", "engines"})


def check_keys(
    data: Mapping[str, object], top: Place, own: Container[str] = ()
) -> Iterator[ThemeloomError]:
    """The mistakes in the keys of front matter, of a metadata file, or of one format.

    Args:
        data: the keys with their places.
        top: where to point if a key does not know its place.
        own: further keys that are right here, such as those the document reads itself.
    """
    for key, value in data.items():
        place = place_of(key, top)
        if key in SUPPORTED or key in HARMLESS or key in own:
            yield from _check_value(key, value, place)
        else:
            yield _refusal(key, place)


def _check_value(key: str, value: object, place: Place) -> Iterator[ThemeloomError]:
    """What a key that is supported may not be set to."""
    if key in _ONE_FILE and value is False:
        yield ThemeloomError(
            f"{key}: false is not supported: every output is one file that opens offline",
            "take the key out, or render with Quarto: quarto render",
            file=place.file,
            line=place.line,
        )
    if key == "lang" and not isinstance(value, str):
        yield ThemeloomError(
            "lang: is not a text",
            'put it between quotation marks: lang: "no"',
            file=place.file,
            line=place.line,
        )
    if key == "filters":
        for filter_ in value if isinstance(value, list) else [value]:
            # Quarto also takes a filter as `path:` with the place where it is to run.
            name = filter_.get("path", "") if isinstance(filter_, dict) else filter_
            if name not in _FILTERS:
                here = place_of(name, place)
                yield ThemeloomError(
                    f'the built-in renderer does not run the filter "{name}"',
                    "take it out, or render with Quarto: quarto render",
                    file=here.file,
                    line=here.line,
                )


def _refusal(key: str, place: Place) -> ThemeloomError:
    if key in OTHERS_OF_QUARTO:
        return ThemeloomError(
            f'the built-in renderer does not support the key "{key}" of Quarto\'s',
            "take it out, or render with Quarto: quarto render",
            file=place.file,
            line=place.line,
        )
    return ThemeloomError(
        f'"{key}" is not a key that Quarto or Themeloom knows',
        did_you_mean(key, SUPPORTED | PROJECT_FILE),
        file=place.file,
        line=place.line,
    )


def check_project_keys(project: Mapping[str, object], top: Place) -> Iterator[ThemeloomError]:
    """The mistakes in the keys below `project:` in `_quarto.yml`."""
    for key in project:
        place = place_of(key, top)
        if key in PROJECT:
            continue
        if key in PROJECT_REFUSED:
            yield ThemeloomError(
                f'the built-in renderer does not support "project: {key}" of Quarto\'s',
                "take it out, or render with Quarto: quarto render",
                file=place.file,
                line=place.line,
            )
            continue
        yield ThemeloomError(
            f'"{key}" is not a key of project:',
            did_you_mean(key, PROJECT),
            file=place.file,
            line=place.line,
        )
