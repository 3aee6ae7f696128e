"""The shipped procedure without what it says of one doubt, and cases that wait in it."""

from __future__ import annotations

from pannesi.procedure.model.lines import AnswerIs, Line, When
from pannesi.procedure.model.numbering import UNKNOWN
from pannesi.procedure.model.procedure import Site
from pannesi.session import actions as want
from tests.support.building import Played, start
from tests.support.editing import edited
from tests.support.session_playing import at
from tests.support.shipped_site import shipped

DOUBT = When(answer=AnswerIs(line="serie-recue", option=UNKNOWN))


def unforeseen() -> Site:
    """The shipped procedure, whose annex 4 says nothing of who does not know whether the series arrived."""

    def without(line: Line) -> tuple[Line, ...]:
        when = line.when
        if when is None or DOUBT not in when.any_of:
            return (line,)
        return (line.replace(when=when.replace(any_of=tuple(one for one in when.any_of if one != DOUBT))),)

    return edited(shipped(), "annexe-4", without)


def waiting(unit: str, symptom: str, run: str, *before: tuple[str, str]) -> Played:
    """A case whose annex 4 does not know whether the series arrived, and asked in vain."""
    played = start(unforeseen(), unit, symptom)
    for number, option in before:
        played.do(want.Answer(*at(played, number).key, option))
    played.do(want.RunAnnex(*at(played, run).key))
    played.do(want.Answer(*at(played, "A4.2").key, "appel"))
    played.do(want.Settle(*at(played, "A4.3").key))
    played.do(want.Answer(*at(played, "A4.4").key, UNKNOWN))
    played.do(want.Called(*at(played, "A4.6").key, "imadis-images", "reached"))
    return played
