"""The patients examined in degraded mode: noting them, settling what each is owed, reconciling and verifying."""

from __future__ import annotations

import re
from dataclasses import dataclass, field

from pannesi.plain.actions.doubts import PASS, has_open_doubt, pass_doubt, say_passed
from pannesi.plain.actions.letting_go import say_images, void_line, waive_line
from pannesi.plain.actions.line import why_impossible, why_not_needed
from pannesi.plain.actions.step_words import precision
from pannesi.plain.actions.unidentified import looked_at, say_unknown, unknown_step
from pannesi.plain.patient_form import PatientDialogue
from pannesi.plain.prompts import CommandInstead
from pannesi.plain.session import Guide
from pannesi.plain.views import show_register
from pannesi.presentation.patient_labels import LABEL_PATTERN, parse_label
from pannesi.presentation.patient_line_history import line_changes, line_versions
from pannesi.presentation.register import RegisterView
from pannesi.presentation.register_progress import images_due, progress_words, sorted_by_missing, steps_words
from pannesi.session import actions as want
from pannesi.session.events import Event
from pannesi.session.facts.patients import PatientVersion
from pannesi.session.projection.read_model import DutyRow, Patient
from pannesi.session.register.draft_entries import DraftEntry
from pannesi.session.register.duties import keep_version, sheet_asked
from pannesi.session.register.field_values import field_of
from pannesi.session.register.images import FATE
from pannesi.support.i18n import N_, _, translated

Values = dict[str, str]
Owed = tuple[str, str, bool]
"""A patient, the key of what is owed, and whether it is a step of the return."""


def sheet_now(guide: Guide) -> RegisterView:
    """What puts the register of this session into words, as it stands."""
    walk = guide.desk.look()
    sheet = sheet_asked(guide.desk.procedure.register_fields, walk.rows)
    labels = {patient.id: patient.label for patient in walk.patients}
    desk = guide.desk
    return RegisterView(
        sheet, desk.state, walk.duties_by_patient, guide.hour, labels, walk.number_doubts, desk.projection
    )


def note_patient(guide: Guide, label: str) -> None:
    """Notes a patient; with a label (`2` or `A-02`), corrects or strikes out that line."""
    if label:
        line = _labelled(guide, label)
        if line is not None:
            _correct(guide, line)
        return
    written = PatientDialogue(guide, None).fill()
    guide.report(written)
    _tell_owed(guide, written)


def _labelled(guide: Guide, label: str) -> Patient | None:
    """The one line of a number: `3`, `A-03`, `P-017`, `A-02-2`. Where several have it, none: it is said and asked
    anew, for nobody is to correct or waive another patient's line."""
    letter, number, rank = parse_label(label)
    wanted = {(series, number, rank) for series in (letter or "AP")} if number else set()
    lines = [line for line in guide.desk.look().patients if parse_label(line.label) in wanted]
    if len(lines) == 1:
        return lines[0]
    if lines:
        names = ", ".join(line.label for line in lines)
        guide.say(_("Plusieurs lignes ont ce numéro : {labels}. Taper la lettre aussi.").format(labels=names))
    else:
        guide.say(_("Aucun patient {label} au registre : d les montre.").format(label=label))
    return None


def _tell_owed(guide: Guide, written: tuple[Event, ...] | None) -> None:
    """What the patient just written is owed, and who may be the same person."""
    versions = (event.body for event in written or ())
    mine = next((version.patient for version in versions if isinstance(version, PatientVersion)), None)
    sheet = sheet_now(guide)
    patients = {line.id: line for line in guide.desk.look().patients}
    if mine not in patients:
        return
    for duty in sheet.duties_of(patients[mine]):
        if duty.status == "open":
            guide.say(_("  dû : {what}").format(what=_duty_words(duty)))
    for words in _doubles(guide, sheet, patients[mine]):
        guide.say(f"  {words}")


def _doubles(guide: Guide, sheet: RegisterView, line: Patient) -> list[str]:
    return sheet.alarms(guide.desk.look().patients).get(line.id, [])


def _correct(guide: Guide, line: Patient) -> None:
    sheet = sheet_now(guide)
    guide.say(sheet.list_line(line))
    for label, value in sheet.all_values(line):
        guide.say(_("  {label} : {value}").format(label=label, value=value))
    for label, value in sheet.reason_values(line):
        guide.say(_("  {label} : {value}").format(label=label, value=value))
    for words in _doubles(guide, sheet, line):
        guide.say(f"  {words}")
    say_passed(guide, sheet, line.id)
    for other, rows in sheet.compared_duplicates(line, guide.desk.look().patients):
        guide.say(_("  Cette ligne | {other}").format(other=other))
        for label, said in rows:
            guide.say(_("    {label} : {value}").format(label=label, value=said))
    choices = [("history", _("historique"))]
    if line.voided_by is not None:
        choices = [("restore", _("ne plus rayer la ligne")), *choices]
    elif not line.voided:
        finish = _("finir la saisie") if line.draft else _("corriger ou compléter")
        choices = [("correct", finish), ("void", _("rayer la ligne")), *choices]
        if line.draft and not line.conflict:
            choices.append(("give_up", _("abandonner la saisie : rien n'en est gardé")))
    if line.let_go and (line.images_fate is not None or line.missing):
        choices.append(("images", _("dire ce que deviennent les images")))
    if has_open_doubt(guide, sheet, line.id):
        choices.append(("pass_doubt", translated(PASS)))
    if line.conflict:
        choices.append(("settle", _("trancher entre les deux versions")))
    choice = guide.talk.choose(_("Que faire ?"), choices, otherwise=_("ne rien faire"))
    if choice == "void":
        void_line(guide, sheet, line)
    elif choice == "restore" and line.voided_by is not None:
        guide.report(guide.do(want.Undo(line.voided_by.id)))
    elif choice == "images":
        say_images(guide, sheet, line)
    elif choice == "pass_doubt":
        pass_doubt(guide, sheet, line.id)
    elif choice == "correct":
        _complete(guide, line)
    elif choice == "give_up":
        guide.report(guide.do(DraftEntry.of_patient(line).abandon_intent()))
    elif choice == "history":
        for words in line_changes(sheet, line):
            guide.say(f"  {words}")
    elif choice == "settle":
        _settle_versions(guide, sheet, line)


def _complete(guide: Guide, line: Patient) -> None:
    written = PatientDialogue(guide, line).fill()
    guide.report(written)
    _tell_owed(guide, written)


def _settle_versions(guide: Guide, sheet: RegisterView, line: Patient) -> None:
    versions = line_versions(sheet, line)
    pairs = [(event.id, words) for event, words in versions]
    chosen = guide.talk.choose(_("Quelle version garder ?"), pairs, otherwise=_("ne rien faire"))
    kept = next((event for event, _words in versions if event.id == chosen), None)
    if kept is None:
        return
    if isinstance(kept.body, PatientVersion):
        guide.report(guide.do(keep_version(line.id, kept)))
        return
    for event, _words in versions:
        if event.id != kept.id:
            guide.report(guide.do(want.Undo(event.id)))


def _duty_words(duty: DutyRow) -> str:
    return duty.label if duty.sure else _("{what} (à vérifier : renseigner le patient)").format(what=duty.label)


def show_duties(guide: Guide, _given: str) -> None:
    """The register: each line, what it is owed, what is to be reconciled; settles by number until an empty line.

    Once the session is closed it is only shown. At the return the lines of which most is missing come first, and keep
    their places until all is said.
    """
    if not guide.acting:
        show_register(guide)
        return
    order: list[str] = []
    owed = NumberedDues()
    while True:
        walk, sheet = guide.desk.look(), sheet_now(guide)
        if not walk.patients:
            guide.say(_("Aucun patient noté. 0 patient noté ne veut pas dire 0 examen. p pour en noter un."))
            return
        guide.say(progress_words(walk.patients))
        still = False
        owed.shown.clear()
        back = walk.stage in ("return_to_normal", "to_close")
        if back and (steps := steps_words(walk.patients)):
            guide.say(_("Au retour : {steps}").format(steps=steps))
        if not order and back:
            order = [line.id for line in sorted_by_missing(sheet, walk.patients)]
        for line in sorted(walk.patients, key=lambda line: order.index(line.id) if line.id in order else len(order)):
            still = _say_line(guide, sheet, line, owed) or still
        if not still and all(line.settled for line in walk.patients):
            guide.say(_("Plus rien n'est dû à ces patients."))
            return
        typed = guide.talk.ask(_what_is_asked(owed.shown))
        if not typed:
            return
        _obey_here(guide, owed, typed)


def _say_line(guide: Guide, sheet: RegisterView, line: Patient, owed: NumberedDues) -> bool:
    """A line, with a number before each thing that is open; whether anything is."""
    still = False
    guide.say(f"{sheet.state_sign(line)} {sheet.list_line(line)}")
    for words in images_due(guide.desk.look().patients).get(line.id, ()):
        guide.say(f"  ! {words}")
    if line.conflict:
        guide.say(_("  ! DEUX VERSIONS : l et son numéro, pour trancher"))
    for duty in sheet.duties_of(line):
        if duty.status == "open":
            still = True
            guide.say(f"  {owed.place((line.id, duty.key, False))}  {_duty_words(duty)}")
    for step in () if line.settled else line.missing:
        still = True
        words = _("  {number}  ! {what}") if step.about_images else _("  {number}  au retour : {what}")
        guide.say(words.format(number=owed.place((line.id, step.key, True)), what=step.label))
    lacks = sheet.empty_required_fields(line) if not (line.let_go or line.settled) else ()
    if lacks:
        guide.say(_("  à compléter : {fields}").format(fields=", ".join(field.label for field in lacks)))
    if not (line.let_go or line.settled or line.conflict or line.missing or lacks):
        guide.say(_("  à vérifier : v {label}").format(label=line.label))
    for words in _doubles(guide, sheet, line):
        guide.say(f"  {words}")
    return still or has_open_doubt(guide, sheet, line.id)


@dataclass
class NumberedDues:
    """What is owed, by the numbers shown: a number stays that of the same thing, done or not, while a list is open."""

    things: list[Owed] = field(default_factory=list)
    shown: list[int] = field(default_factory=list)
    """The numbers that the list showed last."""

    def place(self, thing: Owed) -> int:
        """The number of a thing that is shown."""
        if thing not in self.things:
            self.things.append(thing)
        number = self.things.index(thing) + 1
        self.shown.append(number)
        return number

    def is_number(self, number: int) -> bool:
        """Whether something was shown under a number, now or before."""
        return 1 <= number <= len(self.things)


_HERE = re.compile(rf"(v|dis|l)\s*(?P<label>{LABEL_PATTERN})(?!\d)\s*(?P<words>.*)", re.IGNORECASE)
"""What may be said of a line, among what is owed."""
_HERE_NUMBERED = re.compile(r"[ni]\s*\d{1,4}", re.IGNORECASE)


def _is_command(typed: str) -> bool:
    """Whether all that was typed says something of what is owed, and no word more."""
    about = _HERE.fullmatch(typed)
    return (about is not None and not about["words"]) or _HERE_NUMBERED.fullmatch(typed) is not None


def _obey_here(guide: Guide, owed: NumberedDues, typed: str) -> None:
    """The same, where what is asked next may be answered with another of these."""
    try:
        with guide.talk.recognising(_is_command):
            _obey(guide, owed, typed)
    except CommandInstead as wanted:
        if not _is_command(wanted.typed):
            raise
        _obey_here(guide, owed, wanted.typed)


def _obey(guide: Guide, owed: NumberedDues, typed: str) -> None:
    about = _HERE.fullmatch(typed)
    if about is not None:
        line = _labelled(guide, about["label"])
        if line is not None:
            _about_line(guide, line, about[1].lower(), about["words"])
        return
    _settle(guide, owed, typed)


def _about_line(guide: Guide, line: Patient, what: str, words: str) -> None:
    if what == "l":
        _correct(guide, line)
    elif what == "v":
        guide.report(guide.do(want.VerifyLine(line.id)))
    else:
        waive_line(guide, sheet_now(guide), line, words)


def _what_is_asked(shown: list[int]) -> str:
    """What can be typed below a list; its numbers are named only where it shows some."""
    lines = _("par ligne : v 2 (vérifiée), dis 2 (dispenser), l 2 (ouvrir) ; Entrée : fini : ")
    if not shown:
        return lines[:1].upper() + lines[1:]
    numbers = _("Numéros de ce qui est fait, ou n {number} (non nécessaire), i {number} (impossible)")
    return _("{numbers} ; {lines}").format(numbers=numbers.format(number=shown[-1]), lines=lines)


def _what_to_type(shown: list[int]) -> str:
    """What would have been understood, where these numbers are shown."""
    if not shown:
        return _("Aucun numéro ici. Par ligne : v 2 (vérifiée), dis 2 (dispenser), l 2 (ouvrir).")
    if len(shown) == 1:
        return _("Taper {number}, ou n {number}, ou i {number}.").format(number=shown[0])
    listed = ", ".join(map(str, shown)) if len(shown) <= 6 else _("{first} à {last}").format(
        first=shown[0], last=shown[-1]
    )  # fmt: skip
    return _("Taper un ou plusieurs de ces numéros : {listed} ; ou n {last}, ou i {last}.").format(
        listed=listed, last=shown[-1]
    )


def _settle(guide: Guide, owed: NumberedDues, typed: str) -> None:
    """Settles what `typed` numbers."""
    match = re.fullmatch(r"([nNiI]?)\s*(\d{1,4}(?:[\s,;]+\d{1,4})*)\s*(.*)", typed)
    numbers = [int(digits) for digits in re.findall(r"\d+", match[2])] if match is not None else []
    if match is None or (match[3] and not match[1]) or not all(map(owed.is_number, numbers)):
        guide.say(_what_to_type(owed.shown))
        return
    images = [owed.things[number - 1] for number in numbers if owed.things[number - 1][1] == FATE]
    if images:
        about = guide.desk.look().patient(images[0][0])
        if about is not None:
            say_images(guide, sheet_now(guide), about)
        return
    how = match[1].lower()
    reason = ""
    if how:
        reason = (why_not_needed if how == "n" else why_impossible)(guide, match[3].strip())
        if not reason:
            return
    early = not how and _is_early(guide, [owed.things[number - 1] for number in numbers])
    if early and not guide.talk.confirm(_("La panne dure encore : est-ce vraiment déjà fait ?")):
        return
    alone = len(set(numbers)) == 1
    for number in dict.fromkeys(numbers):
        line, key, is_step = owed.things[number - 1]
        if how:
            kind = want.MarkDutyNotNeeded if how == "n" else want.MarkDutyImpossible
            guide.report(guide.do(kind(line, key, reason)))
        elif is_step and alone and (step := unknown_step(guide, line, key)) is not None:
            say_unknown(guide, sheet_now(guide), line, step)
        elif is_step:
            written = None
            while written is None:
                given = precision(guide, sheet_now(guide), line, key) if alone else ""
                written = guide.do(want.Reconcile(line, key, given))
                if written is None and not (alone and _is_number(guide, line, key, given)):
                    return
                if written is None and not guide.talk.confirm(_("Rien n'est noté. Redonner le numéro ?")):
                    return
            guide.report(written)
        elif (owes := _is_owed(guide, line, key)) is True:
            guide.report(
                guide.do(want.SettleDuty(line, key, looked_at(guide, sheet_now(guide), line, key) if alone else ""))
            )
        elif owes is False:
            guide.report(guide.do(want.MarkDutyNotNeeded(line, key, translated(_NOT_OWED))))


def _is_number(guide: Guide, line: str, key: str, given: str) -> bool:
    """Whether a number was given at a step: another one may be taken; how an identity was merged is none."""
    patient_line = guide.desk.look().patient(line)
    step = next((step for step in patient_line.steps if step.key == key), None) if patient_line is not None else None
    return bool(given) and step is not None and field_of(guide.desk.procedure.register_fields, step) is not None


_NOT_OWED = N_("pas dû à ce patient")


def _is_owed(guide: Guide, line: str, key: str) -> bool | None:
    """Whether something is owed to a patient, asked where the line does not say so, or says two things: a number alone
    must not say that it was handed over. None when nobody knows."""
    duty = next((row for row in guide.desk.look().duties_by_patient[line] if row.key == key), None)
    if duty is None or duty.sure:
        return True
    question = _("« {what} » : la ligne ne dit pas si c'est dû à ce patient.").format(what=duty.label)
    said = guide.talk.choose(
        question,
        [("owed", _("dû, et fait")), ("not_owed", translated(_NOT_OWED))],
        otherwise=_("compléter la ligne d'abord"),
    )
    return None if said is None else said == "owed"


def _is_early(guide: Guide, chosen: list[Owed]) -> bool:
    """Whether something that only the return can put right is among what is said to be done."""
    steps = {
        (line.id, step.key)
        for line in guide.desk.look().patients
        for step in line.steps
        if step.early and not step.needs_words
    }
    return any(is_step and (line, key) in steps for line, key, is_step in chosen)
