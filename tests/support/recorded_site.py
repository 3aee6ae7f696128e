"""An invented hospital with a register of its own, where everything that a return asks for is owed to some patient."""

from __future__ import annotations

from typing import Any

from pannesi.procedure.model.procedure import Site
from tests.support.building import site
from tests.support.session_sites import ANNEX, BOTH, CONTACTS, PACS, RIS, SENDING, TRIAGE

_FIELDS: tuple[tuple[str, str, str | None, dict[str, Any]], ...] = (
    ("nom", "name", "birth-name", {"ask": "first", "light": "yes", "required_when": {}}),
    ("prenom", "name", "first-name", {"light": "yes", "required_when": {}}),
    ("naissance", "date", "birth-date", {"required_when": {"origin": "externe"}}),
    ("sexe", "choice", "sex", {"choices": ["F", "M"]}),
    ("examen", "choice", "exam", {
        "choices": ["scanner", "radio"], "group": "examen", "implies": [{"says": "scanner", "exam": "coupe"}],
    }),
    ("heure", "time", None, {"group": "examen"}),
    ("ipp", "digits", "ipp", {"filled_by": "identity"}),
    ("ipp-provisoire", "text", "temporary-ipp", {"begins": "P", "shown_when": {"identity": "inconnue"}}),
    ("console", "digits", "console-id", {"trace": "yes"}),
    ("demande", "digits", "final-accession", {"group": "demande", "filled_by": "order"}),
    ("demande-provisoire", "text", "temporary-accession", {"group": "demande"}),
    ("resultat", "yes-no", "interim", {"group": "remise"}),
    ("par", "person", None, {"group": "remise", "shown_when": {"field": "resultat", "equals": "oui"}}),
    ("note", "note", None, {"group": "remise", "required_when": {"paper": "yes"}}),
)  # fmt: skip
_SHEET = {
    "id": "registre", "kind": "annex", "outcomes": {"fini": "Fini"},
    "steps": [{"id": "fin", "outcome": "fini", "label": "Fini"}],
    "fields": [
        {"id": name, "label": name.capitalize(), "kind": kind, "group": "personne", "added": "test", **more,
         **({"means": means} if means is not None else {})}
        for name, kind, means, more in _FIELDS
    ],
}  # fmt: skip
_BACKUP = {"key": "secours-vu", "label": "Vu au secours", "question": "yes", "short": "Secours"}
_PACS: dict[str, Any] = {
    **PACS,
    "degraded_mode": [
        *PACS["degraded_mode"],
        {"id": "ou", "ask": "Où cela se voit-il ?", "options": [
            {"id": "ici", "label": "Ici"},
            {"id": "partout", "label": "Partout", "lines": [
                {"id": "tout-tourne", "becomes": "cas-4", "label": "Cas 4", "symptom": "tout"}]}],
         "unknown": [{"id": "regarder", "do": "Regarder ailleurs"},
                     {"id": "demander-ou", "call": "cadre", "label": "Demander au cadre", "say": "Où est-ce ?"}]},
        {"id": "si-inconnu", "know": "Sans savoir où, compter tout", "when": {"answer": {"line": "ou", "option": "ne-sait-pas"}}},
        {"id": "autre-annexe", "run": "annexe", "label": "Vérifier le secours", "answers": {"recu": "oui"},
         "outcomes": [{"id": "reussi", "lines": [{"id": "rien-de-plus", "know": "Rien de plus à faire"}]}]},
        {"id": "fiche", "register": "Ouvrir la fiche"},
        {"id": "secours-vu", "standing": "Demander si le secours a reçu", "short": "Secours reçu ?", "duty": _BACKUP},
        {"id": "bracelet", "standing": "Lire le bracelet",
         "duty": {"key": "bracelet", "label": "Bracelet lu", "checks": "identity", "trace": "no"}},
        {"id": "prolongee", "do": "Prévenir la direction", "critical": "yes", "when": {"elapsed": "30 min"}},
        {"id": "longue", "do": "Préparer le dimanche", "when": {"expected": "2 h"}, "skip": "forbidden"},
        {"id": "jour", "know": "De jour, le standard", "when": {"closed": "nuit"}},
    ],
    "return_to_normal": [
        {"id": "revenu", "verify": "Les images reviennent ?", "skip": "forbidden"},
        {"id": "tous-vus", "verify": "Tous les secours vus ?", "asserts": "secours-vu"},
        {"id": "message-retour", "broadcast": "retabli", "label": "Message de retour", "closes": "panne"},
        {"id": "identifier", "do": "Confirmer l'identité", "duty": {"key": "identite", "step": "identity"}},
        {"id": "demander", "do": "Recréer la demande",
         "duty": {"key": "demande", "step": "order", "short": "Demande", "when": {"origin": "externe"}}},
        {"id": "reconcilier", "do": "Réconcilier", "by": "référent", "duty": {"key": "images", "step": "images"}},
    ],
}  # fmt: skip
_BOTH: dict[str, Any] = {
    **BOTH,
    "alert": [
        {"id": "deja", "verify": "Plusieurs postes ?", "carries": ["cas-3/un-seul"], "critical": "yes"},
        *BOTH["alert"],
    ],
}
_BARE: dict[str, Any] = {
    "id": "cas-6", "gaps": [{"id": "rien", "text": "Rien n'est écrit", "ask": "Demander au référent"}],
    "symptoms": [{"id": "vide", "label": "Sans consigne", "system": "Dictée", "systems": {"down": ["Dictée"]}}],
    "alert": [{"id": "appel", "call": "cadre", "label": "Prévenir", "say": "Dictée en panne"},
              {"id": "verifier", "run": "annexe", "label": "Vérifier",
               "outcomes": [{"id": "reussi", "lines": [{"id": "pas-de-panne", "know": "Ce n'est pas une panne"}]}]}],
    "return_to_normal": [{"id": "fini", "do": "Reprendre les dictées"}],
}  # fmt: skip
_DRAFT: dict[str, Any] = {
    "id": "cas-7", "status": "brouillon", "symptoms": [{"id": "essai", "label": "Essai", "system": "Essai"}],
    "alert": [{"id": "rien", "do": "Ne rien faire"}],
}  # fmt: skip
_CONTACTS: dict[str, Any] = {
    **CONTACTS,
    "call_again": {"after": "10 min", "added": "test"},
    "contacts": [
        {"id": "informatique", "name": "Informatique", "then": ["cadre"], "hours": "nuit",
         "channels": [{"kind": "short", "value": "4444"}, {"kind": "mail"}]},
        {"id": "cadre", "name": "Cadre"},
    ],
}  # fmt: skip


def recorded_site() -> Site:
    """The hospital of the recorded plays."""
    return site(_PACS, RIS, _BOTH, SENDING, _BARE, _DRAFT, ANNEX, TRIAGE, _SHEET, contacts=_CONTACTS)
