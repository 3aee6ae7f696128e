"""P2xx: keys and values that do not fit."""

from __future__ import annotations

from pannesi.procedure.checks.code_page import CodePage
from pannesi.support.i18n import _

_RIGHT = "alert:\n  - {id: prevenir, do: Prévenir le cadre, source: Cas 9}\n"


def pages() -> tuple[CodePage, ...]:
    """The pages of these codes."""
    return (
        CodePage(
            "P200", _("Valeur qui ne convient pas"),
            _("Le programme n'en sait pas plus : comparer avec un site que « pannesi new site » écrit."), "", "",
        ),
        CodePage(
            "P201", _("Ligne sans verbe"), _("Chaque ligne a un verbe, la clé qui dit ce qu'elle est (do, call, ask…)."),
            "alert:\n  - {id: prevenir, dot: Prévenir le cadre, source: Cas 9}\n", _RIGHT,
        ),
        CodePage(
            "P202", _("Deux verbes sur une ligne"), _("Une ligne ne fait qu'une chose."),
            "alert:\n  - {id: prevenir, do: Prévenir, know: Le cadre est là, source: Cas 9}\n", _RIGHT,
        ),
        CodePage(
            "P203", _("Clé manquante"), _("Sans cette clé, la ligne ou le fichier ne veut rien dire."),
            "alert:\n  - {do: Prévenir le cadre, source: Cas 9}\n", _RIGHT,
        ),
        CodePage(
            "P204", _("Clé inconnue"), _("Une clé mal écrite serait ignorée : mieux vaut le dire."),
            "alert:\n  - {id: prevenir, do: Prévenir le cadre, sourse: Cas 9}\n", _RIGHT,
        ),
        CodePage(
            "P205", _("Choix impossible"), _("Cette clé n'accepte que quelques mots."),
            "alert:\n  - {id: prevenir, do: Prévenir le cadre, critical: oui, source: Cas 9}\n",
            "alert:\n  - {id: prevenir, do: Prévenir le cadre, critical: yes, source: Cas 9}\n",
        ),
        CodePage(
            "P206", _("Identifiant mal formé"),
            _("Un id nomme une ligne pour toujours : minuscules sans accent, chiffres et tirets."),
            "alert:\n  - {id: Prévenir le cadre, do: Prévenir le cadre, source: Cas 9}\n", _RIGHT,
        ),
        CodePage(
            "P207", _("Heure, durée ou date mal écrite"), _("Une heure devinée pourrait être la mauvaise."),
            "schedules:\n  garde:\n    label: Garde\n    windows:\n      - {days: [tous], from: 22h, to: \"08:00\"}\n",
            "schedules:\n  garde:\n    label: Garde\n    windows:\n      - {days: [tous], from: \"22:00\", to: \"08:00\"}\n",
            "contacts",
        ),
        CodePage(
            "P208", _("Liste, texte ou bloc attendu"), _("La valeur n'a pas la forme que cette clé demande."),
            "alert: Prévenir le cadre\n", _RIGHT,
        ),
        CodePage(
            "P209", _("Trop court ou trop long"), _("Il manque quelque chose, ou il y en a trop pour être lu."),
            "alert:\n  - {id: poste, ask: Quel poste ?, options: [{id: un, label: Un}], source: Cas 9}\n",
            "alert:\n  - id: poste\n    ask: Quel poste ?\n    source: Cas 9\n"
            "    options: [{id: un, label: Un}, {id: tous, label: Tous}]\n",
        ),
    )  # fmt: skip
