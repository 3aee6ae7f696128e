"""The items of one patient line: what is doubtful, owed and to be reconciled, what it says, and its history."""

from __future__ import annotations

from collections.abc import Sequence

from rich.text import Text

from pannesi.presentation.line.word_count import count_words
from pannesi.presentation.patients.line_comparison import lines_alike
from pannesi.presentation.patients.patient_line_history import line_changes, line_versions
from pannesi.presentation.patients.register_progress import images_due
from pannesi.presentation.patients.register_values import UNFINISHED
from pannesi.session.labels import reason_words
from pannesi.session.projection.read_model import Patient, Step
from pannesi.support.i18n import _, translated
from pannesi.tui.screen import WIDE
from pannesi.tui.screens.comparison import comparison_items
from pannesi.tui.screens.doubts import Key, NumberDoubtsMixin
from pannesi.tui.screens.duty_question import DutyQuestionMixin
from pannesi.tui.widgets.item_list import ListItem
from pannesi.tui.widgets.wrapping import NARROW

MOST_LABEL = 36
"""Columns of the longest label that values are aligned behind."""


class PatientItemsMixin(DutyQuestionMixin, NumberDoubtsMixin):
    """The list of the screen of one patient line."""

    cursor: Key | None

    @property
    def returning(self) -> bool:
        """Whether the session is at the return to normal, or to be closed."""
        return self.view.walk.stage in ("return_to_normal", "to_close")

    def _words_here(self, patient: Patient) -> int:
        """How many words have to be read of what is under the cursor."""
        here = [item for item in self._items(patient) if item.key == self.cursor]
        return sum(count_words(text.plain) for item in here for text in item.texts)

    def _alarms(self, patient: Patient) -> list[str]:
        versions = [_("DEUX VERSIONS : choisir celle qui reste")] if patient.conflict else []
        patients = self.view.walk.patients
        alarms = self.sheet.alarms(patients).get(patient.id, ())
        return [*versions, *alarms, *images_due(patients).get(patient.id, ())]

    def _items(self, patient: Patient) -> list[ListItem]:
        """What is to be done for a line, as items under headings."""
        items: list[ListItem] = []
        if patient.conflict:
            items.append(self._heading(_("Versions de cette ligne")))
            for event, words in line_versions(self.sheet, patient):
                items.append(ListItem(("version", event.id), (Text(f"! {words}", style=self.ink.danger),), hang=2))
        items += self.doubt_items()
        owed = self.sheet.duties_of(patient)
        if owed and not patient.voided:
            items.append(self._heading(_("Dû à ce patient")))
            for duty in owed:
                if duty.question:
                    items.append(self.question_item(duty))
                    continue
                sure = "" if duty.sure else _(" (à préciser : compléter la ligne)")
                items.append(self._row(("duty", duty.key), duty.status, duty.label + sure, duty.fact))
        if not patient.voided:
            early = any(step.early for step in patient.missing)
            items.append(self._heading(_("Au retour : la panne dure encore") if early else _("Au retour")))
            items += [self._step(patient, step) for step in patient.steps]
            items.append(self._verification_item(patient))
        elif patient.steps:
            items.append(self._heading(_("Les images de cette ligne")))
            items += [self._step(patient, step) for step in patient.steps]
        return items

    def _said_items(self, patient: Patient) -> list[ListItem]:
        """What a line says, and its history, to be read."""
        items = [self._heading(_("Ce que dit la ligne"))]
        half = _("{half} : E, puis F5").format(half=translated(UNFINISHED))
        warned = [half] if patient.draft and not patient.voided else []
        if (
            lacks := ", ".join(field.label for field in self.sheet.empty_required_fields(patient))
        ) and not patient.settled:
            warned.append(_("à compléter : {fields}").format(fields=lacks))
        items += [ListItem(None, (Text(" " + words, style=self.ink.plain),), hang=3) for words in warned]
        said = [*self.sheet.all_values(patient), *self.sheet.image_values(patient)]
        items += self._labelled_values(said)
        width = self.columns // 2 - 4 if self.columns >= WIDE else self.columns - 4
        for other in lines_alike(self.sheet, patient, self.view.walk.patients):
            items.append(
                self._heading(_("À comparer : {label} et {other}").format(label=patient.label, other=other.label))
            )
            items += comparison_items(self.ink, self.sheet, (patient, other), width)
        items.append(self._heading(_("Historique de la ligne")))
        items += [
            ListItem(None, (Text(" " + words, style=self.ink.quiet),), hang=3)
            for words in line_changes(self.sheet, patient)
        ]
        return items

    def _labelled_values(self, pairs: Sequence[tuple[str, str]]) -> list[ListItem]:
        """Labels with their values, which are aligned where there is width for it."""
        widest = min(max((len(label) for label, _value in pairs), default=0), MOST_LABEL)
        room = widest if self.columns >= NARROW else 0
        items = []
        for label, value in pairs:
            text = Text().append(f" {label} : ".ljust(room + 4), style=self.ink.quiet)
            items.append(ListItem(None, (text.append(value, style=self.ink.plain),), hang=room + 4 if room else 3))
        return items

    def _step(self, patient: Patient, step: Step) -> ListItem:
        """A step of the reconciliation. Of a waived line what is open is not asked any more, but can still be said
        done."""
        if patient.state == "waived" and step.status == "open" and not step.about_images:
            text = Text(f" – {step.label} · " + _("plus demandé"), style=self.ink.quiet)
            return ListItem(("step", step.key), (text,), hang=3)
        return self._row(("step", step.key), step.status, step.label, step.fact)

    def _verification_item(self, patient: Patient) -> ListItem:
        by = patient.verdict.actor if patient.verdict is not None else ""
        words = _(" ○ Vérifier la ligne : tout est fait, et revu")
        if patient.state == "verified":
            words = _(" ✓ vérifiée par {name}").format(name=by or _("sans nom"))
            words += _(", qui l'a aussi saisie") if patient.same_person else ""
        elif patient.state == "waived" and patient.verdict is not None:
            words = _(" – dispensée : {why}").format(why=reason_words(patient.verdict))
        style = {"verified": self.ink.done, "waived": self.ink.quiet}.get(patient.state, self.ink.plain)
        return ListItem(("verify", ""), (Text(words, style=style),), hang=3)
