"""Documents as plain values, before a format writes them: every format shows the same, and tests read these."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict, dataclass, field
from typing import TYPE_CHECKING, Any, ClassVar

from pannesi import __version__
from pannesi.documents.versions import qr_svg, short_code
from pannesi.support.i18n import _

if TYPE_CHECKING:
    from pannesi.procedure.model.procedure import Site


@dataclass(frozen=True)
class Document:
    """What leaves the program as a file."""

    template: ClassVar[str]
    """The name, without suffix, of its templates."""

    def values(self) -> dict[str, Any]:
        """What templates are given: texts, lists and dicts only."""
        return dict(vars(self))


@dataclass(frozen=True)
class Table:
    """Rows under a title; `note` stands between them."""

    title: str
    note: str
    columns: list[str]
    rows: list[list[str]]
    struck: list[list[int]] = field(default_factory=list)
    """The cells that are struck out: row, column."""
    pairs: bool = False
    """Whether each row is a name with its value, so that a page may set several side by side."""


_FOR_THE_EYE = ("struck", "pairs")
"""What says only how a table looks: the words of its cells say the same to a program."""


@dataclass(frozen=True)
class Chart:
    """A picture, as SVG, under its title."""

    title: str
    svg: str


@dataclass(frozen=True)
class BlankTable:
    """A table to be filled in by hand, with this many empty lines."""

    title: str
    columns: list[str]
    lines: int


@dataclass(frozen=True)
class DigestProof:
    """The digest of the chain heads, and in words what it proves and does not prove."""

    digest: str
    proves: str
    does_not: str


@dataclass(frozen=True)
class ReportPage(Document):
    """A report: title, summary, charts, tables, room to write, and what its digest proves."""

    template: ClassVar[str] = "report"

    site: str
    title: str
    exercise: str
    """The mark of an exercise; empty for a real session."""
    version: str
    """The digest of the procedure."""
    code: str
    """That digest in few letters, which a person compares."""
    qr: str
    """That digest as a QR code in SVG; empty without the library that draws it."""
    program: str
    """The name and version of the program."""
    summary: list[list[str]] = field(default_factory=list)
    """Rows of two cells: a name, a value."""
    notes: list[str] = field(default_factory=list)
    charts: list[Chart] = field(default_factory=list)
    sections: list[Table] = field(default_factory=list)
    annexes: list[Table] = field(default_factory=list)
    """Long tables, after the signatures."""
    rooms: list[BlankTable] = field(default_factory=list)
    """Tables to be filled in by hand."""
    signatures: list[str] = field(default_factory=list)
    """Who is to sign."""
    proof: DigestProof | None = None
    session: str = ""
    """The id of the session; empty for a page about several."""
    data: Mapping[str, Any] | None = None
    """What a program is given instead of the page, where words would lose something."""

    def values(self) -> dict[str, Any]:
        """What templates are given: texts, lists and dicts only."""
        return {key: value for key, value in asdict(self).items() if key != "data"}

    def as_data(self) -> Mapping[str, Any]:
        """What a program is given: `data` where there is any, else the page without its pictures."""
        if self.data is not None:
            return self.data
        page = {key: value for key, value in self.values().items() if key not in ("charts", "qr")}
        for tables in (page["sections"], page["annexes"]):
            for table in tables:
                for key in _FOR_THE_EYE:
                    del table[key]
        return page


def used_columns_table(title: str, columns: list[str], rows: list[list[str]], note: str = "") -> Table:
    """A table without the columns in which no row has anything."""
    used = [index for index in range(len(columns)) if any(row[index] for row in rows)]
    return Table(title, note, [columns[index] for index in used], [[row[index] for index in used] for row in rows])


def empty_page(site: Site, title: str, *, exercise: bool = False) -> ReportPage:
    """A report without content: title, site, versions."""
    return ReportPage(
        site=site.contacts.site,
        title=title,
        exercise=_("EXERCICE") if exercise else "",
        version=site.digest,
        code=short_code(site.digest),
        qr=qr_svg(site.digest),
        program=f"pannesi {__version__}",
    )


def digest_proof(digest: str) -> DigestProof:
    """What the digest of the chain heads proves and does not prove."""
    return DigestProof(
        digest,
        proves=_(
            "Refaite plus tard sur le même journal, cette empreinte sera la même si aucun fait de la session n'a été"
            " modifié, retiré ou ajouté depuis ce rapport."
        ),
        does_not=_(
            "Elle ne prouve ni que ce qui a été noté est vrai, ni que rien n'a été retiré ou récrit avant ce rapport :"
            " garder un exemplaire daté, ailleurs que sur ce poste."
        ),
    )
