"""The version of a site on paper: a short code that a person compares, and a QR code of the whole digest."""

from __future__ import annotations

import io


def short_code(digest: str) -> str:
    """The first eight characters of a digest, in two groups: `7F3A-92C1`."""
    head = digest[:8].upper()
    return f"{head[:4]}-{head[4:]}"


def qr_svg(digest: str) -> str:
    """A digest as a QR code in SVG; empty without the library that draws it.

    In capitals: the code then has fewer and larger squares, which a telephone reads even on worn paper.
    """
    try:
        import segno
    except ImportError:
        return ""
    svg = io.BytesIO()
    segno.make(f"PANNESI:{digest.upper()}", error="m", micro=False).save(
        svg, kind="svg", xmldecl=False, svgns=True, border=1, scale=1, omitsize=True, nl=False
    )
    return svg.getvalue().decode()
