"""Words that both faces use as they are: what cannot be missed, the usual reasons, the roles of persons."""

from __future__ import annotations

from zoneinfo import ZoneInfo

from pannesi.support.clock import ClockDoubt
from pannesi.support.i18n import N_, _

EXERCISE = N_("EXERCICE")
NOT_RECORDED = N_("PAS ENREGISTRÉ")
NOTHING_KEPT = N_("rien n'est gardé après la fermeture.")
"""Said after `NOT_RECORDED`, where nothing more precise is known."""
NOT_NEEDED = (N_("déjà fait par quelqu'un d'autre"), N_("sans objet cette fois"))
IMPOSSIBLE = (N_("personne ne répond"), N_("pas d'accès"), N_("matériel en panne"))
UNREACHED = (N_("personne ne répond"), N_("numéro introuvable"), N_("matériel en panne"))
"""The usual reasons at a call; as few as the smallest screen holds."""
UNKNOWN_LENGTH = N_("depuis une durée inconnue")
"""How long something has lasted, where the clock cannot tell."""
ROLES = ("manipulateur", "référent", "radiologue", "informatique", "cadre de garde")


def doubtful_hour(hour: str) -> str:
    """An hour that a clock in doubt tells."""
    return _("{hour} ?").format(hour=hour)


def clock_doubt_words(doubt: ClockDoubt, where: ZoneInfo, key: str) -> str:
    """Why the hour of this machine should be looked at, in a line; `key` says that it is right."""
    now, past = doubt.now.astimezone(where), doubt.past.astimezone(where)
    if not doubt.alarm:
        return _("Dernier lancement ici : {past}. Sommes-nous bien le {now} ? Oui : {key}").format(
            past=f"{past:%d/%m/%Y}", now=f"{now:%d/%m/%Y}", key=key
        )
    if now.date() != past.date():
        return _("HEURE DOUTEUSE : poste au {now}, mais {past} est passé. Juste : {key}").format(
            past=f"{past:%d/%m/%Y}", now=f"{now:%d/%m/%Y}", key=key
        )
    return _("HEURE DOUTEUSE : {now} à ce poste, mais {past} est passé. Juste : {key}").format(
        past=f"{past:%H:%M}", now=f"{now:%H:%M}", key=key
    )
