"""Phrases that both faces use: banners, usual reasons, roles, and the warning about a wrong clock."""

from __future__ import annotations

from zoneinfo import ZoneInfo

from pannesi.procedure.availability.moments import format_date
from pannesi.support.clock import ClockDoubt
from pannesi.support.i18n import N_, _

EXERCISE = N_("EXERCICE")
NOT_RECORDED = N_("PAS ENREGISTRÉ")
NOTHING_KEPT = N_("rien n'est gardé après la fermeture.")
"""Said after `NOT_RECORDED`, where no more precise reason is known."""
NOT_NEEDED = (N_("sans objet cette fois"),)
"""The usual reasons for a line that was not needed."""
DONE_BY_OTHER = N_("déjà fait par quelqu'un d'autre")
"""Offered beside them where a line may be so: it is then recorded as done, and by whom."""
NOT_OWED = N_("pas dû à ce patient")
"""Offered for what it is not sure that it is due to a patient."""
IMPOSSIBLE = (N_("personne ne répond"), N_("pas d'accès"), N_("matériel en panne"))
"""The usual reasons for a line that could not be done."""
UNREACHED = (N_("personne ne répond"), N_("numéro introuvable"), N_("matériel en panne"))
"""The usual reasons for a call that could not be made; no more than the smallest screen shows."""
FORGOTTEN = (
    N_("oubliée, la panne est finie depuis longtemps"), N_("ouverte par erreur, aucune panne"),
    N_("la même panne est suivie dans une autre session"),
)  # fmt: skip
"""The usual reasons for closing a session that was forgotten."""
SINCE_WHEN = N_("Depuis quand ? (Entrée : maintenant ; 0805, il y a 10 min) ")
"""Asked when a return is announced."""
WHO_FOUND = N_("Qui a constaté la panne ? (Entrée : ne pas le dire) ")
"""Asked beside the hour at which the outage began."""
UNKNOWN_LENGTH = N_("depuis une durée inconnue")
"""In place of a duration that the clock cannot tell."""
ROLES = ("manipulateur", "référent", "radiologue", "informatique", "cadre de garde")
"""The roles that a person at the screen may choose."""


def doubtful_hour(hour: str) -> str:
    """An hour with a question mark, for one read from a clock that may be wrong."""
    return _("{hour} ?").format(hour=hour)


def clock_doubt_words(doubt: ClockDoubt, zone: ZoneInfo, key: str) -> str:
    """Why the clock of this machine may be wrong, on one line; `key` is what confirms it. Hours are those of `zone`."""
    now, past = doubt.now.astimezone(zone), doubt.past.astimezone(zone)
    if not doubt.alarm:
        return _("Dernier lancement ici : {past}. Sommes-nous bien le {now} ? Oui : {key}").format(
            past=format_date(past), now=format_date(now), key=key
        )
    if now.date() != past.date():
        return _("HEURE DOUTEUSE : poste au {now}, mais {past} est passé. Juste : {key}").format(
            past=format_date(past), now=format_date(now), key=key
        )
    return _("HEURE DOUTEUSE : {now} à ce poste, mais {past} est passé. Juste : {key}").format(
        past=f"{past:%H:%M}", now=f"{now:%H:%M}", key=key
    )
