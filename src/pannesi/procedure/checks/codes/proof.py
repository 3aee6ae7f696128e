"""P6xx: hours and answers at which a case leaves somebody alone (`check --proof`)."""

from __future__ import annotations

from pannesi.procedure.checks.code_page import CodePage
from pannesi.support.i18n import _

_ENTRY = "symptoms:\n  - {id: ecran, label: Écran noir, system: PACS, words: [noir], source: Cas 9}\n"
_CALL = "alert:\n  - {id: prevenir, call: standard, label: Prévenir, say: Panne, source: Cas 9}\n"
_WORK = "degraded_mode:\n  - {id: papier, do: Écrire sur papier, source: Cas 9}\n"
_BACK = "return_to_normal:\n  - {id: saisir, do: Saisir le papier, source: Cas 9}\n"


def pages() -> tuple[CodePage, ...]:
    """The pages of these codes."""
    return (
        CodePage(
            "P601", _("Rien à faire en mode dégradé"),
            _("À certaines heures, ou selon les réponses, aucune ligne ne dit comment travailler."),
            _ENTRY + _CALL + _WORK.replace("source", "when: {open: garde}, source") + _BACK, _ENTRY + _CALL + _WORK + _BACK,
        ),
        CodePage(
            "P602", _("Personne à prévenir"),
            _("À certaines heures, ou selon les réponses, il n'y a personne à appeler dont on sache qu'il répond."),
            _ENTRY + _WORK + _BACK, _ENTRY + _CALL + _WORK + _BACK,
        ),
        CodePage(
            "P603", _("Pas de fin écrite"),
            _("Selon les réponses, aucune ligne ne dit comment revenir à la normale."),
            _ENTRY + _CALL + _WORK, _ENTRY + _CALL + _WORK + _BACK,
        ),
        CodePage(
            "P604", _("Personne que l'on puisse joindre"),
            _("Les horaires disent que quelqu'un est là, mais aucun numéro, ni aucun autre moyen, n'est écrit."),
            _ENTRY + _CALL.replace("standard", "astreinte") + _WORK + _BACK, _ENTRY + _CALL + _WORK + _BACK,
        ),
    )  # fmt: skip
