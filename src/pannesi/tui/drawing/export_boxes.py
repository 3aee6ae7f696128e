"""The second column where a file to write is chosen: what it holds, where it is written, what of it is recorded."""

from __future__ import annotations

from pannesi.documents.export_format import ExportFormat, ExportKind
from pannesi.presentation.text.side_boxes import SideBox, labelled, said
from pannesi.support.i18n import _


def content_box(kind: ExportKind) -> SideBox:
    """What a kind of file holds."""
    words = {
        "report": _("Ce qui s'est passé : durées, ce qui fut fait autrement qu'écrit, puis tous les faits."),
        "register": _("Chaque patient noté : qui, quel examen, ce qui est fait, ce qui reste dû."),
        "figures": _("Pannes, durées, délais, appels, patients en nombres, exercices de la période montrée."),
        "review": _("Gravité, effet, cause, ce qui est signalé, actions et leur pilote, place des signatures."),
    }[kind]
    patients = {
        "report": _("Avec ou sans les patients : c'est demandé ensuite."),
        "register": _("Les patients y sont : l'écriture est notée dans le journal."),
        "figures": _("Aucun patient n'y est nommé."),
        "review": _("Avec ou sans ce qui est écrit en toutes lettres : c'est demandé ensuite."),
    }[kind]
    return SideBox(_("Ce qu'il contient"), (*said(words), *said(patients, "title")))


def file_box(kind: ExportKind, form: ExportFormat, begin: str) -> SideBox:
    """The name and the folder of a file that would be written now, and what it is read with."""
    pairs = [
        (_("dossier"), _("votre dossier personnel")),
        (_("forme"), _form_words(kind, form)),
    ]
    lines = [
        *said(f"{begin}.{form.name}", "title"),
        *labelled(pairs),
        *said(_("Un fichier de ce nom n'est jamais remplacé : le suivant finit par -2.")),
    ]
    return SideBox(_("Où il est écrit"), tuple(lines))


def _form_words(kind: ExportKind, form: ExportFormat) -> str:
    if kind == "register" or form.name == "xlsx":
        return _("tableau, pour un tableur")
    if form.for_programs:
        return _("pour un programme")
    return _("pages, en quelques secondes") if form.laid_out else _("pour être lu")


def patients_box(*, patients: bool, reasons: bool = False) -> SideBox:
    """What a report with patients, or one without, says of them."""
    if patients:
        lines = said(_("Identités, notes et motifs y sont, comme ils ont été tapés."))
        lines += said(_("Qui l'écrit, quand et dans quel fichier est noté dans le journal."), "title")
    elif reasons:
        lines = said(_("Notes et motifs y sont, comme ils ont été tapés ; les patients y sont comptés, pas nommés."))
        lines += said(_("Qui l'écrit, quand et dans quel fichier est noté dans le journal."), "title")
    else:
        lines = said(_("Les patients y sont comptés, pas nommés. Notes et motifs n'y sont que pour un exercice."))
    return SideBox(_("Ce que cela change"), tuple(lines))
