"""The register as a list of what is owed, by numbers: settling, passing, waiving and verifying, line by line."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, field

from pannesi.plain.actions.doubts import has_open_doubt
from pannesi.plain.actions.letting_go import say_images, waive_line
from pannesi.plain.actions.line import settle, shown_row, why_impossible, why_not_needed
from pannesi.plain.actions.patients import alarms, find_patient, open_patient, owed_words, register_view
from pannesi.plain.actions.step_words import ask_step_words
from pannesi.plain.actions.unidentified import ask_identity_check, say_unknown, unknown_step
from pannesi.plain.prompts import NOTHING_MORE, CommandInstead, LeftQuestion, yes_or_no
from pannesi.plain.session import Guide
from pannesi.plain.views import show_register
from pannesi.presentation.patients.duty_questions import TOLD_QUESTION
from pannesi.presentation.patients.patient_labels import LABEL_PATTERN
from pannesi.presentation.patients.register import RegisterView
from pannesi.presentation.patients.register_foot import identity_words
from pannesi.presentation.patients.register_progress import images_due, progress_words, sorted_by_missing, steps_words
from pannesi.presentation.patients.register_search import lines_with
from pannesi.presentation.text.bare_numbers import is_label, read_words
from pannesi.presentation.text.common_phrases import NOT_OWED
from pannesi.procedure.model.numbering import NO, UNKNOWN, YES
from pannesi.session import actions as want
from pannesi.session.facts.patients import ANSWERED_NO, ANSWERED_UNKNOWN
from pannesi.session.projection.allowed_acts import Act
from pannesi.session.projection.read_model import DutyRow, Patient, Step, Walk
from pannesi.session.register.field_values import field_for_step
from pannesi.session.register.images import IMAGES_FATE_STEP
from pannesi.support.i18n import _, translated

Due = tuple[str, str, bool]
"""A patient, the key of what is owed, and whether it is a step of the return."""
_LINE_COMMAND = re.compile(rf"(v|dis|l)\s*(?P<label>{LABEL_PATTERN})(?!\d)\s*(?P<words>.*)", re.IGNORECASE)
"""What can be typed about a whole line: verified, waived, opened."""
_REASON_COMMAND = re.compile(r"[ni]\s*\d{1,4}", re.IGNORECASE)
"""What can be typed about one thing that is owed: not needed, impossible."""


@dataclass
class NumberedDues:
    """What is owed, by the numbers shown: a number stays that of the same thing, done or not, while a list is open."""

    searched: str = ""
    """What is searched; only the lines with it are listed."""
    things: list[Due] = field(default_factory=list)
    shown: list[int] = field(default_factory=list)
    """The numbers that the list showed last."""

    def place(self, thing: Due) -> int:
        """The number of a thing that is shown."""
        if thing not in self.things:
            self.things.append(thing)
        number = self.things.index(thing) + 1
        self.shown.append(number)
        return number

    def is_number(self, number: int) -> bool:
        """Whether something was shown under a number, now or before."""
        return 1 <= number <= len(self.things)


def show_duties(guide: Guide, given: str) -> None:
    """Lists each line with what is owed and what is to be reconciled; settles by number until an empty line. With words
    only the lines that have them: a name, a birth date, a number.

    Of a closed session the register is only shown. At the return the lines where most is missing come first, and keep
    their places until the list is left.
    """
    if not guide.acting:
        show_register(guide)
        return
    order: list[str] = []
    dues = NumberedDues(given)
    while True:
        walk, view = guide.desk.look(), register_view(guide)
        if not walk.patients:
            guide.say(_("Aucun patient noté. 0 patient noté ne veut pas dire 0 examen. p pour en noter un."))
            return
        returning = walk.stage in ("return_to_normal", "to_close")
        if not order and returning:
            order = [patient.id for patient in sorted_by_missing(view, walk.patients)]
        still = _list_patients(guide, view, walk, dues, order, returning=returning)
        if not still and not dues.searched and all(patient.settled for patient in walk.patients):
            guide.say(_("Plus rien n'est dû à ces patients."))
            return
        typed = guide.talk.ask(_what_is_asked(dues.shown, label_to_type(walk.patients)))
        if not typed:
            return
        _obey_with_commands(guide, dues, typed)


def _list_patients(
    guide: Guide, view: RegisterView, walk: Walk, dues: NumberedDues, order: Sequence[str], *, returning: bool
) -> bool:
    """Lists the lines, those in `order` first. Returns whether anything is open."""
    guide.say(progress_words(walk.patients))
    dues.shown.clear()
    listed = _searched_lines(guide, view, walk, dues)
    if returning and (steps := steps_words(walk.patients)):
        guide.say(_("Au retour : {steps}").format(steps=steps))
    places = {patient_id: place for place, patient_id in enumerate(order)}
    patients = sorted(listed, key=lambda patient: places.get(patient.id, len(places)))
    still_open = [_list_patient(guide, view, patient, dues) for patient in patients]
    return any(still_open)


def _searched_lines(guide: Guide, view: RegisterView, walk: Walk, dues: NumberedDues) -> list[Patient]:
    """The lines with what is searched; all, with a message, where none has it."""
    if not dues.searched:
        return list(walk.patients)
    today = guide.desk.environment.now().astimezone(guide.view.zone).date()
    matching = lines_with(view, walk.patients, dues.searched, today)
    if not matching:
        guide.say(_("« {words} » : aucune ligne. Les voici toutes.").format(words=dues.searched))
        dues.searched = ""
        return list(walk.patients)
    guide.say(_("« {words} » ; / seul montre toutes les lignes").format(words=dues.searched))
    return matching


def _list_patient(guide: Guide, view: RegisterView, patient: Patient, dues: NumberedDues) -> bool:
    """A line, with a number before each thing that is open. Returns whether anything is."""
    still = False
    guide.say(f"{view.state_sign(patient)} {view.list_line(patient)}")
    for words in images_due(guide.desk.look().patients).get(patient.id, ()):
        guide.say(f"  ! {words}")
    if patient.conflict:
        guide.say(_("  ! DEUX VERSIONS : l et son numéro, pour trancher"))
    for duty in view.duties_of(patient):
        if duty.status == "open":
            still = True
            guide.say(f"  {dues.place((patient.id, duty.key, False))}  {owed_words(duty)}")
    for step in () if patient.settled else patient.missing:
        still = True
        words = _("  {number}  ! {what}") if step.about_images else _("  {number}  au retour : {what}")
        guide.say(words.format(number=dues.place((patient.id, step.key, True)), what=step.label))
    lacks = view.empty_required_fields(patient) if not (patient.voided_or_waived or patient.settled) else ()
    if lacks:
        guide.say(_("  à compléter : {fields}").format(fields=", ".join(field.label for field in lacks)))
    if not (still or patient.voided_or_waived or patient.settled or patient.conflict or lacks):
        guide.say(_("  à vérifier : v {label}").format(label=patient.label))
    for words in alarms(guide, view, patient):
        guide.say(f"  {words}")
    return still or has_open_doubt(guide, view, patient.id)


def settle_line(guide: Guide, response: str) -> None:
    """Says that the line shown is done; what is done patient by patient is refused, and said of each in their list."""
    by_patient = Act.SETTLE_PATIENTS in shown_row(guide).allowed
    settle(guide, response)
    if by_patient:
        show_duties(guide, "")


def label_to_type(patients: Sequence[Patient]) -> str:
    """A line of the register as it can be typed, for an example that works: its number alone where that is enough."""
    standing = [patient for patient in patients if not patient.settled] or list(patients)
    label = standing[-1].label
    alone = all(re.fullmatch(r"A-\d+", patient.label) for patient in patients)
    return label.removeprefix("A-").lstrip("0") if alone else label


def _what_is_asked(shown: list[int], label: str) -> str:
    """What can be typed below a list; its numbers are named only where it shows some."""
    lines = _(
        "par ligne : v {label} (vérifiée), dis {label} (dispenser), l {label} (ouvrir) ; / et des mots : chercher ;"
        " Entrée : fini : "
    )
    lines = lines.format(label=label)
    if not shown:
        return lines[:1].upper() + lines[1:]
    numbers = _("Numéros de ce qui est fait, ou n {number} (non nécessaire), i {number} (impossible)")
    return _("{numbers} ; {lines}").format(numbers=numbers.format(number=shown[-1]), lines=lines)


def _what_to_type(shown: list[int], label: str) -> str:
    """What would have been understood, where these numbers are shown."""
    if not shown:
        words = _("Aucun numéro ici. Par ligne : v {label} (vérifiée), dis {label} (dispenser), l {label} (ouvrir).")
        return words.format(label=label)
    if len(shown) == 1:
        return _("Taper {number}, ou n {number}, ou i {number}.").format(number=shown[0])
    listed = ", ".join(map(str, shown)) if len(shown) <= 6 else _("{first} à {last}").format(
        first=shown[0], last=shown[-1]
    )  # fmt: skip
    return _("Taper un ou plusieurs de ces numéros : {listed} ; ou n {last}, ou i {last}.").format(
        listed=listed, last=shown[-1]
    )


def _is_command(typed: str) -> bool:
    """Whether all that was typed is a command of this list, and no word more."""
    about = _LINE_COMMAND.fullmatch(typed)
    return (about is not None and not about["words"]) or _REASON_COMMAND.fullmatch(typed) is not None


def _obey_with_commands(guide: Guide, dues: NumberedDues, typed: str) -> None:
    """Obeys what was typed; a question asked on the way may be answered with another command of this list."""
    try:
        with guide.talk.recognising(_is_command):
            _do_what_was_typed(guide, dues, typed)
    except LeftQuestion:
        guide.say(translated(NOTHING_MORE))
    except CommandInstead as wanted:
        if not _is_command(wanted.typed):
            raise
        _obey_with_commands(guide, dues, wanted.typed)


def _do_what_was_typed(guide: Guide, dues: NumberedDues, typed: str) -> None:
    about = _LINE_COMMAND.fullmatch(typed)
    if typed.startswith("/"):
        dues.searched = typed[1:].strip()
        return
    if about is None:
        _settle_numbers(guide, dues, typed)
        return
    patient = find_patient(guide, about["label"])
    if patient is None:
        return
    what = about[1].lower()
    if what == "l":
        open_patient(guide, patient)
    elif what == "v":
        guide.report(guide.do(want.VerifyPatient(patient.id)))
    else:
        waive_line(guide, register_view(guide), patient, about["words"])


def _settle_numbers(guide: Guide, dues: NumberedDues, typed: str) -> None:
    """Settles the things of the numbers typed: done, or with `n` or `i` before them not needed or impossible."""
    match = re.fullmatch(r"([nNiI]?)\s*(\d{1,4}(?:[\s,;]+\d{1,4})*)\s*(.*)", typed)
    numbers = [int(digits) for digits in re.findall(r"\d+", match[2])] if match is not None else []
    if match is None or (match[3] and not match[1]) or not all(map(dues.is_number, numbers)):
        if is_label(typed):
            guide.say(read_words(typed) + " " + _("Pour chercher ce numéro : /{number}").format(number=typed))
            return
        guide.say(_what_to_type(dues.shown, label_to_type(guide.desk.look().patients)))
        return
    chosen = list(dict.fromkeys(dues.things[number - 1] for number in numbers))
    images = next((patient_id for patient_id, key, _is_step in chosen if key == IMAGES_FATE_STEP), None)
    if images is not None:
        patient = guide.desk.look().patient(images)
        if patient is not None:
            say_images(guide, register_view(guide), patient)
    elif match[1]:
        _name_patients(guide, chosen)
        _settle_with_reason(guide, match[1].lower(), match[3].strip(), chosen)
    elif still := _without_those_said(guide, chosen):
        _name_patients(guide, still)
        _settle_as_done(guide, still)


def _without_those_said(guide: Guide, chosen: Sequence[Due]) -> list[Due]:
    """What is not done yet among what was chosen; of the rest it is said that it was said: nothing is asked again about
    it."""
    still = []
    for due in chosen:
        patient = guide.desk.look().patient(due[0])
        done = _done_thing(guide, due) if patient is not None else None
        if patient is None or done is None:
            still.append(due)
            continue
        words = _("{label} : « {what} » est déjà dit. l {label} ouvre la ligne.")
        guide.say(words.format(label=patient.label, what=done.label))
    return still


def _done_thing(guide: Guide, due: Due) -> DutyRow | Step | None:
    """The duty or step that was chosen, where it is done and saying it again would settle no contradiction; a question
    may be answered anew."""
    patient_id, key, is_step = due
    walk = guide.desk.look()
    patient = walk.patient(patient_id)
    things: Sequence[DutyRow | Step] = walk.duties_by_patient.get(patient_id, ())
    if is_step:
        things = patient.steps if patient is not None else ()
    done = next((thing for thing in things if thing.key == key and thing.status == "done"), None)
    if done is None or (isinstance(done, DutyRow) and done.question):
        return None
    return None if guide.desk.state.slot("duty", patient_id, key).conflict else done


def _name_patients(guide: Guide, chosen: Sequence[Due]) -> None:
    """Says in full who the patients are about whom something is said: the list has initials only."""
    view = register_view(guide)
    for patient_id in dict.fromkeys(patient_id for patient_id, _key, _is_step in chosen):
        patient = guide.desk.look().patient(patient_id)
        if patient is not None:
            guide.say(_("{label} : {identity}").format(label=patient.label, identity=identity_words(view, patient)))


def _settle_with_reason(guide: Guide, how: str, given: str, chosen: Sequence[Due]) -> None:
    """Says of things that they are not needed (`n`) or impossible (`i`); nothing is done without a reason."""
    reason = (why_not_needed if how == "n" else why_impossible)(guide, given)
    if not reason:
        return
    kind = want.MarkDutyNotNeeded if how == "n" else want.MarkDutyImpossible
    for patient_id, key, _is_step in chosen:
        guide.report(guide.do(kind(patient_id, key, reason)))


def _settle_as_done(guide: Guide, chosen: Sequence[Due]) -> None:
    """Says of things that they are done. Of one alone it is asked how; several are not asked about."""
    if _is_early(guide, chosen) and not guide.talk.confirm(_("La panne dure encore : est-ce vraiment déjà fait ?")):
        return
    alone = len(chosen) == 1
    for patient_id, key, is_step in chosen:
        if is_step and alone and (step := unknown_step(guide, patient_id, key)) is not None:
            say_unknown(guide, register_view(guide), patient_id, step)
        elif is_step:
            if not _settle_step(guide, patient_id, key, alone=alone):
                return
        elif (duty := _question_duty(guide, patient_id, key)) is not None:
            _ask_answer(guide, duty)
        elif (owed := _is_owed(guide, patient_id, key)) is True:
            words = ask_identity_check(guide, register_view(guide), patient_id, key) if alone else ""
            guide.report(guide.do(want.SettleDuty(patient_id, key, words)))
        elif owed is False:
            guide.report(guide.do(want.MarkDutyNotNeeded(patient_id, key, translated(NOT_OWED))))


def _question_duty(guide: Guide, patient_id: str, key: str) -> DutyRow | None:
    """The duty of a key, where it is a question."""
    duties = guide.desk.look().duties_by_patient.get(patient_id, ())
    return next((duty for duty in duties if duty.key == key and duty.question), None)


def _ask_answer(guide: Guide, duty: DutyRow) -> None:
    """Asks a question about one patient; after no and « pas su » whom it was told."""
    question = _("{label} · {question}").format(label=duty.patient.label, question=duty.label)
    chosen = guide.talk.choose(question, yes_or_no(), otherwise=_("ne rien dire"), unknown=(UNKNOWN, _("pas su")))
    if chosen == YES:
        guide.report(guide.do(want.SettleDuty(duty.patient.id, duty.key)))
    elif chosen is not None:
        whom = guide.talk.ask_words(translated(TOLD_QUESTION))
        answer = ANSWERED_NO if chosen == NO else ANSWERED_UNKNOWN
        guide.report(guide.do(want.AnswerDuty(duty.patient.id, duty.key, answer, whom)))


def _settle_step(guide: Guide, patient_id: str, key: str, *, alone: bool) -> bool:
    """Says that a step of the return is done; a number that is refused may be given again. Returns whether it was
    written."""
    while True:
        given = ask_step_words(guide, register_view(guide), patient_id, key) if alone else ""
        written = guide.do(want.Reconcile(patient_id, key, given))
        if written is not None:
            guide.report(written)
            return True
        if not (alone and _is_number(guide, patient_id, key, given)):
            return False
        if not guide.talk.confirm(_("Rien n'est noté. Redonner le numéro ?")):
            return False


def _is_number(guide: Guide, patient_id: str, key: str, given: str) -> bool:
    """Whether a number was given at a step: another one may be taken; how an identity was merged is none."""
    patient = guide.desk.look().patient(patient_id)
    step = next((step for step in patient.steps if step.key == key), None) if patient is not None else None
    return bool(given) and step is not None and field_for_step(guide.desk.procedure.register_fields, step) is not None


def _is_owed(guide: Guide, patient_id: str, key: str) -> bool | None:
    """Whether something is owed to a patient; asked where the line does not say so, or says two things: a number alone
    must not claim that it was handed over. None when nobody knows."""
    duty = next((duty for duty in guide.desk.look().duties_by_patient[patient_id] if duty.key == key), None)
    if duty is None or duty.sure:
        return True
    question = _("« {what} » : la ligne ne dit pas si c'est dû à ce patient.").format(what=duty.label)
    said = guide.talk.choose(
        question,
        [("owed", _("dû, et fait")), ("not_owed", translated(NOT_OWED))],
        otherwise=_("compléter la ligne d'abord"),
    )
    return None if said is None else said == "owed"


def _is_early(guide: Guide, chosen: Sequence[Due]) -> bool:
    """Whether something that only the return can put right is among what is said to be done."""
    steps = {
        (patient.id, step.key)
        for patient in guide.desk.look().patients
        for step in patient.steps
        if step.early and not step.needs_words
    }
    return any(is_step and (patient_id, key) in steps for patient_id, key, is_step in chosen)
