"""Intents: what a person wants to do, the same for every face. `handlers.dispatch.drafts` turns one into events.

Imported as a whole: `from pannesi.session import actions as want`.
"""

from __future__ import annotations

from pannesi.session.actions.lines import (
    Answer,
    Called,
    CouldNot,
    Leave,
    LineIntent,
    NotNeeded,
    Redline,
    SetCondition,
    Settle,
)
from pannesi.session.actions.outage import (
    AnnounceReturn,
    CorrectTime,
    FellAgain,
    OutageIntent,
    SaySameOutage,
    SayWhoFound,
    SetBegan,
    SetExpected,
)
from pannesi.session.actions.patients import (
    AbandonEntry,
    AddPatient,
    AnswerDuty,
    ConfirmSharedNumber,
    CorrectPatient,
    HandIdentityOn,
    ImagesFate,
    MarkDutyImpossible,
    MarkDutyNotNeeded,
    PatientIntent,
    Reconcile,
    SetImagesFate,
    SettleDuty,
    VerifyPatient,
    VoidPatient,
    Waive,
)
from pannesi.session.actions.session import (
    Close,
    NamePerson,
    Note,
    OfferHandover,
    Open,
    SessionIntent,
    TakeHandover,
    Undo,
    UndoLast,
)
from pannesi.session.actions.visits import (
    Conclude,
    Follow,
    Join,
    RunAnnex,
    TurnAll,
    VisitIntent,
)

__all__ = [
    "AbandonEntry",
    "AddPatient",
    "AnnounceReturn",
    "Answer",
    "AnswerDuty",
    "Called",
    "Close",
    "Conclude",
    "ConfirmSharedNumber",
    "CorrectPatient",
    "CorrectTime",
    "CouldNot",
    "FellAgain",
    "Follow",
    "HandIdentityOn",
    "ImagesFate",
    "Intent",
    "Join",
    "Leave",
    "MarkDutyImpossible",
    "MarkDutyNotNeeded",
    "NamePerson",
    "NotNeeded",
    "Note",
    "OfferHandover",
    "Open",
    "Reconcile",
    "Redline",
    "RunAnnex",
    "SaySameOutage",
    "SayWhoFound",
    "SetBegan",
    "SetCondition",
    "SetExpected",
    "SetImagesFate",
    "Settle",
    "SettleDuty",
    "TakeHandover",
    "TurnAll",
    "Undo",
    "UndoLast",
    "VerifyPatient",
    "VoidPatient",
    "Waive",
]

Intent = LineIntent | VisitIntent | OutageIntent | SessionIntent | PatientIntent
