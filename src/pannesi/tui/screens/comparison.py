"""Two patient lines side by side, on the screen of one of them or above the register."""

from __future__ import annotations

from typing import TYPE_CHECKING

from pannesi.presentation.patients.line_comparison import compared_lines, comparison_table, lines_alike
from pannesi.presentation.patients.register import RegisterView
from pannesi.session.projection.read_model import Patient
from pannesi.support.i18n import _
from pannesi.tui.screens.choice_list import ChoiceListScreen
from pannesi.tui.theme.styles import Ink
from pannesi.tui.widgets.item_list import ListItem
from pannesi.tui.widgets.wrapping import inked

if TYPE_CHECKING:
    from pannesi.tui.screens.register import RegisterScreen


def comparison_items(ink: Ink, view: RegisterView, pair: tuple[Patient, Patient], width: int) -> list[ListItem]:
    """The values of two lines in two columns, to be read."""
    table = comparison_table(compared_lines(view, *pair), (pair[0].label, pair[1].label), width)
    return [ListItem(None, (inked(line, ink),)) for line in table]


def show_comparison(here: RegisterScreen) -> None:
    """Shows the line under the cursor beside each of those that it may be taken for."""
    patient, patients = here.current, here.view.walk.patients
    if patient is None:
        return
    items: list[ListItem] = []
    for other in lines_alike(here.sheet, patient, patients):
        items += comparison_items(here.ink, here.sheet, (patient, other), here.columns - 4)
    alarms = here.sheet.alarms(patients).get(patient.id, [])
    title = " · ".join([patient.label, *alarms]) if alarms else patient.label
    marked = [ListItem(number, item.texts) for number, item in enumerate(items)]
    heading = _("{title}. Comparer, puis rayer l'une des deux (⏎, X)")
    here.app.push_screen(ChoiceListScreen(here.station, heading.format(title=title), marked))
