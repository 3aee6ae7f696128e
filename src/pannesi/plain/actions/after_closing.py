"""What is asked once a session is closed, one answer each: the severity of the outage, and its effect on care."""

from __future__ import annotations

from typing import TYPE_CHECKING

from pannesi.plain.session import Guide
from pannesi.support.errors import Declined, JournalError, NotFound
from pannesi.support.i18n import _, translated

if TYPE_CHECKING:
    from pannesi.history.learning.incident_reviews import StationReview
    from pannesi.session.incident_review.fields import ReviewField


def say_severity(guide: Guide, _given: str) -> None:
    """Asks the severity, then the effect; an empty line leaves both for later."""
    from pannesi.history.learning.incident_reviews import StationReview
    from pannesi.session.incident_review.fields import asked_after_closing

    review = StationReview(guide.station, guide.desk.session or "")
    try:
        for field in asked_after_closing():
            if not _asked(guide, review, field):
                break
    except (Declined, JournalError, NotFound) as failure:
        guide.say(str(failure))
        return
    guide.say(_("La suite du retour d'expérience : pannesi rex show {session}.").format(session=review.session))


def _asked(guide: Guide, review: StationReview, field: ReviewField) -> bool:
    """Asks what one field holds; whether it was answered. Raises Declined, JournalError, NotFound."""
    from pannesi.presentation.learning.incident_review import question_words, said_words
    from pannesi.session.incident_review.rules import Statement

    before = review.read().review.field(field.name)
    options = [(value, translated(words)) for value, words in field.options.items() if value != "unknown"]
    unknown = ("unknown", translated(field.options["unknown"]))
    value = guide.talk.choose(question_words(field, before), options, otherwise=_("plus tard"), unknown=unknown)
    if value is None:
        return False
    review.say(lambda reviewed: [Statement("", field.name, (value,))])
    guide.say(_("Noté : {what}.").format(what=said_words(review.read().review.field(field.name), field)))
    return True
