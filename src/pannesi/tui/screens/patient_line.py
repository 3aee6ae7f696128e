"""One patient line: what it says, what is owed, what is to be reconciled, and its history."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from typing import ClassVar

from rich.text import Text
from textual.app import ComposeResult

from pannesi.application.context import Station
from pannesi.application.session_service import Desk
from pannesi.presentation.commands import patients as commands
from pannesi.presentation.commands.key_bar import Hint
from pannesi.presentation.patients.duty_questions import ANSWER_IN_DIGITS
from pannesi.presentation.patients.register_foot import identity_words
from pannesi.presentation.patients.register_progress import sorted_by_missing
from pannesi.session import actions as want
from pannesi.session.events import Event
from pannesi.session.facts.patients import PatientVersion
from pannesi.session.projection.read_model import DutyRow, Patient, Step
from pannesi.session.register.duties import keep_version_intent
from pannesi.session.register.images import ATTACH_IMAGES_STEP, IMAGES_FATE_STEP
from pannesi.session.register.reconciliation import MERGES
from pannesi.support.i18n import _, all_translated, translated
from pannesi.tui.command_screen import Handlers
from pannesi.tui.drawing.line_columns import LineColumns
from pannesi.tui.prompt import confirm_if_short
from pannesi.tui.screen import WIDE
from pannesi.tui.screens.doubts import Key
from pannesi.tui.screens.letting_go import LettingGoMixin
from pannesi.tui.screens.patient_line_items import PatientItemsMixin
from pannesi.tui.screens.unidentified import UnidentifiedMixin
from pannesi.tui.widgets.item_list import ItemList
from pannesi.tui.widgets.text_block import TextBlock


class PatientLineScreen(LettingGoMixin, UnidentifiedMixin, PatientItemsMixin):
    """One patient line opened: Enter does what is under the cursor, which then goes to the next open thing."""

    BAR_LINES = 2
    OFFERS = commands.ON_PATIENT_LINE
    KEPT_VIEW = ("patient_id", "cursor")

    def __init__(self, station: Station, desk: Desk, patient: str, at: Key | None = None) -> None:
        super().__init__(station, desk)
        self.patient_id = patient
        self.cursor = at
        patients = self.view.walk.patients
        self.order = [row.id for row in (sorted_by_missing(self.sheet, patients) if self.returning else patients)]
        """The lines in the order that they had when the first was opened: what is done on the way moves none."""
        self._going_on = False
        """Whether the next line was asked for during a commit."""

    def compose(self) -> ComposeResult:
        yield TextBlock("band", classes="band")
        yield LineColumns()
        yield from self.compose_bottom()

    @property
    def is_settled(self) -> bool:
        """Whether the line was verified or waived."""
        return self.patient is not None and self.patient.settled

    @property
    def open_line(self) -> bool:
        """Whether something can be said of the line: it was not voided, and no prompt is open."""
        return self.acting and self.patient is not None and not self.patient.voided

    @property
    def on_step(self) -> bool:
        """Whether the cursor is on something owed that can be passed with a reason. What becomes of images cannot."""
        if self.cursor is None or self.cursor == ("step", IMAGES_FATE_STEP) or self.question_here is not None:
            return False
        return self.cursor[0] in ("duty", "step") and (self.open_line or (self.acting and self.on_images))

    @property
    def question_here(self) -> DutyRow | None:
        """The duty under the cursor, where it is a question."""
        what, key = self.cursor or ("", "")
        owed = self.sheet.duties_of(self.patient) if what == "duty" and self.patient is not None else ()
        return next((duty for duty in owed if duty.key == key and duty.question), None)

    @property
    def on_question(self) -> bool:
        """Whether a question can be answered here."""
        return self.open_line and self.question_here is not None

    @property
    def on_images(self) -> bool:
        """Whether the cursor is on the images of a line that was voided or waived."""
        what, key = self.cursor or ("", "")
        return what == "step" and key in (IMAGES_FATE_STEP, ATTACH_IMAGES_STEP)

    def restore_focus(self) -> None:
        self.query_one(ItemList).focus()

    def hints(self) -> list[Hint]:
        """The keys that apply. A command that Enter does too is not shown twice; voiding is shown only beside waiving,
        so as not to take the room of what is needed more."""
        first, *others = super().hints()
        after = {commands.VOID_LINE.press: commands.WAIVE_LINE.press}
        others = [replace(other, after=after.get(other.press, "")) for other in others]
        return [first, *(hint for hint in others if hint.words != first.words)]

    def draw(self) -> None:
        super().draw()
        patient = self.patient
        if patient is None:
            self.close_with()
            return
        text = Text(f"{patient.label}  {identity_words(self.sheet, patient)}", style=self.ink.title)
        text.append("\n".join(["", *self.sheet.line_in_short(patient)]), style=self.ink.plain)
        for words in self._alarms(patient):
            text.append("\n" + words, style=self.ink.danger)
        self.query_one("#band", TextBlock).update(text)
        said = self.query_one(LineColumns).show_said(self._said_items(patient), wide=self.columns >= WIDE)
        items = [*self._items(patient), *said]
        if self.cursor not in (keys := [item.key for item in items if isinstance(item.key, tuple)]):
            self.cursor = self._first_open(patient) or (keys[0] if keys else None)
        rows = self.query_one(ItemList)
        rows.cursor_style = self.app.cursor_style
        rows.show(items, self.cursor)
        self._note_shown()
        if not self.asking:
            rows.focus()
        self.show_bar()

    def _first_open(self, patient: Patient) -> Key | None:
        """The key of the first thing that is open at a line: a version to choose, a duty, a doubt, a step, its
        verification."""
        if patient.conflict:
            return ("version", patient.conflict[0].id)
        owed = sorted(self.sheet.duties_of(patient), key=lambda duty: bool(duty.answered))
        for duty in owed:
            if duty.status == "open":
                return ("duty", duty.key)
        if (doubt := self.doubt_open()) is not None:
            return doubt
        for step in patient.missing:
            return ("step", step.key) if not step.early else None
        return ("verify", "") if not patient.settled and not patient.voided else None

    def on_item_list_moved(self, event: ItemList.Moved) -> None:
        if isinstance(event.key, tuple):
            self.cursor = (str(event.key[0]), str(event.key[1]))
            self._note_shown()
            self.show_bar()

    def _note_shown(self) -> None:
        self.note_shown((self.patient_id, self.cursor, self.fact_here and self.fact_here.id))

    def on_item_list_chosen(self, event: ItemList.Chosen) -> None:
        self.note_click()
        self.action_key("enter")

    def _after_written(self, _written: object) -> None:
        patient = self.patient
        if patient is not None:
            before, self.cursor = self.cursor, self._first_open(patient) or self.cursor
            words = self._words_here(patient) if self.returning and self.cursor != before else 0
            self.draw_led_to(words, self.draw)

    def do_settle_here(self) -> None:
        """Does what is under the cursor: says it done, chooses a version, or asks."""
        what, key = self.cursor or ("", "")
        if what in ("duty", "step") and self._is_done(key):
            self.say(_("C'est déjà fait : Z l'annule, E complète la ligne."), alarm=True)
        elif self.cursor == ("step", IMAGES_FATE_STEP):
            self.say_images()
        elif what == "duty":
            self._settle_duty(key)
        elif what == "step":
            self._ask_step(key)
        elif what == "version":
            self._keep_version(key)
        elif what == "doubt":
            self.pass_doubt(key)
        elif what == "verify":
            self.do_verify_line()

    def _is_done(self, key: str) -> bool:
        """Whether a duty or a step is done, without a contradiction that saying it again would settle."""
        patient = self.patient
        items: tuple[DutyRow | Step, ...] = (
            (*patient.steps, *self.sheet.duties.get(patient.id, ())) if patient is not None else ()
        )
        done = any(item.key == key and item.status == "done" for item in items)
        return done and not self.view.state.slot("duty", self.patient_id, key).conflict

    def _settle_duty(self, key: str) -> None:
        """Says that a duty is done. Where the line does not say whether it is owed, that is asked first: Enter alone
        must not claim that something was handed over."""
        patient = self.patient
        duty = (
            next((row for row in self.sheet.duties_of(patient) if row.key == key), None)
            if patient is not None
            else None
        )
        if duty is not None and duty.sure and self.looks_at_unknown(duty):
            return
        if duty is None or duty.sure:
            self.do(want.SettleDuty(self.patient_id, key), self._after_written)
            return
        not_owed = _("pas dû à ce patient")
        question = _("« {what} » : la ligne ne dit pas si c'est dû à ce patient.").format(what=duty.label)
        self.choose(
            question,
            [
                (_("dû, et fait"), lambda: self.do(want.SettleDuty(self.patient_id, key), self._after_written)),
                (
                    not_owed,
                    lambda: self.do(want.MarkDutyNotNeeded(self.patient_id, key, not_owed), self._after_written),
                ),
                (_("compléter la ligne"), self.do_complete_line),
            ],
        )

    def _ask_whether_early(self, key: str) -> None:
        """Asks, while the outage lasts, whether a step of the return is really done already."""
        self.choose(
            _("La panne dure encore : est-ce vraiment déjà fait ?"),
            [
                (_("oui, c'est fait"), lambda: self._ask_step(key, sure=True)),
                (_("non, ce sera au retour"), lambda: None),
            ],
        )

    def _ask_step(self, key: str, *, sure: bool = False) -> None:
        """Asks what a step of the return needs, then says that it is done."""
        step = next(asked for asked in self.patient.steps if asked.key == key) if self.patient is not None else None
        if step is not None and step.early and step.status == "open" and not sure and not step.needs_words:
            self._ask_whether_early(key)
            return
        if step is None or self.patient is None:
            return
        if step.needs_words:
            self.say_unknown(step)
            return
        question, written = self.sheet.step_question(self.patient, step)
        usual = all_translated(MERGES) if step.puts_right == "identity" else ()
        numbered = step.puts_right in ("episode", "order")

        def said(words: str) -> None:
            self.do(want.Reconcile(self.patient_id, key, words), self._after_written)

        self.ask(question, confirm_if_short(said) if numbered else said, written, usual, doubts=not numbered)

    def _keep_version(self, event_id: str) -> None:
        """Keeps a version of the line; the others give way. A voided line stays voided where that is the version
        kept."""
        event, patient = self.view.state.events[event_id], self.patient
        if not isinstance(event.body, PatientVersion) and patient is not None:
            self._undo_each([event.id for event in patient.conflict if event.id != event_id])
            return
        self.do(keep_version_intent(self.patient_id, event), self._after_written)

    def _undo_each(self, events: list[str]) -> None:
        """Undoes these facts, one commit after the other."""
        if events:
            self.do(want.Undo(events[0]), lambda _written: self._undo_each(events[1:]))
        else:
            self._after_written(None)

    def _with_reason(self, question: str, intent: Callable[[str, str, str], want.Intent]) -> None:
        """Asks for a reason and passes what is under the cursor; without one nothing is written, and that is said."""
        key = self.cursor[1] if self.cursor is not None else ""
        self.ask(question, lambda words: self.do(intent(self.patient_id, key, words), self._after_written), doubts=True)

    @property
    def fact_here(self) -> Event | None:
        """The fact that was said of what is under the cursor, which can be undone."""
        patient = self.patient
        if self.acting and patient is not None and patient.voided and not self._is_on_attached_images(patient):
            return patient.voided_by
        if not (self.open_line or self.acting) or self.cursor is None or patient is None:
            return None
        what, key = self.cursor
        if what == "verify":
            return patient.verdict
        if what == "doubt":
            return self.doubt_passed(key)
        rows = self.sheet.duties_of(patient) if what == "duty" else patient.steps if what == "step" else ()
        return next((row.fact for row in rows if row.key == key), None)

    def _is_on_attached_images(self, patient: Patient) -> bool:
        """Whether the cursor is on the statement that the images of a voided line were attached elsewhere."""
        return any(("step", step.key) == self.cursor and step.status != "open" for step in patient.steps)

    @property
    def may_settle(self) -> bool:
        """Whether Enter does something: a line is verified or waived only once."""
        patient = self.patient
        what, key = self.cursor or ("", "")
        if self.question_here is not None:
            return False  # Enter alone says neither yes nor no
        verified = patient is not None and patient.settled and what == "verify"
        verified = verified or (what == "doubt" and self.doubt_passed(key) is not None)
        version = self.acting and self.cursor is not None and self.cursor[0] == "version"
        images = self.acting and self.on_images
        return version or images or (self.open_line and self.cursor is not None and not verified)

    def enter_word(self) -> str:
        """What Enter does now."""
        what = self.cursor[0] if self.cursor is not None else ""
        if self.cursor == ("step", IMAGES_FATE_STEP):
            return _("dire")
        return {"verify": _("vérifier"), "doubt": _("dire pourquoi"), "version": _("garder celle-ci")}.get(
            what, _("fait")
        )

    def undo_word(self) -> str:
        """What undoing does here."""
        struck = self.patient is not None and self.patient.voided and not self._is_on_attached_images(self.patient)
        return _("ne plus rayer") if struck else _("annuler ceci")

    def do_undo_on_line(self) -> None:
        """Undoes what was said of the thing under the cursor; the cursor stays, to say it again."""
        if (fact := self.fact_here) is not None:
            self.do(want.Undo(fact.id))

    def do_verify_line(self) -> None:
        """Says that the line was verified."""
        self.do(want.VerifyPatient(self.patient_id), self._after_written)

    def do_complete_line(self) -> None:
        """Opens the form of the line."""
        from pannesi.tui.screens.patient_form import PatientFormScreen

        self.app.push_screen(PatientFormScreen(self.station, self.desk, self.patient), self._after_form)

    def _after_form(self, words: str | None) -> None:
        self._reload()
        self._after_written(None)
        if words:
            self.say(words)

    @property
    def following(self) -> str | None:
        """The next line where something can be done now; after the last comes the first."""
        lines = {patient.id: patient for patient in self.view.walk.patients if patient.id != self.patient_id}
        at = self.order.index(self.patient_id) + 1 if self.patient_id in self.order else 0
        ordered = [lines[line_id] for line_id in self.order[at:] + self.order[:at] if line_id in lines]
        return next(
            (line.id for line in ordered if self.sheet.missing_words(line) and not self.sheet.waits_for_return(line)),
            None,
        )

    def do_next_line(self) -> None:
        """Opens the next line where something can be done."""
        following = self.following
        if self.busy:
            self._going_on = True
        elif following is not None:
            self.patient_id, self.cursor = following, None
            self.say("")
            self.draw()

    def _answer_here(self) -> None:
        if (duty := self.question_here) is not None:
            self.answer_question(duty, self.pressed)

    def explain_unused_key(self, key: str) -> None:
        if key in ("enter", "space", "n", "i") and self.on_question:
            self.say(translated(ANSWER_IN_DIGITS), alarm=True)
        if key == "s" and not self.asking:
            self.say(_("Rien d'autre n'est à faire maintenant dans les autres lignes."))

    def commit_ended(self) -> None:
        going_on, self._going_on = self._going_on, False
        super().commit_ended()
        if going_on and not self.refused:
            self.do_next_line()

    def do_leave_line(self) -> None:
        """Closes the prompt, or goes back to the register."""
        self.stop_asking_or_leave(self.patient_id)

    HANDLERS: ClassVar[Handlers[PatientLineScreen]] = {
        commands.SETTLE_HERE: do_settle_here,
        commands.ANSWER_DUTY: _answer_here,
        commands.UNDO_ON_LINE: do_undo_on_line,
        commands.STEP_NOT_NEEDED: lambda here: here._with_reason(
            _("Pourquoi n'est-ce pas nécessaire ?"), want.MarkDutyNotNeeded
        ),
        commands.STEP_COULD_NOT: lambda here: here._with_reason(
            _("Pourquoi est-ce impossible ?"), want.MarkDutyImpossible
        ),
        commands.COMPLETE_LINE: do_complete_line,
        commands.VERIFY_LINE: do_verify_line,
        commands.NEXT_LINE: do_next_line,
        commands.WAIVE_LINE: LettingGoMixin.do_waive_line,
        commands.VOID_LINE: LettingGoMixin.do_void_line,
        commands.LEAVE_LINE: do_leave_line,
    }
