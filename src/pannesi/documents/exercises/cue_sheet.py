"""The cue sheet of an exercise, for its facilitator: each inject, when to tell it, a box to tick."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from pathlib import Path

from pannesi.documents.file_writer import write_file
from pannesi.documents.formats import FORMATS, check_document
from pannesi.documents.page import BlankTable, ReportPage, Table, empty_page
from pannesi.history.replay.scenario import Inject, Scenario
from pannesi.procedure.availability.moments import format_length
from pannesi.procedure.model.lines import text_of
from pannesi.procedure.model.procedure import Site
from pannesi.support.i18n import _


def cue_sheet_page(scenario: Scenario, site: Site) -> ReportPage:
    """The sheet as a page: those that come by their time first, then those that come with a line."""
    timed = sorted((inject for inject in scenario.injects if inject.seconds is not None), key=_seconds)
    at_line = [inject for inject in scenario.injects if inject.seconds is None]
    columns = [_("Quand"), _("Qui le dit"), _("À dire aux joueurs"), _("Dit")]
    rows = [[_when(inject, site), inject.by or "", inject.say, "☐"] for inject in (*timed, *at_line)]
    return replace(
        empty_page(site, _("Feuille de l'animateur"), exercise=True),
        summary=[[_("Scénario"), scenario.title], [_("Commencé à"), "……… : ………"]],
        notes=[_("Pour l'animateur seul : les joueurs ne la voient pas.")],
        sections=[Table(_("Ce qui est à dire"), "", columns, rows)],
        rooms=[BlankTable(_("Points trouvés"), [_("Heure"), _("Ce qui a été vu"), _("Ligne")], lines=8)],
    )


def _seconds(inject: Inject) -> int:
    return inject.seconds or 0


def _when(inject: Inject, site: Site) -> str:
    if inject.seconds is not None:
        return _("à {length}").format(length=format_length(timedelta(seconds=inject.seconds)))
    unit, _slash, line = str(inject.line).partition("/")
    place = site.places.get((unit, line))
    return f"{place.number} {text_of(place.line)}" if place is not None else str(inject.line)


def write_cue_sheet(scenario: Scenario, site: Site, form: str, target: Path, *, force: bool) -> None:
    """Writes the sheet to a file. Raises CannotExport, AlreadyExists, FileError."""
    check_document(target, form, force=force)
    write_file(target, FORMATS[form].write(cue_sheet_page(scenario, site)), force=force)
