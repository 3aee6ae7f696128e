"""An invented hospital, small, that has every verb and every way in which cases lead to one another."""

from __future__ import annotations

from tests.support.building import site

_CD = {"key": "cd", "label": "CD gravé", "when": {"origin": "externe", "exam": "coupe"}}

PACS = {
    "id": "cas-3",
    "symptoms": [
        {"id": "images", "label": "Images", "system": "PACS", "systems": {"down": ["PACS"], "up": ["RIS"]}}
    ],
    "messages": {"panne": {"type": "⚠", "body": "PACS en panne"}, "retabli": {"type": "ⓘ", "body": "PACS revenu"}},
    "alert": [
        {"id": "un-seul", "verify": "Plusieurs postes ?", "no": [{"id": "changer", "do": "Changer de poste"}]},
        {"id": "appel", "call": "informatique", "label": "Prévenir", "say": "PACS en panne", "critical": "yes"},
        {"id": "message", "broadcast": "panne", "label": "Message de panne", "by": "informatique"},
    ],
    "degraded_mode": [
        {"id": "images-continuent", "know": "Les images continuent"},
        {"id": "cd", "standing": "CD pour les externes", "duty": _CD},
        {"id": "nuit", "do": "De nuit", "when": {"open": "nuit"}},
        {"id": "teleradio", "verify": "Images reçues ?", "suggests": {"schedule": "nuit", "open": "non", "closed": "oui"},
         "no": [{"id": "secours", "run": "annexe", "label": "Secours",
                 "outcomes": [{"id": "echec", "lines": [{"id": "cas-cinq", "joins": "cas-5", "label": "Cas 5", "symptom": "envoi"}]}]}]},
        {"id": "ris-aussi", "verify": "Le RIS marche ?",
         "no": [{"id": "tourne", "becomes": "cas-4", "label": "Cas 4", "symptom": "tout"}]},
    ],
    "return_to_normal": [
        {"id": "message-retour", "broadcast": "retabli", "label": "Message de retour", "closes": "panne"},
        {"id": "reconcilier", "do": "Réconcilier", "by": "référent", "duty": {"key": "images"}},
    ],
}  # fmt: skip

RIS = {
    "id": "cas-2",
    "symptoms": [{"id": "ris", "label": "RIS", "system": "RIS", "systems": {"down": ["RIS"]}, "mark": "c",
                  "degraded_mode": [{"id": "registre", "register": "Ouvrir la fiche"},
                                    {"id": "cd", "standing": "CD", "duty": _CD}]}],
    "return_to_normal": [{"id": "fiches", "do": "Reprendre les fiches", "duty": {"key": "fiche"}}],
}  # fmt: skip

BOTH = {
    "id": "cas-4",
    "symptoms": [{"id": "tout", "label": "RIS et PACS", "system": "RIS + PACS", "systems": {"down": ["RIS", "PACS"]}}],
    "messages": {"panne": {"type": "⚠", "body": "Tout"}, "retabli": {"type": "ⓘ", "body": "Tout revenu"}},
    "alert": [
        {"id": "appel", "call": "informatique", "label": "Prévenir", "say": "Les deux"},
        {"id": "message", "broadcast": "panne", "label": "Message", "supersedes": ["cas-3/panne"]},
    ],
    "degraded_mode": [
        {"id": "cd", "standing": "CD", "duty": _CD, "carries": ["cas-3/cd", "cas-2/cd"]},
        {"id": "film", "standing": "Films", "duty": {"key": "film", "when": {"unit": "réanimation"}}},
        {"id": "qui-revient", "ask": "Qu'est-ce qui est revenu ?", "options": [
            {"id": "rien", "label": "Rien"},
            {"id": "ris", "label": "Le RIS", "lines": [
                {"id": "reste-pacs", "becomes": "cas-3", "label": "Cas 3", "symptom": "images"}]}]},
    ],
    "return_to_normal": [
        {"id": "message-retour", "broadcast": "retabli", "label": "Message", "closes": "panne"},
        {"id": "recreer", "do": "Recréer les demandes", "duty": {"key": "demande"}},
        {"id": "reconcilier", "do": "Réconcilier", "carries": ["cas-3/reconcilier"], "duty": {"key": "images"}},
    ],
}  # fmt: skip

SENDING = {
    "id": "cas-5",
    "symptoms": [{"id": "envoi", "label": "Envoi", "system": "Téléradio"}],
    "alert": [{"id": "appel", "call": "cadre", "label": "Prévenir le cadre", "say": "Plus d'envoi"}],
    "degraded_mode": [{"id": "attendre", "await": "Le demandeur est rappelé", "remind_after": "10 min"},
                      {"id": "fiche", "ticket": "Fiche d'appel", "contact": "informatique"}],
}  # fmt: skip

ANNEX = {
    "id": "annexe", "kind": "annex", "outcomes": {"reussi": "Reçu", "echec": "Pas reçu"},
    "symptoms": [{"id": "portail", "label": "Portail", "system": "Téléradio", "answers": {"recu": "oui"}}],
    "steps": [
        {"id": "renvoyer", "do": "Renvoyer une série"},
        {"id": "recu", "verify": "Reçue ?", "skip": "forbidden",
         "yes": [{"id": "vers-secours", "standing": "Chaque examen vers le secours", "duty": {"key": "secours"}},
                 {"id": "fin-oui", "outcome": "reussi", "label": "Reçu"}],
         "no": [{"id": "fin-non", "outcome": "echec", "label": "Pas reçu"}]},
    ],
    "return_to_normal": [{"id": "habituel", "do": "Remettre le serveur habituel",
                          "when": {"outcome": {"annex": "annexe", "outcome": "reussi"}}}],
}  # fmt: skip

TRIAGE = {
    "id": "triage", "kind": "triage", "mark": "T",
    "steps": [{"id": "ris", "verify": "Le RIS s'ouvre ?",
               "yes": [{"id": "vers-3", "becomes": "cas-3", "label": "Cas 3", "symptom": "images"}],
               "no": [{"id": "vers-2", "becomes": "cas-2", "label": "Cas 2", "symptom": "ris"}],
               "unknown": [{"id": "demander", "call": "informatique", "label": "Demander", "say": "Que se passe-t-il ?"}]}],
}  # fmt: skip

CONTACTS = {
    "units": ["réanimation"],
    "schedules": {"nuit": {"label": "Nuit", "windows": [{"days": ["tous"], "from": "22:00", "to": "08:00"}]}},
    "contacts": [{"id": "informatique", "name": "Informatique", "then": ["cadre"]}, {"id": "cadre", "name": "Cadre"}],
}

HOSPITAL = site(PACS, RIS, BOTH, SENDING, ANNEX, TRIAGE, contacts=CONTACTS)
