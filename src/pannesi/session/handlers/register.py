"""Handlers about the patient register: adding and correcting lines, duties, reconciliation, verification."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, datetime
from zoneinfo import ZoneInfo

from pannesi.procedure.model.register_fields import Field
from pannesi.session import actions as want
from pannesi.session.event_writer import DraftWriter, Refused, is_refusal, is_unknown, required_reason
from pannesi.session.facts.patients import (
    DutyAnswered,
    DutyDone,
    DutyImpossible,
    DutyNotNeeded,
    PatientAdded,
    PatientCorrected,
    PatientVerified,
    PatientVoided,
    PatientWaived,
    StepReconciled,
)
from pannesi.session.handlers.collisions import refuse_doubtful_number
from pannesi.session.handlers.images import require_images_fate, write_images_fate
from pannesi.session.labels import owed_words
from pannesi.session.projection.read_model import BARE_WORDS, DutyRow, Patient, Step
from pannesi.session.register.draft_entries import NOTHING_ENTERED, is_nothing_entered
from pannesi.session.register.duties import FACTS, fields_to_ask, next_label, register_form
from pannesi.session.register.field_values import (
    all_checked,
    checked_value,
    field_for_step,
    fields_as_text,
    missing_fields,
    paper_label,
)
from pannesi.session.register.images import IMAGES_FATE_STEP
from pannesi.session.register.placeholders import refuse_placeholder
from pannesi.session.register.unidentified import is_no_answer, unknown_traits
from pannesi.support.i18n import _, translated


def _reason_given(text: str) -> str:
    return required_reason(text, _("Dire en quelques mots pourquoi."))


def _checked_facts(facts: Mapping[str, str]) -> dict[str, str]:
    unknown = set(facts) - set(FACTS)
    if unknown:
        raise Refused(_("Renseignement inconnu : {names}.").format(names=", ".join(sorted(unknown))))
    return dict(sorted(facts.items()))


def _today_at_site(writer: DraftWriter) -> date:
    return writer.context.now.astimezone(ZoneInfo(writer.site.contacts.timezone)).date()


def _patient_line(writer: DraftWriter, patient: str) -> Patient:
    line = next((candidate for candidate in writer.walk.patients if candidate.id == patient), None)
    if line is None:
        raise Refused(_("Cette ligne de patient n'est pas au registre."))
    return line


def _standing_line(writer: DraftWriter, patient: str) -> Patient:
    """The patient line of an id. Raises Refused where there is none, or it is voided."""
    line = _patient_line(writer, patient)
    if line.voided:
        raise Refused(_("Cette ligne de patient est rayée."))
    return line


def _standing_or_disputed(writer: DraftWriter, patient: str) -> Patient:
    """The patient line of an id. Raises Refused where there is none, or it is voided without a conflict about that."""
    line = _patient_line(writer, patient)
    return line if line.conflict else _standing_line(writer, patient)


def add_patient(writer: DraftWriter, intent: want.AddPatient) -> None:
    """Adds a patient line, with the current cases, whose duties it is owed even after they are replaced.

    Raises Refused for impossible values, a paper sheet without its hour, or where nothing was said of the patient.
    """
    writer.refuse_unless_running()
    patient = writer.context.new_id()
    examined = writer.not_in_future(intent.examined) if intent.examined is not None else None
    if examined is None and writer.context.rules < 2 and not intent.draft and not intent.paper:
        examined = writer.context.now  # earlier programs took the hour of noting for that of the examination
    in_force = {row.visit for row in writer.walk.standing}
    visits = [
        visit.id for visit in writer.state.visits if visit.id in writer.walk.current_cases or visit.id in in_force
    ]
    values = all_checked(writer.site.register_fields, intent.fields, _today_at_site(writer))
    text = fields_as_text(values) or intent.identity.strip() or None
    paper, examined = _paper_and_hour(writer, intent, examined)
    if not intent.draft:
        _refuse_nothing_entered(writer, intent.facts, text, examined, paper)
    filled = sorted(values) if values else [BARE_WORDS] if text else []
    fact = PatientAdded(
        patient=patient, label=paper or next_label(writer.state), facts=_checked_facts(intent.facts),
        visits=tuple(visits), filled=tuple(filled), form=register_form(writer.walk.rows),
        examined=examined, paper=paper, draft=intent.draft, rules=writer.context.rules,
    )  # fmt: skip
    writer.write(fact, text=text)


def _paper_and_hour(
    writer: DraftWriter,
    intent: want.AddPatient | want.CorrectPatient,
    examined: datetime | None,
    line: Patient | None = None,
) -> tuple[str, datetime | None]:
    """The label of the paper sheet and the time of the examination.

    Raises Refused where a finished entry of a paper sheet has no time, unless somebody said that nobody knows it, and
    for a sheet that is in the register already.
    """
    paper = _paper_label_of(writer, intent.paper, line)
    of_paper = bool(paper) or (line is not None and line.paper)
    if of_paper and examined is None and not (intent.draft or intent.hour_unknown):
        raise Refused(_("Donner l'heure écrite sur la fiche papier, ou « ? » si elle n'y est pas."))
    if examined is None and writer.context.rules < 2 and line is not None and not intent.draft:
        examined = line.examined
    return paper, examined


def _refuse_nothing_entered(
    writer: DraftWriter, facts: Mapping[str, str], text: str | None, examined: datetime | None, paper: object
) -> None:
    """Raises Refused where nothing was said of a patient; earlier programs (rules below 4) noted one."""
    if writer.context.rules >= 4 and is_nothing_entered(facts, text, examined, paper):
        raise Refused(translated(NOTHING_ENTERED))


def _paper_label_of(writer: DraftWriter, written: str, line: Patient | None) -> str:
    if not written:
        return ""
    label = paper_label(written)
    if any(patient.label == label and (line is None or patient.id != line.id) for patient in writer.walk.patients):
        raise Refused(_("La fiche {label} est déjà au registre.").format(label=label))
    return label


def correct_patient(writer: DraftWriter, intent: want.CorrectPatient) -> None:
    """Writes a new version of a patient line; earlier versions stay in the journal.

    A correction of a version that somebody else replaced or voided meanwhile replaces only that version, and so is in
    conflict with theirs. Raises Refused for impossible values, or a voided line.
    """
    writer.refuse_unless_running()
    before = (
        _patient_line(writer, intent.patient)
        if intent.seen is not None
        else _standing_or_disputed(writer, intent.patient)
    )
    kept_hour = before.examined if before.hour_given and not intent.hour_unknown else None
    examined = writer.not_in_future(intent.examined) if intent.examined is not None else kept_hour
    text = intent.identity.strip() or before.identity
    filled = sorted(before.filled)
    if intent.fields is not None:
        values = all_checked(writer.site.register_fields, intent.fields, _today_at_site(writer))
        text, filled = fields_as_text(values), sorted(values)
    stale = before.voided or (before.latest is not None and before.latest.id != intent.seen)
    seen = writer.state.events.get(intent.seen or "")
    if intent.same_act and seen is not None:
        writer.act = seen.act
    facts = _checked_facts(intent.facts)
    paper, examined = _paper_and_hour(writer, intent, examined, before)
    if before.draft and not intent.draft:
        _refuse_nothing_entered(writer, facts, text, examined, paper or before.paper)
    fact = PatientCorrected(
        patient=before.id, facts=facts, filled=tuple(filled),
        examined=examined, paper=paper, draft=intent.draft, rules=writer.context.rules,
    )  # fmt: skip
    writer.write(fact, text=text, replaces=(intent.seen,) if stale and intent.seen is not None else None)


def void_patient(writer: DraftWriter, intent: want.VoidPatient) -> None:
    """Voids a patient line, which can still be read. Raises Refused without a reason or a required fate of images."""
    writer.refuse_unless_running()
    before = _patient_line(writer, intent.patient)
    if before.voided:
        raise Refused(_("Cette ligne de patient est déjà rayée."))
    why = _reason_given(intent.reason)
    require_images_fate(writer, before, intent.images)
    writer.write(PatientVoided(patient=before.id, rules=writer.context.rules), text=why)
    write_images_fate(writer, before, intent.images)


def _owed_duty(writer: DraftWriter, patient: str, key: str) -> DutyRow:
    writer.refuse_unless_running()
    owed = next((duty for duty in writer.walk.duties if duty.patient.id == patient and duty.key == key), None)
    if owed is None:
        raise Refused(_("Rien de tel n'est dû à ce patient."))
    return owed


def settle_duty(writer: DraftWriter, intent: want.SettleDuty) -> None:
    """Marks a duty as done. Raises Refused where it is not owed or was done, and without a note for the identity check
    of a patient of whom something is unknown."""
    duty = _owed_duty(writer, intent.patient, intent.key)
    if duty.status == "done" and not writer.state.slot("duty", intent.patient, duty.key).conflict:
        raise Refused(_("C'est déjà fait."))
    note = intent.note.strip()
    if is_unknown(note):
        note = ""
    unknown = (
        unknown_traits(writer.site.register_fields, duty.patient)
        if duty.checks == "identity" and writer.context.rules
        else []
    )
    if unknown and not note:
        what = ", ".join(field.label for field in unknown)
        raise Refused(
            _("{label} : pas su, {what}. Dire sur quoi l'identité a été vérifiée, ou compléter la ligne.").format(
                label=duty.patient.label, what=what
            )
        )
    writer.write(DutyDone(patient=intent.patient, key=duty.key), text=note or None)


def answer_duty(writer: DraftWriter, intent: want.AnswerDuty) -> None:
    """Answers no, or that nobody knows, to a duty that is a question. Raises Refused where it is not owed, is none, or
    was answered so already."""
    duty = _owed_duty(writer, intent.patient, intent.key)
    if not duty.question:
        raise Refused(_("Ce n'est pas une question : fait, non nécessaire ou impossible."))
    follow_up = intent.follow_up.strip()
    if is_unknown(follow_up) or is_refusal(follow_up):
        follow_up = ""
    said = duty.fact.body if duty.fact is not None else None
    said_already = isinstance(said, DutyAnswered) and said.answer == intent.answer and not said.passed_on
    if said_already and not follow_up:
        raise Refused(_("C'est déjà dit."))
    fact = DutyAnswered(patient=intent.patient, key=duty.key, answer=intent.answer, passed_on=bool(follow_up))
    writer.write(fact, text=follow_up or None)


def mark_duty_not_needed(writer: DraftWriter, intent: want.MarkDutyNotNeeded) -> None:
    """Marks a duty, or a step of the return, as not needed. Raises Refused without a reason, or where it is not
    owed."""
    key = _owed_or_step(writer, intent.patient, intent.key)
    why = _reason_given(intent.reason)
    writer.write(DutyNotNeeded(patient=intent.patient, key=key), text=why)


def mark_duty_impossible(writer: DraftWriter, intent: want.MarkDutyImpossible) -> None:
    """Marks a duty, or a step of the return, as impossible. Raises Refused without a reason, or where it is not
    owed."""
    key = _owed_or_step(writer, intent.patient, intent.key)
    why = _reason_given(intent.reason)
    writer.write(DutyImpossible(patient=intent.patient, key=key), text=why)


def _owed_or_step(writer: DraftWriter, patient: str, key: str) -> str:
    writer.refuse_unless_running()
    if key == IMAGES_FATE_STEP:
        raise Refused(_("Dire ce que deviennent les images : aucune image, à rattacher, ou autre chose."))
    line = next((candidate for candidate in writer.walk.patients if candidate.id == patient), None)
    if line is not None and any(step.key == key for step in line.steps):
        return key
    duty = _owed_duty(writer, patient, key)
    if duty.question and writer.context.rules >= 4:
        raise Refused(_("« {what} » est une question : oui, non ou pas su.").format(what=duty.label))
    return duty.key


def reconcile(writer: DraftWriter, intent: want.Reconcile) -> None:
    """Marks a step of the return as done for a patient; a number in the note also goes to its field of the line.

    Raises Refused where there is no such step, it is done, or the note is a placeholder.
    """
    line, step = _open_step(writer, intent.patient, intent.step)
    note = intent.note.strip() or None
    _refuse_unknown_identity(line, step, intent.note)
    if is_unknown(intent.note):
        raise Refused(
            _("{label} : {what} : « {words} » ne suffit pas. L'écrire, ou ne rien écrire si c'est fait.").format(
                label=line.label, what=step.label, words=intent.note.strip()
            )
        )
    field = field_for_step(writer.site.register_fields, step)
    if note is not None and field is not None:
        refuse_placeholder(writer.site.register_fields, line, field, note)
        note = _choice_in_words(writer, field, note)
    writer.write(StepReconciled(patient=line.id, key=step.key), text=note)
    gone = line.latest is not None and (line.latest.erased or line.latest.missing)
    if note is not None and field is not None and not gone:
        _fill_field(writer, line, field, note)


def _choice_in_words(writer: DraftWriter, field: Field, note: str) -> str:
    """A note that is a choice of a list, as the list writes it. Raises Refused for a place in the list: where it is not
    shown, a digit may have meant something else."""
    if not field.traits.listed:
        return note
    if note.isdigit():
        words = _("{field} : l'écrire en lettres : {choices}.")
        raise Refused(words.format(field=field.label, choices=", ".join(field.offered)))
    return checked_value(field, note, _today_at_site(writer))


def _open_step(writer: DraftWriter, patient: str, key: str) -> tuple[Patient, Step]:
    """A patient line, and a step of its return that may be marked as done. Raises Refused where there is none."""
    writer.refuse_unless_running()
    line = _patient_line(writer, patient)
    step = next((candidate for candidate in line.steps if candidate.key == key), None)
    if step is None or not step.about_images:
        line = _standing_line(writer, patient)
    elif step.key == IMAGES_FATE_STEP:
        raise Refused(_("{label} : dire d'abord ce que deviennent les images.").format(label=line.label))
    if step is None:
        raise Refused(_("Rien de tel n'est à réconcilier pour cette ligne."))
    if step.status == "done" and not writer.state.slot("duty", line.id, step.key).conflict:
        raise Refused(_("C'est déjà fait."))
    return line, step


def _refuse_unknown_identity(line: Patient, step: Step, note: str) -> None:
    """Raises Refused where a step about the identity is marked as done while something of the identity is unknown."""
    if step.needs_words and is_no_answer(note):
        raise Refused(
            _("{label} : {what}. L'écrire, ou dire l'identité transmise à la cellule d'identitovigilance.").format(
                label=line.label, what=step.label
            )
        )
    unknown = [missing_step.label for missing_step in line.missing if missing_step.needs_words]
    if step.puts_right == "identity" and not step.needs_words and unknown:
        what = ", ".join(unknown)
        raise Refused(_("{label} : d'abord {what}.").format(label=line.label, what=what))


def _fill_field(writer: DraftWriter, line: Patient, field: Field, number: str) -> None:
    """Writes a number given at a step to its field of the patient line, in the same act. Raises Refused where the line
    is in conflict."""
    said = checked_value(field, number, _today_at_site(writer))
    if line.fields.get(field.id) == said:
        return
    if line.conflict:
        raise Refused(_("{label} a été corrigée de deux façons : trancher d'abord.").format(label=line.label))
    values = {**line.fields, field.id: said}
    fact = PatientCorrected(
        patient=line.id, facts=dict(sorted(line.facts.items())), filled=tuple(sorted(values)),
        examined=line.examined if line.hour_given else None, draft=line.draft,
        rules=writer.context.rules if line.latest is not None and line.latest.body.rules else 0, preset=True,
    )  # fmt: skip
    writer.write(fact, text=fields_as_text(values))


def waive(writer: DraftWriter, intent: want.Waive) -> None:
    """Waives the reconciliation of a line. Raises Refused without a reason or a required fate of images."""
    writer.refuse_unless_running()
    line = _standing_line(writer, intent.patient)
    why = _reason_given(intent.reason)
    require_images_fate(writer, line, intent.images)
    writer.write(PatientWaived(patient=line.id, rules=writer.context.rules), text=why)
    write_images_fate(writer, line, intent.images)


def verify(writer: DraftWriter, intent: want.VerifyPatient) -> None:
    """Marks a line as verified in the systems. Raises Refused while anything of it is missing, doubtful or in
    conflict, or anything is owed: closing would refuse it."""
    writer.refuse_unless_running()
    line = _standing_line(writer, intent.patient)
    if line.state == "verified" and not writer.state.slot("verdict", line.id).conflict:
        raise Refused(_("Cette ligne est déjà vérifiée."))
    if line.conflict:
        raise Refused(_("{label} a été corrigée de deux façons : trancher d'abord.").format(label=line.label))
    if line.draft:
        raise Refused(_("{label} : saisie pas finie. L'ouvrir, compléter, enregistrer.").format(label=line.label))
    looks_at_duties = writer.context.rules >= 6  # earlier programs took a line whose CD was still owed
    owed = writer.walk.duties_by_patient.get(line.id, ()) if looks_at_duties else ()
    missing = [step.label for step in line.missing]
    missing += [owed_words(duty) for duty in owed if duty.status == "open" and duty.phase != "return_to_normal"]
    if missing:
        raise Refused(_("{label} : il manque encore {what}.").format(label=line.label, what=", ".join(missing)))
    refuse_doubtful_number(writer, line)
    sheet = fields_to_ask(writer.site.register_fields, writer.walk.rows)
    empty = missing_fields(sheet, line.facts, line.fields, paper=line.paper, light=line.light)
    if empty:
        what = ", ".join(field.label for field in empty)
        raise Refused(
            _("{label} : compléter {what} (« ? » si inconnu), ou dispenser la ligne.").format(
                label=line.label, what=what
            )
        )
    writer.write(PatientVerified(patient=line.id, rules=writer.context.rules if looks_at_duties else 0))
