"""P4xx: what the procedure does not say. Warnings only: nobody is stopped by a silence."""

from __future__ import annotations

from pannesi.procedure.checks.code_page import CodePage
from pannesi.support.i18n import _

_DOWN = "alert:\n  - {id: message, broadcast: panne, label: Message de panne, source: Cas 9}\n"
_TEXT = "messages:\n  panne: {type: ⚠, body: En panne., source: Cas 9}\n"


def pages() -> tuple[CodePage, ...]:
    """The pages of these codes."""
    return (
        CodePage(
            "P401", _("Aucun moyen de joindre"), _("La procédure nomme quelqu'un sans dire comment l'appeler."),
            "contacts:\n  - {id: cadre, name: Cadre}\n",
            "contacts:\n  - id: cadre\n    name: Cadre\n    channels: [{kind: phone, value: 01 00 00 00 00}]\n", "contacts",
        ),
        CodePage(
            "P402", _("Horaires non écrits ou supposés"), _("À certaines heures, on ne sait pas si quelqu'un répond."),
            "schedules:\n  garde: {label: Garde, unknown: la procédure ne le dit pas}\n",
            "schedules:\n  garde:\n    label: Garde\n    windows: [{days: [tous], from: \"20:00\", to: \"08:00\"}]\n", "contacts",
        ),
        CodePage(
            "P403", _("Texte de message manquant"), _("Le message est annoncé, mais personne ne sait ce qu'il dit."),
            _DOWN + "messages:\n  panne: {missing: le texte n'est pas écrit, source: Cas 9}\n", _DOWN + _TEXT,
        ),
        CodePage(
            "P404", _("Message de panne sans message de fin"), _("L'hôpital lirait encore que tout est en panne."),
            _DOWN + _TEXT,
            _DOWN + "return_to_normal:\n  - {id: fin, broadcast: retabli, label: Fin, closes: panne, source: Cas 9}\n" + _TEXT
            + "  retabli: {type: ⓘ, body: Rétabli., source: Cas 9}\n",
        ),
        CodePage(
            "P405", _("Manque noté par l'auteur"), _("La clé « gap », « gaps » ou « unwritten » dit ce que la procédure n'écrit pas."),
            "alert:\n  - {id: prevenir, do: Prévenir, gap: on ne dit pas qui, source: Cas 9}\n",
            "alert:\n  - {id: prevenir, do: Prévenir le cadre, source: Cas 9}\n",
        ),
        CodePage(
            "P406", _("Question à trancher"), _("C'est écrit, mais douteux : à demander à qui tient la procédure."),
            "questions:\n  - {id: qui, text: Est-ce bien le cadre ?, ask: Référents}\n",
            "alert:\n  - {id: prevenir, do: Prévenir le cadre, source: Cas 9}\n",
        ),
        CodePage(
            "P407", _("Relecture en retard"), _("La date de relecture est passée : personne n'a confirmé que c'est encore vrai."),
            'review_by: "2020-01-31"\n', 'review_by: "2990-01-31"\n',
        ),
    )  # fmt: skip
