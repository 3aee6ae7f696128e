"""The meaning of each key of the files of a site, in French, which editors show through the JSON Schemas."""

from __future__ import annotations

from pannesi.procedure.model.contacts import CHANNEL_KINDS, channel_traits
from pannesi.procedure.model.lines import LINES
from pannesi.procedure.model.register_fields import FIELD_KINDS
from pannesi.support.i18n import _, translated

_LINES = {line.__name__: line for line in LINES}


def words_for(model: str, key: str) -> str:
    """The meaning of a key of a model. Raises KeyError when it has none.

    A key with another meaning in some model has an entry of its own there: `Model.key`.
    """
    described = _LINES.get(model)
    if described is not None and key == model.lower():
        return translated(described.traits.explained)
    table = _all_descriptions()
    return table.get(f"{model}.{key}") or table[key]


def _all_descriptions() -> dict[str, str]:
    return {**_of_units(), **_of_lines(), **_of_conditions(), **_of_contacts(), **_of_register()}


def _of_units() -> dict[str, str]:
    return {
        "format": _("Version du format de ce fichier : 1."),
        "kind": _("Ce qu'est ce fichier : case (cas), annex (annexe) ou triage."),
        "id": _(
            "Identifiant, unique dans le fichier : minuscules sans accent, chiffres, tirets. Ne change plus jamais."
        ),
        "mark": _("Le début des numéros de ses lignes : 3, A4, T."),
        "Symptom.mark": _("Une lettre, quand l'entrée a ses propres lignes : a, b, c. Leurs numéros la portent."),
        "title": _("Titre du cas, tel que la procédure l'écrit."),
        "Message.title": _("Titre du message diffusé."),
        "recognise": _("En une ligne : suis-je dans le bon cas ?"),
        "source": _("Où la procédure le dit."),
        "added": _("Pourquoi c'est un ajout, à valider par le site."),
        "status": _("brouillon (exercices seulement), à relire, ou validé."),
        "version": _("Version que les documents de l'hôpital lui donnent."),
        "reviewed_on": _("Date de la dernière relecture : 2026-11-24."),
        "review_by": _("Date avant laquelle relire : 2027-11-24."),
        "symptoms": _("Par quoi l'on entre : ce que voit la personne, avec ses mots."),
        "messages": _("Les messages à diffuser, à la lettre, par leur nom."),
        "gaps": _("Ce que la procédure n'écrit pas."),
        "questions": _("Ce qui est écrit mais douteux, à trancher par qui tient la procédure."),
        "alert": _("Alerter : qui prévenir, quoi diffuser."),
        "degraded_mode": _("Mode dégradé : comment travailler pendant la panne."),
        "return_to_normal": _("Retour à la normale : ce qu'il faut défaire et rattraper."),
        "steps": _("Les lignes, dans l'ordre."),
        "Annexe.outcomes": _("Comment l'annexe peut finir, et en quels mots."),
        "system": _("Le système touché : colonne de gauche de l'écran de départ."),
        "words": _("Autres mots par lesquels on le cherche."),
        "systems": _("Quels systèmes sont en panne, lesquels marchent."),
        "down": _("Les systèmes en panne."),
        "up": _("Les systèmes qui marchent."),
        "answers": _("Les questions dont la réponse est connue quand on entre par ici."),
        "opens": _("Ce que cette entrée ouvre à la place : un fichier, ou fichier/entrée."),
        "to": _("Les destinataires du message."),
        "type": _("⚠ pour une panne, ⓘ pour une fin ou une information."),
        "body": _("Le texte du message, à la lettre."),
        "missing": _("Pourquoi il n'y a rien : la procédure ne l'écrit pas."),
        "text": _("Ce qui manque, en une phrase."),
        "Gap.ask": _("À qui le demander."),
        "unwritten": _("Ce que les gens cherchent et que la procédure n'écrit pas : c'est dit, avec qui le demander."),
        "UnwrittenTopic.label": _("Ce qui n'est pas écrit, en peu de mots."),
        "UnwrittenTopic.words": _("Les mots ou bouts de phrase par lesquels on le cherche."),
        "UnwrittenTopic.call": _("Les contacts à qui le demander, par leur id ; aucun si personne n'est écrit."),
        "near": _("Les entrées (cas-2/ris) qui peuvent être ce que l'on cherche."),
    }


def _of_lines() -> dict[str, str]:
    return {
        "by": _("Qui le fait. Personne, si la procédure ne nomme personne."),
        "deduced": _("yes : « by » est déduit, pas écrit dans la procédure."),
        "when": _("La ligne ne vaut que si…"),
        "Duty.when": _("Pour quels patients."),
        "why": _("Pourquoi le faire."),
        "detail": _("Ce qu'il faut savoir de plus, sous la ligne."),
        "expect": _("Ce que l'on doit voir ensuite."),
        "critical": _("yes : à ne pas oublier ; empêche de clore tant que ce n'est pas réglé."),
        "remind_after": _("Rappeler après ce temps : 10 min, 1 h 30 min."),
        "skip": _("forbidden : ne peut être ni « non nécessaire » ni « impossible »."),
        "carries": _("Lignes d'autres cas (cas-3/cd-coupe) que celle-ci reprend."),
        "gap": _("Ce que la procédure ne dit pas à cet endroit."),
        "gap_short": _(
            "Le même manque en peu de mots, pour l'écran de la ligne ; les listes et le papier gardent « gap »."
        ),
        "short": _("La consigne en peu de mots (24 signes au plus) : elle reste à l'écran tant que dure la panne."),
        "duty": _("Ce qui est dû pour chaque patient qui correspond."),
        "label": _("Le texte montré à l'écran."),
        "Duty.label": _("En peu de mots, pour la ligne d'un patient."),
        "Schedule.label": _("Le nom de ces horaires."),
        "say": _("Ce qu'il faut dire au téléphone."),
        "closes": _("Le message de panne auquel celui-ci met fin."),
        "supersedes": _("Les messages que celui-ci remplace."),
        "options": _("Les réponses possibles, deux au moins."),
        "Ask.unknown": _("Les lignes pour qui ne sait pas."),
        "Verify.unknown": _("Les lignes pour qui ne sait pas."),
        "asserts": _(
            "La clé d'un « duty » : « oui » veut dire fait pour chaque patient ; un registre contraire est signalé."
        ),
        "ends_orders": _("no, au retour d'une annexe : ses consignes cessent sans attendre cette réponse."),
        "suggests": _("La réponse que l'horloge propose."),
        "yes": _("Les lignes si oui."),
        "no": _("Les lignes si non."),
        "lines": _("Les lignes qui suivent."),
        "Run.outcomes": _("Ce qui suit, selon l'issue de l'annexe."),
        "symptom": _("L'entrée par laquelle on y vient."),
        "When.symptom": _("On est venu par l'une de ces entrées."),
        "contact": _("Le contact auprès de qui l'ouvrir."),
        "items": _("Ce qu'il faut réunir."),
        "Item.value": _("Ce que l'on sait déjà, à la lettre."),
        "fill": _("Ce que la session remplit : who, site, began, now, title, callback."),
        "form": _("full : toute la fiche ; light : ce dont les consignes ont besoin."),
        "also": _("Avec « form: light » : les champs de la fiche à demander ici en plus."),
    }


def _of_conditions() -> dict[str, str]:
    return {
        "When.open": _("Cet horaire est ouvert."),
        "When.closed": _("Cet horaire est fermé."),
        "answer": _("Une question de ce fichier a eu cette réponse."),
        "line": _("L'id de la question."),
        "option": _("L'id de la réponse (oui, non, ne-sait-pas pour « verify »)."),
        "outcome": _("Une annexe a fini ainsi."),
        "annex": _("L'id de l'annexe."),
        "elapsed": _("La panne dure depuis ce temps au moins."),
        "expected": _("La panne doit durer ce temps au moins."),
        "any_of": _("L'une au moins de ces conditions."),
        "none_of": _("Aucune de ces conditions."),
        "key": _("Le nom de ce qui est dû : demandé une fois par patient, quel que soit le cas."),
        "checks": _("identity : c'est une vérification d'identité ; si un trait est inconnu, elle demande sur quoi."),
        "Register.short": _(
            "La fiche en peu de mots (24 signes au plus) : elle reste à l'écran parmi ce qui dure ; sans cette clé,"
            " elle n'y est pas."
        ),
        "Duty.short": _("Un mot ou deux pour le tableau du registre ; sans cette clé, le label."),
        "Duty.question": _("yes : une question posée pour chaque patient (oui, non, pas su), pas un acte."),
        "Duty.trace": _("no : une fois fait, il n'en reste rien du patient (ni image, ni film, ni fiche)."),
        "step": _("L'étape du retour qu'il règle pour ce patient : identity, episode, order, images, report."),
        "origin": _("D'où vient le patient : externe, urgences, service."),
        "exam": _("coupe (scanner, IRM) ou autre."),
        "unit": _("Une unité de soins, parmi celles de contacts.yaml."),
        "identity": _("L'identité est connue du système, ou inconnue."),
        "Suggestion.schedule": _("L'horaire qui propose la réponse."),
        "Suggestion.open": _("La réponse proposée quand il est ouvert."),
        "Suggestion.closed": _("La réponse proposée quand il est fermé."),
    }


def _channel_kinds() -> str:
    *first, last = (translated(channel_traits(kind).explained) for kind in CHANNEL_KINDS)
    return _("{kinds} ou {last}.").format(kinds=", ".join(first), last=last)


def _of_contacts() -> dict[str, str]:
    return {
        "site": _("Le nom de l'hôpital, toujours à l'écran."),
        "timezone": _("Le fuseau horaire : Europe/Paris."),
        "ContactsFile.holidays": _(
            "Le pays dont les jours fériés comptent : FR ; FR-57, FR-67 ou FR-68 en Alsace-Moselle."
        ),
        "Schedule.holidays": _("Un jour férié : open (comme les autres), closed, ou unknown si ce n'est pas écrit."),
        "local_holidays": _("Jours fériés de l'hôpital seul : 2026-12-26."),
        "units": _("Les unités de soins que les consignes peuvent nommer."),
        "roles": _("Les rôles propres à l'hôpital, et leurs mots dans une phrase : {garde de nuit: la garde de nuit}."),
        "signatures": _("Qui signe l'attestation d'un exercice, avec qui l'a conduit."),
        "schedules": _("Les horaires, par leur nom."),
        "contacts": _("Qui appeler."),
        "windows": _("Les plages d'ouverture."),
        "outside": _("Ouvert quand cet autre horaire est fermé."),
        "Schedule.unknown": _("Pourquoi ces horaires ne sont pas connus."),
        "days": _("Les jours : lundi…, ouvrés, fériés, tous."),
        "from": _('Heure de début, entre guillemets : "08:00".'),
        "Window.to": _('Heure de fin, entre guillemets : "17:30" ; avant le début, c\'est le lendemain.'),
        "only": _("urgent : urgences seulement."),
        "assumed": _("Pourquoi ces heures sont une supposition."),
        "name": _("Le nom, tel que l'écran le montre."),
        "hours": _("Ses horaires, parmi schedules."),
        "channels": _("Comment le joindre, par ordre de préférence."),
        "references": _("Ce qu'il faut citer en appelant."),
        "reserved_to": _("Qui seul peut l'appeler."),
        "members": _("Ceux dont l'un répond selon l'heure."),
        "then": _("Qui appeler s'il ne répond pas."),
        "organisation": _("Son organisme : s'il ne répond pas, les numéros de ses autres contacts sont proposés."),
        "note": _("Ce qu'il faut savoir de lui."),
        "call_again": _("Quand rappeler qui n'a pas répondu ; sans cette clé, aucune heure n'est proposée."),
        "forgotten": _("Quand une session encore ouverte passe pour oubliée ; sans cette clé, après 7 jours."),
        "Forgotten.after": _("Le temps depuis son dernier fait : 7 days."),
        "CallAgain.after": _("Le délai : 10 min, 1 h 30 min."),
        "retention": _("Combien de temps garder les patients, les mots libres et les sessions."),
        "journal": _("Combien de temps garder une session close, après son dernier fait : 12 months."),
        "exercises": _("À quel rythme jouer chaque cas en exercice."),
        "every": _("Après combien de temps un cas, ou un groupe de personnes, est à rejouer : 12 months."),
        "patients": _(
            "Combien de temps garder patients et mots libres, après le dernier fait de la session : 30 days."
        ),
        "reviews": _(
            "Combien de temps garder un retour d'expérience, après son dernier fait et tant qu'une action est ouverte :"
            " 60 months."
        ),
        "Channel.kind": _channel_kinds(),
        "value": _("Le numéro ou l'adresse, à la lettre."),
        "Reference.value": _("La référence, à la lettre."),
        "condition": _("Quand l'employer, en mots."),
        "preferred": _("yes : à employer d'abord."),
        "needs": _("internet : ne marche pas sans Internet."),
    }


def _of_register() -> dict[str, str]:
    return {
        "fields": _("Les champs du registre, dans l'ordre de la fiche."),
        "Field.kind": _("Ce que l'on y écrit : {kinds}.").format(kinds=", ".join(FIELD_KINDS)),
        "group": _("personne, examen, demande ou remise : où il se range."),
        "means": _("Ce que le programme en comprend : birth-name, sex, ipp…"),
        "Field.ask": _("first : demandé tout de suite ; later : peut attendre."),
        "light": _("yes : demandé aussi sur la fiche allégée (form: light)."),
        "choices": _("Les valeurs possibles d'un choix."),
        "implies": _(
            "Ce qu'un choix dit aussi du patient ; si la ligne dit l'inverse, ce qui en dépend est à préciser."
        ),
        "says": _("Le choix qui le dit."),
        "begins": _("Ce par quoi la valeur doit commencer."),
        "Field.trace": _(
            "yes : rempli, il montre que l'examen a eu lieu ; rayer la ligne demande ce que deviennent les images."
        ),
        "filled_by": _("L'étape du retour dont le numéro vient ici : episode, order…"),
        "required_when": _("Obligatoire quand…"),
        "shown_when": _("Montré quand…"),
        "help": _("Une aide à la saisie."),
        "field": _("Un autre champ, qui doit être rempli."),
        "equals": _("Ce que cet autre champ doit dire."),
        "paper": _("yes : la ligne a d'abord été écrite sur une fiche papier."),
    }
