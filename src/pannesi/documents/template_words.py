"""The sentences of the templates of both formats, where catalogues of other languages find them.

What stands between braces is filled in by the template, with values that bear their own markup.
"""

from __future__ import annotations

from collections.abc import Mapping

from pannesi.support.i18n import N_, Marked, all_translated, translated

_EVERYWHERE: Mapping[str, Marked] = {
    "page": N_("page"),
    "version": N_("Version du site {code}"),
}
_BINDER: Mapping[str, Marked] = {
    "added": N_("+"),
    "binder_of": N_("{site} : classeur de secours"),
    "binder": N_("Classeur de secours de l'imagerie"),
    "what_is_seen": N_("Que voyez-vous ?"),
    "whom_to_call_when": N_("Qui appeler, à quelle heure"),
    "whom_to_call": N_("Qui appeler"),
    "register_to_fill": N_("Registre des patients à remplir"),
    "register_degraded": N_("Registre des patients, mode dégradé"),
    "outage_to_fill": N_("Feuille de panne à remplir"),
    "legend": N_(
        "Cocher, noter l'heure et ses initiales. Le numéro d'une ligne est celui de l'écran. ‼ : à ne pas oublier."
        " {added} et l'italique : ligne ajoutée par nous, à valider par le site ; les dernières pages disent pourquoi."
        " Panne finie : tout reporter dans pannesi."
    ),
    "legend_pocket": N_(
        "Le numéro d'une ligne est celui de l'écran. ‼ : à ne pas oublier. {added} et l'italique : ligne ajoutée par"
        " nous, à valider par le site."
    ),
    "compare_page": N_("Version du site {code} — {site}. Une version différente : ces pages sont à réimprimer."),
    "compare_binder": N_("Version du site {code}. Une version différente à l'écran : ce classeur est à réimprimer."),
    "compare": N_("La version d'aujourd'hui : {command}"),
    "origins": N_("D'où viennent ces lignes"),
    "origins_said": N_(
        "Pour ceux qui répondent de la procédure : le passage d'où vient chaque ligne, pourquoi une ligne a été"
        " ajoutée, ce qui a été déduit, et ce qui reste à trancher. Rien ici ne sert pendant la panne."
    ),
    "not_written": N_("Non écrit"),
    "gap": N_("{not_written} : {gap}"),
    "to_ask": N_("À demander : {ask}."),
    "to_decide": N_("? À trancher : {question}"),
    "who_when": N_("Qui, quand"),
    "how": N_("Comment"),
    "by_the_hour": N_("Selon l'heure : {members}"),
    "alternatives": N_(" ou "),
    "without_answer": N_("Sans réponse : {others}"),
    "ordinary_week": N_("Une semaine sans jour férié. — : fermé, ou urgences seulement."),
    "shaded_week": N_(
        "Une semaine sans jour férié. Noir : dans ses horaires. Gris : urgences seulement."
        " Gris clair : non écrit. Blanc, — : fermé."
    ),
    "unwritten_hours": N_("Horaires non écrits : {names}."),
    "hour_of_day": N_("{hour} h"),
    "hours_and_number_at": N_("heures, n° : ligne {number}"),
    "hours_and_numbers_at": N_("heures et n° : ligne\N{NO-BREAK SPACE}{number}"),
    "hours_at": N_("heures : ligne\N{NO-BREAK SPACE}{number}"),
    "recognised": N_("Vous y êtes si : {signs}"),
    "in_force": N_("TANT QUE ÇA DURE"),
    "hour": N_("heure, par"),
    "line_number": N_("ligne {number}"),
    "say": N_("Dire : « {words} »"),
    "messages": N_("Messages, à la lettre"),
    "to": N_("À : {address}"),
    "title": N_("Titre : {title}"),
    "one_line_each": N_(
        "Une ligne par patient, sous le numéro de sa fiche (pages suivantes). Pour un patient qui n'attend qu'un CD ou"
        " un film, cette ligne suffit. Une ligne annulée se barre et se garde. Au retour, chaque ligne est saisie dans"
        " pannesi avec son numéro P et l'heure écrite ici."
    ),
    "register_said": N_("Registre des patients."),
    "number": N_("N°"),
    "initials_column": N_("Initiales"),
    "entered": N_("Saisi"),
    "entered_by": N_("Saisi dans pannesi le {date} par {name}"),
    "one_sheet_each": N_(
        "Une fiche par patient. En gras : d'abord ; le reste peut attendre. « ? » pour ce que personne ne sait."
        " Une fiche annulée se barre et se garde."
    ),
}
_REPORT: Mapping[str, Marked] = {
    "signatures": N_("Signatures"),
    "name": N_("Nom"),
    "date": N_("Date"),
    "signature": N_("Signature"),
    "digest": N_("Empreinte des chaînes : {digest}"),
    "digest_begins": N_("Empreinte des chaînes {digest}… (entière page {page})"),
    "digest_of_session": N_("Empreinte des chaînes de la session : {digest}"),
    "version_in_full": N_("Version du site {code} {version}. {program}."),
    "whole_version": N_("Version du site : {version}"),
}
_OF_TEMPLATE: Mapping[str, Mapping[str, Marked]] = {
    "binder": {**_EVERYWHERE, **_BINDER},
    "report": {**_EVERYWHERE, **_REPORT},
}
_WIDE = (
    N_("Texte"), N_("Fait"), N_("Motif"), N_("Mots"), N_("Message"), N_("Valeur"), N_("Libellé"), N_("Manque"),
    N_("Encore dû"), N_("Qui"), N_("État"), N_("Reste à faire"), N_("Action"), N_("Dit"), N_("Ticket"),
)  # fmt: skip
"""The columns of reports that hold sentences, and so get the room that others leave."""


def template_words(template: str) -> dict[str, str]:
    """The sentences of a template (`binder`, `report`), by name, in the reader's language."""
    return {name: translated(sentence) for name, sentence in _OF_TEMPLATE[template].items()}


def wide_columns() -> list[str]:
    """The titles of the columns that hold sentences, in the reader's language."""
    return list(all_translated(_WIDE))
