"""Exports from the full screen: reports, registers and figures, as new files in the home folder; with patients only on
request."""

from __future__ import annotations

from collections.abc import Callable, Hashable, Iterable, Iterator, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

from pannesi.presentation.text.side_boxes import SideBox
from pannesi.support.errors import CannotExport, PannesiError
from pannesi.support.i18n import _
from pannesi.support.text_safety import clean_line
from pannesi.tui.screen import BaseScreen
from pannesi.tui.screens.choice_list import Beside, ChoiceListScreen, choices

if TYPE_CHECKING:
    from pannesi.documents.export_format import ExportKind

_MOST = 99
"""How many files of one name may exist."""


def offer_report(screen: BaseScreen, session: str, about: Callable[[], Iterable[SideBox]] = tuple) -> None:
    """Asks for the form of the report or register and whether with patients, writes it, and says where it is. `about`:
    what is said of the session beside the list."""
    from pannesi.documents.formats import FORMATS, menu_of
    from pannesi.tui.drawing.export_boxes import content_box, file_box

    def beside(which: tuple[ExportKind, str]) -> Iterator[SideBox]:
        kind, form = which
        yield content_box(kind)
        yield file_box(kind, FORMATS[form], f"{_begin_of(kind)}-{session}")
        yield from about()

    kinds: tuple[ExportKind, ...] = ("report", "register")
    pairs = [((kind, format.name), words) for kind in kinds for format, words in menu_of(kind)]

    def chosen(which: tuple[ExportKind, str] | None) -> None:
        if which is None:
            return
        kind, form = which
        if kind == "register":
            _write_session(screen, session, kind, form, patients=True)
        else:
            _ask_patients(screen, session, form)

    _choose_from_list(screen, _("Que faut-il écrire ?"), pairs, chosen, beside)


def offer_figures(screen: BaseScreen, period: tuple[str | None, str | None]) -> None:
    """Asks for the form of the figures of a period, writes them, and says where they are."""
    from pannesi.documents.formats import FORMATS, menu_of
    from pannesi.tui.drawing.export_boxes import content_box, file_box

    pairs = [(format.name, words) for format, words in menu_of("figures")]
    begin = f"chiffres-{period[0]}" if period[0] else "chiffres"

    def beside(form: str) -> Iterator[SideBox]:
        yield content_box("figures")
        yield file_box("figures", FORMATS[form], begin)

    def chosen(form: str | None) -> None:
        if form is None:
            return
        here = screen.station

        def made() -> Path:
            from pannesi.documents.report.report_files import write_figures

            target = free_name(Path.home(), begin, form)
            write_figures(here.journal, here.site, period, here.clock.now(), {form: target}, force=False)
            return target

        _write_in_thread(screen, form, made)

    _choose_from_list(screen, _("Que faut-il écrire ?"), pairs, chosen, beside)


def offer_review(screen: BaseScreen, session: str) -> None:
    """Asks for the form of the sheet of an incident review and whether with what people wrote, writes it, and says
    where it is."""
    from pannesi.documents.formats import FORMATS, menu_of
    from pannesi.tui.drawing.export_boxes import content_box, file_box

    def beside(form: str) -> Iterator[SideBox]:
        yield content_box("review")
        yield file_box("review", FORMATS[form], f"rex-{session}")

    def chosen(form: str | None) -> None:
        if form is None:
            return
        words = (
            ("without", _("sans ce qui est écrit en toutes lettres")),
            ("with", _("AVEC ce qui est écrit, qui peut porter des noms ; c'est enregistré")),
        )

        def which(said: str | None) -> None:
            if said is not None:
                _write_review(screen, session, form, words=said == "with")

        _choose_from_list(screen, _("Avec ce qui est écrit ?"), words, which, lambda key: ())

    pairs = [(format.name, words) for format, words in menu_of("review")]
    _choose_from_list(screen, _("Que faut-il écrire ?"), pairs, chosen, beside)


def _write_review(screen: BaseScreen, session: str, form: str, *, words: bool) -> None:
    here = screen.station

    def keep(target: Path) -> None:
        from pannesi.documents.incident_review import record_sheet
        from pannesi.journal.audit_log import Who

        if here.problem is not None:
            raise CannotExport(_("Toute sortie de ces mots se note dans le journal : {why}").format(why=here.problem))
        record_sheet(here.journal, Who(here.clock.real_now, here.new_id, here.actor), session, target)

    def made() -> Path:
        from pannesi.documents.incident_review import write_review
        from pannesi.history.learning.incident_reviews import reviewed_outage
        from pannesi.procedure.availability.reachability import zone_of

        reviewed = reviewed_outage(here.journal, here.site, session)
        target = free_name(Path.home(), f"rex-{session}", form)
        today = here.clock.real_now().astimezone(zone_of(here.site.contacts)).date()
        write_review(reviewed, here.site, form, today, target, words=words, force=False, recorder=keep)
        return target

    _write_in_thread(screen, form, made)


def _ask_patients(screen: BaseScreen, session: str, form: str) -> None:
    from pannesi.tui.drawing.export_boxes import patients_box

    pairs = (
        ("without", _("sans les patients ni les mots libres")),
        ("with", _("AVEC les patients et les mots libres ; c'est enregistré")),
        ("reasons", _("avec les mots libres, sans les patients ; c'est enregistré")),
    )

    def chosen(which: str | None) -> None:
        if which is not None:
            _write_session(
                screen, session, "report", form, patients=which == "with", reasons=which == "reasons"
            )  # fmt: skip

    def beside(which: str) -> Iterator[SideBox]:
        yield patients_box(patients=which == "with", reasons=which == "reasons")

    _choose_from_list(screen, _("Avec les patients ?"), pairs, chosen, beside)


def _choose_from_list(
    screen: BaseScreen,
    title: str,
    pairs: Sequence[tuple[Hashable, str]],
    chosen: Callable[[Any], None],
    beside: Beside,
) -> None:
    listed = choices(pairs, screen.ink.key, screen.ink.plain)
    screen.app.push_screen(ChoiceListScreen(screen.station, title, listed, digits=True, beside=beside), chosen)


def _begin_of(kind: ExportKind) -> str:
    """What the names of the files of a kind begin with."""
    return "registre" if kind == "register" else "rapport"


def _write_session(
    screen: BaseScreen, session: str, kind: ExportKind, form: str, *, patients: bool, reasons: bool = False
) -> None:
    here = screen.station

    def keep(what: str, target: Path) -> None:
        from pannesi.documents.report.report_files import record_export
        from pannesi.journal.audit_log import Who

        if here.problem is not None:
            raise CannotExport(_("Toute sortie de patients se note dans le journal : {why}").format(why=here.problem))
        record_export(here.journal, Who(here.clock.real_now, here.new_id, here.actor), what, session, target)

    def made() -> Path:
        from pannesi.documents.report.report_files import write_register, write_report
        from pannesi.history.session_record import read_session

        record = read_session(here.journal, here.site, session, here.clock.real_now())
        target = free_name(Path.home(), f"{_begin_of(kind)}-{record.name}", form)
        if kind == "register":
            write_register(record, form, target, force=False, recorder=keep)
        else:
            write_report(
                record, form, target, patients=patients, force=False, recorder=keep, reasons=reasons
            )  # fmt: skip
        return target

    _write_in_thread(screen, form, made)


def free_name(folder: Path, begin: str, form: str) -> Path:
    """`begin.form`, or the first of `begin-2.form`, `begin-3.form`… that does not exist. Raises CannotExport."""
    for number in range(1, _MOST + 1):
        path = folder / (f"{begin}.{form}" if number == 1 else f"{begin}-{number}.{form}")
        if not path.exists() and not path.is_symlink():
            return path
    raise CannotExport(_("Trop de fichiers du même nom dans {folder}.").format(folder=clean_line(str(folder))))


def _write_in_thread(screen: BaseScreen, form: str, made: Callable[[], Path]) -> None:
    """Writes a file in a thread, then says where it is, or why it could not be written."""
    from pannesi.documents.formats import FORMATS

    screen.say(_("Mise en page…") if FORMATS[form].laid_out else _("Écriture du fichier…"))

    def work() -> None:
        try:
            path = made()
            words, alarm = _("Écrit dans {path}").format(path=clean_line(str(path))), False
        except PannesiError as failure:
            words, alarm = str(failure), True
        screen.app.call_from_thread(_say_if_attached, screen, words, alarm)

    screen.run_worker(work, thread=True, group="exports")


def _say_if_attached(screen: BaseScreen, words: str, alarm: bool) -> None:
    if screen.is_attached:
        screen.say(words, alarm=alarm)
