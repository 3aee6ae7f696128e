"""The filters of a list of sessions, in words."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from zoneinfo import ZoneInfo

from pannesi.history.catalogue import SessionCatalogue
from pannesi.history.session_filter import SessionFilter
from pannesi.procedure.model.procedure import Site
from pannesi.support.i18n import _, n_


def filter_words(wanted: SessionFilter, site: Site, zone: ZoneInfo) -> list[str]:
    """The words of each filter that is set, exercises apart; empty when there is none. Days are those of `zone`."""
    parts = [{"open": _("ouvertes"), "closed": _("closes")}.get(wanted.state, "")]
    if wanted.case:
        parts.append(case_words(wanted.case, site))
    parts.append(wanted.system)
    parts.append(period_filter_words(wanted, zone))
    if wanted.who:
        parts.append(_("avec {name}").format(name=wanted.who))
    if wanted.to_take_over:
        parts.append(_("à reprendre"))
    if wanted.could_not:
        parts.append(_("avec une ligne impossible"))
    if wanted.redlines:
        parts.append(_("avec une ligne signalée"))
    if wanted.forced:
        parts.append(_("clôture forcée"))
    if wanted.words:
        parts.append(_("avec « {words} »").format(words=wanted.words))
    if wanted.notes:
        parts.append(_("avec « {words} » dans les notes").format(words=wanted.notes))
    return [words for words in parts if words]


def other_hospitals_words(catalogue: SessionCatalogue, *, state: str = "") -> str:
    """How many sessions of other hospitals the journal holds, which are listed apart; empty where there are none."""
    names = catalogue.index.other_hospitals()
    wanted = SessionFilter(elsewhere=True, state=state)
    count = sum(catalogue.index.count(replace(wanted, exercise=exercise)) for exercise in (False, True)) if names else 0
    if not count:
        return ""
    going = n_("{count} session en cours", "{count} sessions en cours", count)
    sessions = going if state == "open" else n_("{count} session", "{count} sessions", count)
    return _("Autre établissement, tenu à part : {names} ({sessions}).").format(
        names=", ".join(names), sessions=sessions
    )


def order_words(*, oldest: bool) -> str:
    """The order of a list of sessions; open ones come first in either."""
    return _("les plus anciennes d'abord") if oldest else _("les plus récentes d'abord")


def case_words(case: str, site: Site, label: str = "") -> str:
    """The title of a case in today's procedure; where it is gone, `label`, else its id."""
    unit = site.unit_by_id.get(case)
    return unit.title if unit is not None else label or case


def period_filter_words(wanted: SessionFilter, zone: ZoneInfo) -> str:
    """The period of a filter: `du 01/11/2026 au 30/11/2026`; empty without one. Days are those of `zone`."""
    first = wanted.since.astimezone(zone).date() if wanted.since is not None else None
    last = (wanted.until.astimezone(zone) - timedelta(days=1)).date() if wanted.until is not None else None
    if first is not None and first == last:
        return _("le {first:%d/%m/%Y}").format(first=first)
    if first is not None and last is not None:
        return _("du {first:%d/%m/%Y} au {last:%d/%m/%Y}").format(first=first, last=last)
    if first is not None:
        return _("depuis le {first:%d/%m/%Y}").format(first=first)
    return _("jusqu'au {last:%d/%m/%Y}").format(last=last) if last is not None else ""


def empty_list_words(wanted: SessionFilter, *, reading: bool, searching: bool) -> str:
    """Why a list has no session: it is being read, its notes are, nothing is like that, or nothing happened yet."""
    if reading:
        return _("Le journal est en cours de lecture : les sessions paraissent à mesure.")
    if searching:
        return _("Les notes sont en cours de lecture : les sessions paraissent à mesure.")
    if wanted != wanted.without_filters():
        return _("Aucune session ne correspond. Échap efface ce qui est cherché.")
    if wanted.exercise:
        return _("Aucun exercice. En jouer un : quitter, puis pannesi --exercise.")
    return _("Aucune session : rien n'est encore arrivé. Échap, puis choisir ce qui se passe.")
