"""What to type instead of a letter that means something else in the full screen, or once meant something else here."""

from __future__ import annotations

from pannesi.plain.session import Guide
from pannesi.procedure.model.lines import Verify
from pannesi.support.i18n import N_, Marked, _, translated

REFUSED: dict[str, Marked] = {
    "c": N_("écrire contacts"),
    "e": N_("écrire durée, ou b"),
    "g": N_("écrire j et le numéro pour aller à une ligne, pa pour passer la main"),
    "l": N_("écrire liste, ou au retour pour laisser la ligne"),
    "o": N_("écrire ouvrir"),
    "x": N_("écrire clore, ou z pour annuler ce qui est dit de la ligne"),
}
"""Letters that mean something else in the full screen: they do nothing here, and the message says what to type."""
AT_YES_NO: dict[str, Marked] = {
    "n": N_("écrire non, ou 2 ; nn si la question n'est pas nécessaire"),
    "o": N_("écrire oui, ou 1"),
}
"""The same, at a question that yes or no answers."""
CLOSED: dict[str, Marked] = {
    "o": N_("écrire su pour ouvrir une suite"),
    "x": N_("la session est close ; u annule la clôture"),
}
"""The same, of a session that is closed."""
MOVED: dict[str, Marked] = {
    "a": N_("« a » montre l'historique ; pour noter un patient : p."),
    "f": N_("« f » signale la ligne au référent ; pour dire que c'est fait : écrire fait."),
    "p": N_("« p » note un patient ; pour remettre la ligne : écrire plus tard."),
    "r": N_("« r » annonce le retour à la normale ; pour laisser la ligne : écrire au retour."),
}
"""Letters that mean the same as in the full screen, and meant another thing here before: said once a session."""


def instead_of_letter(guide: Guide, typed: str) -> str:
    """The message for a letter that does nothing here, with or without words after it; empty for any other text."""
    letter, _blank, rest = typed.casefold().partition(" ")
    row = guide.view.row
    if letter == "j" and not rest:
        return _("« j » : écrire joint si l'appel a abouti ; j et un numéro va à une ligne, comme j 3.2.")
    at_yes_no = row is not None and isinstance(row.line, Verify)
    instead = (AT_YES_NO.get(letter) if at_yes_no else None) or REFUSED.get(letter)
    if guide.view.walk.stage == "closed":
        instead = CLOSED.get(letter, instead)
    return _("« {letter} » : {instead}.").format(letter=letter, instead=translated(instead)) if instead else ""


def new_meaning(guide: Guide, typed: str) -> str:
    """The message for a letter whose meaning changed, the first time that it is typed alone; empty otherwise."""
    letter = typed.casefold()
    if letter not in MOVED or letter in guide.letters_explained:
        return ""
    if letter == "r" and not guide.view.ongoing_cases:
        return ""
    guide.letters_explained.add(letter)
    return translated(MOVED[letter])
