"""Patient lines: noting one, finding one by its label, reading it, and what can be done with it."""

from __future__ import annotations

from pannesi.plain.actions.doubts import PASS, confirm_numbers, has_open_doubt, show_confirmed_numbers
from pannesi.plain.actions.letting_go import say_images, void_line
from pannesi.plain.patient_form import PatientDialogue
from pannesi.plain.prompts import Choice
from pannesi.plain.session import Guide
from pannesi.presentation.patients.line_comparison import compared_lines, comparison_table, lines_alike
from pannesi.presentation.patients.patient_labels import parse_label
from pannesi.presentation.patients.patient_line_history import line_changes, line_versions
from pannesi.presentation.patients.register import RegisterView
from pannesi.session import actions as want
from pannesi.session.events import Event
from pannesi.session.facts.patients import PatientVersion
from pannesi.session.labels import duty_label
from pannesi.session.projection.read_model import DutyRow, Patient
from pannesi.session.register.draft_entries import DraftEntry
from pannesi.session.register.duties import fields_to_ask, keep_version_intent
from pannesi.support.i18n import _, translated


def register_view(guide: Guide) -> RegisterView:
    """What puts the register into words, for the session as it is now."""
    desk, walk = guide.desk, guide.desk.look()
    fields = fields_to_ask(desk.procedure.register_fields, walk.rows)
    labels = {patient.id: patient.label for patient in walk.patients}
    return RegisterView(fields, desk.state, walk.duties_by_patient, guide.hour, labels, walk.number_doubts, desk.caches)


def note_patient(guide: Guide, label: str) -> None:
    """Notes a patient; with a label (`2` or `A-02`), opens that line instead."""
    if label:
        patient = find_patient(guide, label)
        if patient is not None:
            open_patient(guide, patient)
    else:
        _fill_fields(guide, None)


def find_patient(guide: Guide, label: str) -> Patient | None:
    """The patient line of a label: `3`, `A-03`, `P-017`, `A-02-2`. None, with a message, where no line or several have
    it: another patient's line must not be changed."""
    letter, number, rank = parse_label(label)
    wanted = {(series, number, rank) for series in (letter or "AP")} if number else set()
    matches = [patient for patient in guide.desk.look().patients if parse_label(patient.label) in wanted]
    if len(matches) == 1:
        return matches[0]
    if matches:
        names = ", ".join(patient.label for patient in matches)
        guide.say(_("Plusieurs lignes ont ce numéro : {labels}. Taper la lettre aussi.").format(labels=names))
    else:
        words = _(
            "Aucun patient {label} au registre : d les montre. Fiche papier : p, et son numéro à la dernière question."
        )
        guide.say(words.format(label=label))
    return None


def open_patient(guide: Guide, patient: Patient) -> None:
    """Shows a patient line, then offers what can be done with it."""
    view = register_view(guide)
    _show_line(guide, view, patient)
    choice = guide.talk.choose(_("Que faire ?"), _acts_on_line(guide, view, patient), otherwise=_("ne rien faire"))
    if choice is not None:
        _carry_out(guide, view, patient, choice)


def _show_line(guide: Guide, view: RegisterView, patient: Patient) -> None:
    guide.say(view.list_line(patient))
    for label, value in (*view.all_values(patient), *view.reason_values(patient)):
        guide.say(_("  {label} : {value}").format(label=label, value=value))
    for words in alarms(guide, view, patient):
        guide.say(f"  {words}")
    show_confirmed_numbers(guide, view, patient.id)
    for other in lines_alike(view, patient, guide.desk.look().patients):
        rows = compared_lines(view, patient, other)
        for line in comparison_table(rows, (patient.label, other.label), guide.talk.out.width - 2):
            guide.talk.out.line("  " + line.plain.rstrip())


def _acts_on_line(guide: Guide, view: RegisterView, patient: Patient) -> list[Choice]:
    choices = [("history", _("historique"))]
    if patient.voided_by is not None:
        choices = [("restore", _("ne plus rayer la ligne")), *choices]
    elif not patient.voided:
        finish = _("finir la saisie") if patient.draft else _("corriger ou compléter")
        choices = [("correct", finish), ("void", _("rayer la ligne")), *choices]
        if patient.draft and not patient.conflict:
            choices.append(("give_up", _("abandonner la saisie : rien n'en est gardé")))
    if patient.voided_or_waived and (patient.images_fate is not None or patient.missing):
        choices.append(("images", _("dire ce que deviennent les images")))
    if has_open_doubt(guide, view, patient.id):
        choices.append(("confirm_numbers", translated(PASS)))
    if patient.conflict:
        choices.append(("settle", _("trancher entre les deux versions")))
    return choices


def _carry_out(guide: Guide, view: RegisterView, patient: Patient, choice: str) -> None:
    if choice == "void":
        void_line(guide, view, patient)
    elif choice == "restore" and patient.voided_by is not None:
        guide.report(guide.do(want.Undo(patient.voided_by.id)))
    elif choice == "images":
        say_images(guide, view, patient)
    elif choice == "confirm_numbers":
        confirm_numbers(guide, view, patient.id)
    elif choice == "correct":
        _fill_fields(guide, patient)
    elif choice == "give_up":
        guide.report(guide.do(DraftEntry.of_patient(patient).abandon_intent()))
    elif choice == "history":
        for words in line_changes(view, patient):
            guide.say(f"  {words}")
    elif choice == "settle":
        _settle_versions(guide, view, patient)


def _fill_fields(guide: Guide, patient: Patient | None) -> None:
    """Asks the fields of a line, new with None; says what was written and what is owed."""
    written = PatientDialogue(guide, patient).fill()
    guide.report(written)
    _say_owed(guide, written)


def _say_owed(guide: Guide, written: tuple[Event, ...] | None) -> None:
    """Says what is owed to the patient of a version just written, and who may be the same person."""
    versions = (event.body for event in written or ())
    mine = next((version.patient for version in versions if isinstance(version, PatientVersion)), None)
    view = register_view(guide)
    patients = {patient.id: patient for patient in guide.desk.look().patients}
    if mine not in patients:
        return
    if lacking := view.missing(patients[mine]).to_fill_in:
        guide.say(_("  {saved} : {what}").format(saved=view.saved_words(patients[mine]), what=", ".join(lacking)))
    for duty in view.duties_of(patients[mine]):
        if duty.status == "open":
            guide.say(_("  dû : {what}").format(what=owed_words(duty)))
    for words in alarms(guide, view, patients[mine]):
        guide.say(f"  {words}")


def _settle_versions(guide: Guide, view: RegisterView, patient: Patient) -> None:
    """Asks which version of a line stays."""
    versions = line_versions(view, patient)
    pairs = [(event.id, words) for event, words in versions]
    chosen = guide.talk.choose(_("Quelle version garder ?"), pairs, otherwise=_("ne rien faire"))
    kept = next((event for event, _words in versions if event.id == chosen), None)
    if kept is None:
        return
    if isinstance(kept.body, PatientVersion):
        guide.report(guide.do(keep_version_intent(patient.id, kept)))
        return
    for event, _words in versions:
        if event.id != kept.id:
            guide.report(guide.do(want.Undo(event.id)))


def alarms(guide: Guide, view: RegisterView, patient: Patient) -> list[str]:
    """The alarms about a line: possible duplicates, numbers that another line has too."""
    return view.alarms(guide.desk.look().patients).get(patient.id, [])


def owed_words(duty: DutyRow) -> str:
    """What is owed; where the line does not say whether it is, that too."""
    return duty_label(duty) if duty.sure else _("{what} (à vérifier : renseigner le patient)").format(what=duty.label)
