"""The keys that sentences name, for each face: sentences shared by both faces must name keys that work in each."""

from __future__ import annotations

from dataclasses import dataclass

from pannesi.presentation.commands import general, session
from pannesi.support.i18n import N_, Marked


@dataclass(frozen=True)
class Keys:
    """The keys of one face, as they are written on its screen."""

    later: Marked
    """What comes before the words « plus tard » where a line is put off."""
    onward: str
    """How to go to the next line that can be done, where this one waits for somebody else."""
    could_not: str
    """Says that a line could not be done."""
    not_needed: str
    """One that also works where `n` alone would answer the question."""
    condition: str
    """Says whether the condition of a line holds."""
    patient: str
    """Notes a patient."""
    duties: str
    """Opens the patient register."""
    other: str
    """Goes to another outage."""
    back: str
    """Announces the return to normal, or that the outage is back."""
    close: str
    """Closes the session."""
    follow_on: str
    """Opens a session that follows a closed one."""
    after_closing: str
    """Says the severity of a closed outage, and its effect on care."""
    home: Marked
    """Goes to the home screen."""
    hand_over: str
    """Offers to hand the session over."""
    take_over: str
    """Takes the session over."""
    conflicts: str
    """Settles answers that contradict each other."""
    real: str
    """Opens a real session during an exercise."""
    note: str
    """Writes a note."""
    began: str
    """Says when the outage began, and who found it."""
    clock: str
    """How to say that the clock of this machine is right."""
    settle_duty: Marked
    """How to settle what is owed to a patient, in a few words."""
    answer_duty: Marked
    """How to answer a question that is owed to a patient, in a few words."""
    settle_line: Marked
    """How to settle a patient line, in a few words."""
    settle_images: Marked
    """Where to say what becomes of the images of a patient line."""
    go: str
    """How to go to a line of the procedure; `{number}` stands for its number."""

    def go_to(self, number: str) -> str:
        """How to go to the line with this number."""
        return self.go.replace("{number}", number)


PLAIN = Keys(
    later=N_("écrire"), onward=session.LATER.as_typed.key, could_not=session.COULD_NOT.as_typed.key,
    not_needed=session.NOT_NEEDED.as_typed.words[0],
    condition=session.CONDITION.as_typed.key, patient=session.PATIENT.as_typed.key,
    duties=session.DUTIES.as_typed.key, other=session.OTHER.as_typed.key, back=session.BACK.as_typed.key,
    close=session.CLOSE.as_typed.words[0], follow_on=session.FOLLOW_ON.as_typed.key,
    after_closing=session.AFTER_CLOSING.as_typed.key,
    home=Marked(session.HOME.as_typed.key),
    hand_over=session.HAND_OVER.as_typed.key, take_over=session.TAKE_OVER.as_typed.key,
    conflicts=session.SETTLE_CONFLICT.as_typed.key, real=session.REAL.as_typed.key, note=session.NOTE.as_typed.key,
    began=session.BEGAN.as_typed.key,
    clock=general.CLOCK.as_typed.key, go=session.GO.as_typed.key + " {number}",
    settle_duty=N_("d, puis son numéro (n ou i devant, avec un motif)"),
    answer_duty=N_("d, puis son numéro : oui, non ou pas su"),
    settle_line=N_("d, puis v (vérifiée) ou dis (dispensée) et son numéro"),
    settle_images=N_("d, puis l et son numéro"),
)  # fmt: skip
"""The keys of the line-by-line face."""
FULL_SCREEN = Keys(
    later=Marked("↓"), onward=session.NEXT.key, could_not=session.COULD_NOT.key,
    not_needed=session.NOT_NEEDED.key, condition=session.CONDITION.key,
    patient=session.PATIENT.key, duties=session.DUTIES.key, other=session.OTHER.key, back=session.BACK.key,
    close=session.CLOSE.key, follow_on=session.FOLLOW_ON.key,
    after_closing=session.AFTER_CLOSING.key, home=general.ESCAPE, hand_over=session.HAND_OVER.key,
    take_over=session.HAND_OVER.key, conflicts=session.SETTLE_CONFLICT.key, real=session.REAL.key,
    note=session.NOTE.key, began=session.BEGAN.key, clock=general.CLOCK.key, go=session.GO.key + " {number}",
    settle_duty=N_("D, ouvrir la ligne : ⏎ fait, N ou I avec un motif"),
    answer_duty=N_("D, ouvrir la ligne : 1 oui, 2 non, 0 pas su"),
    settle_line=N_("D, ouvrir la ligne : V vérifier, D dispenser du retour"), settle_images=N_("D, ouvrir la ligne"),
)  # fmt: skip
"""The keys of the full screen."""
