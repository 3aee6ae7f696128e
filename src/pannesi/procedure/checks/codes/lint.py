"""P5xx: what a schema cannot say. Errors are what would make guidance wrong."""

from __future__ import annotations

from pannesi.procedure.checks.codes.page import Page
from pannesi.support.i18n import _

_DO = "alert:\n  - {id: prevenir, do: Prévenir le cadre, source: Cas 9}\n"
_ASK = (
    "degraded_mode:\n  - id: postes\n    ask: Combien de postes ?\n    source: Cas 9\n"
    "    options:\n      - {id: un, label: Un}\n      - id: tous\n        label: Tous\n        lines:\n"
)
_STEPS = (
    "outcomes: {fini: C'est fini}\nsteps:\n  - id: marche\n    verify: Est-ce que cela marche ?\n    source: Annexe 9\n"
)
_END = "{id: fin, outcome: fini, label: Fini, source: Annexe 9}"
_PHONE = "contacts:\n  - id: cadre\n    name: Cadre\n    note: Pour la nuit.\n    source: Annexe\n    channels: "


def pages() -> tuple[Page, ...]:
    return (*_flow(), *_people(), *_style())


def _flow() -> tuple[Page, ...]:
    return (
        Page(
            "P501", _("Ligne que personne n'atteindra"),
            _("Sa condition contredit les réponses qui y mènent, ou elle vient après une ligne qui mène ailleurs."),
            _ASK + "          - {id: dire, do: Le dire, when: {answer: {line: postes, option: un}}, source: Cas 9}\n",
            _ASK + "          - {id: dire, do: Le dire, source: Cas 9}\n",
        ),
        Page(
            "P502", _("Impasse"), _("Une voie de l'annexe ne finit par aucune issue, ou le triage ne mène nulle part."),
            _STEPS + f"    yes: [{_END}]\n",
            _STEPS + f"    yes: [{_END}]\n  - {{id: fin-sinon, outcome: fini, label: Fini, source: Annexe 9}}\n", "annex",
        ),
        Page(
            "P503", _("Changement de cas sans réponse"),
            _("« becomes » mène à un autre cas sans que personne ait répondu : on tournerait d'un cas à l'autre."),
            "alert:\n  - {id: vers-8, becomes: cas-8, label: Passer au cas 8, source: Cas 9}\n",
            "alert:\n  - id: images\n    verify: Les images s'affichent-elles ?\n    source: Cas 9\n"
            "    no: [{id: vers-8, becomes: cas-8, label: Passer au cas 8, source: Cas 9}]\n",
        ),
        Page(
            "P504", _("Rien ne s'en sert"), _("Ce qui n'est employé nulle part vieillit sans que personne le voie."),
            _DO + "messages:\n  panne: {type: ⚠, body: En panne., source: Cas 9}\n", _DO,
        ),
        Page(
            "P505", _("Destinataires différents"),
            _("Ceux qui ont lu la panne et ceux qui lisent sa fin ne sont pas les mêmes : est-ce voulu ?"),
            _messages("Postes de radiologie"), _messages("Tous les postes"),
        ),
        Page(
            "P506", _("Symptôme sans autres mots"), _("Qui cherche avec ses mots à lui ne le trouvera pas."),
            "symptoms:\n  - {id: noir, label: Écran éteint, system: Poste, source: Cas 9}\n",
            "symptoms:\n  - {id: noir, label: Écran éteint, system: Poste, words: [noir, moniteur], source: Cas 9}\n",
        ),
        Page(
            "P507", _("Deux symptômes que la recherche confond"), _("Avec les mêmes mots, on ouvrirait le mauvais cas."),
            "symptoms:\n  - {id: un, label: Écran éteint, system: Poste, words: [noir], source: Cas 9}\n"
            "  - {id: deux, label: L'écran est éteint, system: Poste, words: [vide], source: Cas 9}\n",
            "symptoms:\n  - {id: un, label: Écran éteint, system: Poste, words: [noir], source: Cas 9}\n"
            "  - {id: deux, label: Imprimante éteinte, system: Poste, words: [papier], source: Cas 9}\n",
        ),
    )  # fmt: skip


def _messages(to: str) -> str:
    return (
        "alert:\n  - {id: message, broadcast: panne, label: Message, source: Cas 9}\n"
        "return_to_normal:\n  - {id: fin, broadcast: retabli, label: Fin, closes: panne, source: Cas 9}\n"
        "messages:\n  panne: {to: Tous les postes, type: ⚠, body: En panne., source: Cas 9}\n"
        f"  retabli: {{to: {to}, type: ⓘ, body: Rétabli., source: Cas 9}}\n"
    )


def _people() -> tuple[Page, ...]:
    called = "alert:\n  - {id: support, call: support, label: Appeler le support, say: Panne, by: %s, source: Cas 9}\n"
    owed = "degraded_mode:\n  - id: film\n    standing: Sortir un film\n    source: Cas 9\n    duty: {key: film, when: {%s}}\n"
    return (
        Page(
            "P508", _("Appel réservé à d'autres"), _("Le contact ne répond pas à celui que la ligne fait appeler."),
            called % "manipulateur", called % "référent",
        ),
        Page(
            "P509", _("Consigne que personne ne déclenche"),
            _("Aucun patient ne réunit ces conditions : un patient externe n'est dans aucune unité de soins."),
            owed % "origin: externe, unit: réanimation", owed % "unit: réanimation",
        ),
        Page(
            "P510", _("Ligne critique perdue sans un mot"),
            _("« Je ne sais pas » ne mène à rien, alors qu'une autre réponse mène à une ligne critique."),
            "return_to_normal:\n  - id: recus\n    verify: Tout est-il reçu ?\n    source: Cas 9\n"
            "    no: [{id: reclamer, do: Réclamer, critical: yes, source: Cas 9}]\n",
            "return_to_normal:\n  - id: recus\n    verify: Tout est-il reçu ?\n    source: Cas 9\n"
            "    no: [{id: reclamer, do: Réclamer, critical: yes, source: Cas 9}]\n"
            "    unknown: [{id: compter, do: Compter, source: Cas 9}]\n",
        ),
        Page(
            "P513", _("Numéro impossible à composer"),
            _("Un chiffre de trop ou de moins : la nuit, personne ne répondra."),
            _PHONE + "[{kind: phone, value: 01 00 00 00 0}]\n", _PHONE + "[{kind: phone, value: 01 00 00 00 00}]\n", "contacts",
        ),
        Page(
            "P514", _("Adresse impossible à ouvrir"), _("Un navigateur ou un courriel n'irait nulle part."),
            _PHONE + "[{kind: web, value: \"https://.exemple.fr\"}]\n",
            _PHONE + "[{kind: web, value: \"https://exemple.fr\"}]\n", "contacts",
        ),
    )  # fmt: skip


def _style() -> tuple[Page, ...]:
    long = "Aller voir " + "le poste de la salle du fond puis " * 4 + "revenir"
    last = "degraded_mode:\n" + "".join(
        f"  - {{{{id: ordre-{at}, standing: Ne jamais oublier de graver un CD en salle {at}{{short}}, source: Cas 9}}}}\n"
        for at in range(1, 8)
    )
    many = "".join(f"  - {{id: geste-{at}, do: Geste {at}, source: Cas 9}}\n" for at in range(1, 9))
    return (
        Page(
            "P511", _("Ligne trop longue"), _("À trois heures du matin, une ligne se lit d'un coup d'œil."),
            f"alert:\n  - {{id: voir, do: {long}, source: Cas 9}}\n",
            "alert:\n  - {id: voir, do: Aller voir le poste, detail: Salle du fond., source: Cas 9}\n",
        ),
        Page(
            "P512", _("Groupe trop long"), _("Au-delà de sept lignes ensemble, on perd sa place."),
            "alert:\n" + many, "alert:\n" + "".join(many.splitlines(keepends=True)[:7]),
        ),
        Page(
            "P515", _("Mot de passe en clair"), _("Tous ceux qui lisent la procédure, ou l'écran, l'auraient."),
            "alert:\n  - {id: code, do: Se connecter, detail: \"Mot de passe : Azerty123\", source: Cas 9}\n",
            "alert:\n  - {id: code, do: Se connecter, detail: Le code est au coffre., source: Cas 9}\n",
        ),
        Page(
            "P516", _("Origine non dite"), _("On ne sait pas si la procédure le dit, ou si quelqu'un l'a ajouté."),
            _ONE + "  panne: {type: ⚠, body: En panne.}\n", _ONE + "  panne: {type: ⚠, body: En panne., source: Cas 9}\n",
        ),
        Page(
            "P517", _("Reste à écrire"), _("« pannesi new case » a mis ce texte à remplacer ; il ne dit rien à qui le suit."),
            "alert:\n  - {id: prevenir, do: \"À écrire : qui prévenir\", source: Cas 9}\n", _DO,
        ),
        Page(
            "P518", _("Trop de consignes à l'écran"),
            _("Tout ce qui dure reste affiché en peu de mots ; au-delà de trois lignes, la ligne à faire n'a plus sa place."),
            _ECRAN + last.format(short=""), _ECRAN + last.format(short=", short: CD pour les externes"),
        ),
    )  # fmt: skip


_ECRAN = "symptoms:\n  - {id: ecran, label: Écran noir, system: PACS, words: [noir], source: Cas 9}\n"
_ONE = "alert:\n  - {id: message, broadcast: panne, label: Message, source: Cas 9}\nmessages:\n"
