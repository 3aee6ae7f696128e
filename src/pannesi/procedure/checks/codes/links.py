"""P3xx: names of nothing, things said twice, contradictions."""

from __future__ import annotations

from pannesi.procedure.checks.code_page import CodePage
from pannesi.support.i18n import _


def pages() -> tuple[CodePage, ...]:
    """The pages of these codes."""
    return (
        CodePage(
            "P301", _("Nom qui ne mène à rien"), _("La ligne renvoie à quelque chose qui n'est écrit nulle part."),
            "alert:\n  - {id: prevenir, call: standart, label: Prévenir, say: Panne, source: Cas 9}\n",
            "alert:\n  - {id: prevenir, call: standard, label: Prévenir, say: Panne, source: Cas 9}\n",
        ),
        CodePage(
            "P302", _("Fuseau horaire ou pays inconnu"), _("Sans lui, aucune heure d'ouverture ne peut être dite."),
            "timezone: Europe/Pau\n", "timezone: Europe/Paris\n", "contacts",
        ),
        CodePage(
            "P303", _("Contradiction"), _("Deux clés s'excluent, ou l'une ne va pas sans l'autre."),
            "alert:\n  - {id: prevenir, do: Prévenir, skip: forbidden, source: Cas 9}\n",
            "alert:\n  - {id: prevenir, do: Prévenir, skip: forbidden, critical: yes, source: Cas 9}\n",
        ),
        CodePage(
            "P304", _("Id déjà pris"), _("Deux choses du même nom : on ne saurait laquelle a été faite."),
            "alert:\n  - {id: prevenir, do: Prévenir le cadre, source: Cas 9}\n"
            "  - {id: prevenir, do: Prévenir le radiologue, source: Cas 9}\n",
            "alert:\n  - {id: prevenir-cadre, do: Prévenir le cadre, source: Cas 9}\n"
            "  - {id: prevenir-radiologue, do: Prévenir le radiologue, source: Cas 9}\n",
        ),
        CodePage(
            "P305", _("Boucle"), _("La procédure, les horaires ou les contacts renvoient à eux-mêmes sans fin."),
            "schedules:\n  jour: {label: Jour, outside: nuit}\n  nuit: {label: Nuit, outside: jour}\n",
            "schedules:\n  jour:\n    label: Jour\n    windows: [{days: [tous], from: \"08:00\", to: \"20:00\"}]\n"
            "  nuit: {label: Nuit, outside: jour}\n",
            "contacts",
        ),
        CodePage(
            "P306", _("Numéro ou adresse mal formé"), _("Un téléphone ou un navigateur n'en ferait rien."),
            "contacts:\n  - id: cadre\n    name: Cadre\n    channels: [{kind: phone, value: poste 12}]\n",
            "contacts:\n  - id: cadre\n    name: Cadre\n    channels: [{kind: short, value: \"12\"}]\n", "contacts",
        ),
        CodePage(
            "P307", _("Ligne sans origine"),
            _("Chaque ligne dit où la procédure le dit (source), ou pourquoi elle a été ajoutée (added)."),
            "alert:\n  - {id: prevenir, do: Prévenir le cadre}\n",
            "alert:\n  - {id: prevenir, do: Prévenir le cadre, source: Cas 9}\n",
        ),
        CodePage(
            "P308", _("« outcome » hors d'une annexe"), _("Seule une annexe finit par une issue."),
            "alert:\n  - {id: fin, outcome: fini, label: Fini, source: Cas 9}\n",
            "alert:\n  - {id: fin, know: C'est fini, source: Cas 9}\n",
        ),
        CodePage(
            "P309", _("« carries » vers le même cas"), _("« carries » reprend la ligne d'un autre cas, celui d'où l'on vient."),
            "alert:\n  - {id: prevenir, do: Prévenir, carries: [appel], source: Cas 9}\n",
            "alert:\n  - {id: prevenir, do: Prévenir, carries: [cas-8/postes], source: Cas 9}\n",
        ),
        CodePage(
            "P310", _("Renvoi vers un brouillon"), _("Un brouillon ne sert qu'aux exercices : pendant une vraie panne, il serait refusé."),
            "alert:\n  - id: pire\n    verify: Est-ce pire ?\n    source: Cas 9\n"
            "    yes: [{id: vers, becomes: cas-brouillon, label: Passer à l'autre cas, source: Cas 9}]\n",
            "alert:\n  - id: pire\n    verify: Est-ce pire ?\n    source: Cas 9\n"
            "    yes: [{id: vers, becomes: cas-8, label: Passer à l'autre cas, source: Cas 9}]\n",
        ),
    )  # fmt: skip
