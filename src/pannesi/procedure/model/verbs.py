"""What each verb means to the program: its words, what settles a line, where the line counts.

The class of a line (`procedure/model/lines.py`) has the fields that authors write, and one `VerbTraits` of this module.
The rest of the program reads `line.traits`, so that a verb is described nowhere else.
"""

from __future__ import annotations

from enum import Enum, auto

from pannesi.procedure.model.entity import Frozen
from pannesi.support.i18n import N_, Marked


class SettledBy(Enum):
    """The kind of act that settles a line."""

    TICKING = auto()
    ANSWERING = auto()
    CALLING = auto()
    RUNNING_AN_ANNEX = auto()
    TURNING_INTO_A_CASE = auto()
    OPENING_A_CASE = auto()
    ENDING_THE_ANNEX = auto()


class VerbTraits(Frozen):
    """What a verb implies. Words are French, and translated when they are shown; the defaults are those of `do`."""

    explained: Marked
    """For authors: what the value of the verb is."""
    heading: Marked
    """The kind of line, in the written procedure."""
    to_do: Marked
    """The kind of line in a session, before it is settled."""
    done: Marked
    """The status of a settled line, in words."""
    not_done: Marked | None = None
    """The status of a line whose annex ended before it was settled, in words; None: "not done"."""
    settled_by: SettledBy = SettledBy.TICKING
    go: Marked | None = None
    """What following the line does, in short, beside its key; None where it leads nowhere."""
    go_in_full: Marked | None = None
    """What following the line does, in full."""
    may_be_passed: bool = True
    """Whether "not needed" and "could not" are accepted, unless the line itself forbids them."""
    by_others: bool = False
    """Whether it is somebody else's act, which the operator waits for."""
    outward: bool = True
    """Whether it may have effects outside the program, which must be undone at the return."""
    tells_others: bool = False
    """Whether it informs others of the outage, and is therefore repeated when the outage comes back."""
    something_to_do: bool = True
    """Whether it asks the operator to do something now."""
    guides: bool = True
    """Whether it says how to work during the outage."""
    in_order: bool = True
    """Whether the statistics of a session count it when it is settled out of order."""
    gone_with_its_case: bool = False
    """Whether it is useless once its case has turned into another, even where other lines of the case still hold."""
    ends_an_order: bool = True
    """Whether, among the return lines of an annex, it ends what the annex set up."""
    box_on_paper: bool = True
    """Whether it is printed with a box to tick."""
    fill: str = "#f5f7fa"
    """The colour of its box in the graph of a case (CSS)."""

    @property
    def decides(self) -> bool:
        """Whether settling it decides what comes next; such a line cannot be postponed until the return."""
        return self.settled_by not in (SettledBy.TICKING, SettledBy.CALLING)


_ELSEWHERE = "#e3f8ff"
_QUESTION = "#fff3c4"

DO = VerbTraits(
    explained=N_("Un geste à faire, une fois."),
    heading=N_("à faire"),
    to_do=N_("à faire"),
    done=N_("fait"),
)
KNOW = VerbTraits(
    explained=N_("Quelque chose à savoir."),
    heading=N_("à savoir"),
    to_do=N_("à savoir"),
    done=N_("lu"),
    not_done=N_("non lu"),
    outward=False,
    something_to_do=False,
    gone_with_its_case=True,
    ends_an_order=False,
    box_on_paper=False,
)
STANDING = VerbTraits(
    explained=N_("Une consigne, en vigueur tant que dure la panne (d'une annexe : jusqu'à son propre retour)."),
    heading=N_("en vigueur"),
    to_do=N_("tant que ça dure"),
    done=N_("en vigueur"),
    something_to_do=False,
    in_order=False,
    fill="#e3f9e5",
)
AWAIT = VerbTraits(
    explained=N_("Le geste d'un autre, que l'on confirme quand on le voit."),
    heading=N_("attendre"),
    to_do=N_("attendu"),
    done=N_("constaté"),
    not_done=N_("non constaté"),
    by_others=True,
    something_to_do=False,
    in_order=False,
)
CALL = VerbTraits(
    explained=N_("Un contact à appeler (son id dans contacts.yaml)."),
    heading=N_("appeler"),
    to_do=N_("appeler"),
    done=N_("joint"),
    not_done=N_("non appelé"),
    settled_by=SettledBy.CALLING,
    tells_others=True,
    fill="#ffd9d9",
)
BROADCAST = VerbTraits(
    explained=N_("Un message à faire diffuser (son nom dans messages)."),
    heading=N_("message"),
    to_do=N_("à voir diffusé"),
    done=N_("vu diffusé"),
    not_done=N_("non constaté"),
    by_others=True,
    tells_others=True,
    something_to_do=False,
    in_order=False,
    fill="#ffe8d6",
)
ASK = VerbTraits(
    explained=N_("Une question à plusieurs réponses ; « je ne sais pas » est toujours offert."),
    heading=N_("à demander"),
    to_do=N_("question"),
    done=N_("répondu"),
    not_done=N_("non répondu"),
    settled_by=SettledBy.ANSWERING,
    outward=False,
    guides=False,
    gone_with_its_case=True,
    fill=_QUESTION,
)
VERIFY = VerbTraits(
    explained=N_("Une vérification, par oui ou non."),
    heading=N_("à vérifier"),
    to_do=N_("question"),
    done=N_("répondu"),
    not_done=N_("non répondu"),
    settled_by=SettledBy.ANSWERING,
    outward=False,
    guides=False,
    gone_with_its_case=True,
    fill=_QUESTION,
)
RUN = VerbTraits(
    explained=N_("Une annexe à dérouler ; on revient ici après."),
    heading=N_("dérouler"),
    to_do=N_("procédure"),
    done=N_("terminé"),
    settled_by=SettledBy.RUNNING_AN_ANNEX,
    go=N_("dérouler"),
    go_in_full=N_("dérouler la procédure"),
    outward=False,
    guides=False,
    fill=_ELSEWHERE,
)
BECOMES = VerbTraits(
    explained=N_("Un autre cas, qui prend la place de celui-ci."),
    heading=N_("devient"),
    to_do=N_("continuer"),
    done=N_("suivi"),
    settled_by=SettledBy.TURNING_INTO_A_CASE,
    go=N_("y aller"),
    go_in_full=N_("y aller"),
    outward=False,
    something_to_do=False,
    gone_with_its_case=True,
    fill=_ELSEWHERE,
)
JOINS = VerbTraits(
    explained=N_("Un autre cas, qui s'ouvre à côté de celui-ci."),
    heading=N_("s'ajoute"),
    to_do=N_("ouvrir aussi"),
    done=N_("ouvert"),
    settled_by=SettledBy.OPENING_A_CASE,
    go=N_("ouvrir"),
    go_in_full=N_("ouvrir aussi ce cas"),
    outward=False,
    something_to_do=False,
    gone_with_its_case=True,
    fill=_ELSEWHERE,
)
OUTCOME = VerbTraits(
    explained=N_("L'issue par laquelle l'annexe finit."),
    heading=N_("issue"),
    to_do=N_("fin"),
    done=N_("terminé"),
    settled_by=SettledBy.ENDING_THE_ANNEX,
    go=N_("finir ici"),
    go_in_full=N_("finir ici"),
    may_be_passed=False,
    outward=False,
    something_to_do=False,
    guides=False,
    box_on_paper=False,
)
TICKET = VerbTraits(
    explained=N_("Une fiche d'appel : ce qu'il faut avoir sous la main."),
    heading=N_("ticket"),
    to_do=N_("fiche d'appel"),
    done=N_("prêt"),
)
REGISTER = VerbTraits(
    explained=N_("Ouvrir le registre des patients."),
    heading=N_("registre"),
    to_do=N_("registre"),
    done=N_("pris en compte"),
    in_order=False,
)
