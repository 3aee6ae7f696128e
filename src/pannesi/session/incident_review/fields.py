"""The fields of an incident review: what each may hold, its closed list, and whom its words may name.

The lists are ours: the procedure gives none. No field has a default, since a review must not say what nobody said.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import field
from types import MappingProxyType
from typing import Literal

from pannesi.session.facts.base import Named
from pannesi.support.i18n import N_, Marked, translated
from pannesi.support.light_dataclass import dataclass

Group = Literal["review", "ticket", "declaration", "action", "participant", "objective", "inject"]
"""What a field is about: the whole review, or one entry of one of its lists."""
FieldKind = Literal["one", "several", "words", "day"]

SEVERITIES: Mapping[str, Marked] = MappingProxyType({
    "minor": N_("mineure"),
    "significant": N_("significative"),
    "major": N_("majeure"),
    "critical": N_("critique"),
    "catastrophic": N_("catastrophique"),
    "unknown": N_("pas su"),
})  # fmt: skip
EFFECTS: Mapping[str, Marked] = MappingProxyType({
    "none_known": N_("aucun connu"),
    "delay": N_("retard"),
    "repeated": N_("examen refait"),
    "transfer": N_("transfert"),
    "identity": N_("erreur d'identité"),
    "unknown": N_("pas su"),
})  # fmt: skip
ALONE = frozenset({"none_known", "unknown"})
"""The effects that stand beside no other."""
CAUSES: Mapping[str, Marked] = MappingProxyType({
    "network": N_("réseau"),
    "server": N_("serveur ou stockage"),
    "software": N_("logiciel ou base de données"),
    "workstation": N_("poste ou périphérique"),
    "power": N_("électricité ou climatisation"),
    "change": N_("intervention ou mise à jour"),
    "supplier": N_("prestataire ou hébergeur"),
    "attack": N_("acte de malveillance"),
    "handling": N_("erreur de manipulation ou de paramétrage"),
    "other": N_("autre"),
    "unknown": N_("pas su"),
})  # fmt: skip
DECLARED: Mapping[str, Marked] = MappingProxyType({
    "done": N_("fait"),
    "no": N_("non"),
    "unknown": N_("pas su"),
})  # fmt: skip
ACTION_STATES: Mapping[str, Marked] = MappingProxyType({
    "open": N_("à faire"),
    "done": N_("faite"),
    "dropped": N_("abandonnée"),
})  # fmt: skip
PARTS: Mapping[str, Marked] = MappingProxyType({
    "player": N_("joue"),
    "observer": N_("observe"),
    "lead": N_("anime"),
    "withdrawn": N_("n'était pas là"),
})  # fmt: skip
"""What somebody does in an exercise; `withdrawn` takes back who was written down by mistake."""
REACHED: Mapping[str, Marked] = MappingProxyType({
    "reached": N_("atteint"),
    "partly": N_("en partie"),
    "missed": N_("pas atteint"),
    "unknown": N_("pas su"),
})  # fmt: skip
GIVEN: Mapping[str, Marked] = MappingProxyType({"given": N_("dit"), "left_out": N_("pas dit")})
PLAYED: Mapping[str, Marked] = MappingProxyType({
    "yes": N_("oui"),
    "no": N_("non"),
    "unknown": N_("pas su"),
})  # fmt: skip
DECLARATIONS: Mapping[str, Marked] = MappingProxyType({
    "adverse-event": N_("événement indésirable"),
    "rssi": N_("RSSI"),
    "dpo": N_("DPO"),
    "identity": N_("identitovigilance"),
    "radiation": N_("radioprotection"),
})  # fmt: skip
"""What may have to be declared elsewhere, by the id of its entry. The program decides none of them."""
WHEN_DECLARED: Mapping[str, Marked] = MappingProxyType({
    "dpo": N_("une indisponibilité peut être une violation de données"),
    "identity": N_("si deux identités ont pu être mêlées"),
    "radiation": N_("si une exposition a été répétée"),
})  # fmt: skip
"""What to think of at a declaration."""


@dataclass(frozen=True)
class ReviewField:
    """One field: its name, what it may hold, and its French label."""

    name: str
    kind: FieldKind
    label: Marked
    options: Mapping[str, Marked] = field(default_factory=dict)
    """The values of a closed list, in the order of their digits, with their words."""
    names: Named | None = "anybody"
    """Whom its words may name: whatever is typed may hold a name."""
    while_open: bool = False
    """Whether it may be said before the session is closed."""
    of: Literal["outage", "exercise", "both"] = "outage"
    """Of what it may be said. Scores of an exercise are of the procedure, never of persons."""

    def words_of(self, values: tuple[str, ...]) -> str:
        """Values in words; one of a newer version as it is stored."""
        return ", ".join(translated(self.options[value]) if value in self.options else value for value in values)


FIELDS: Mapping[Group, tuple[ReviewField, ...]] = MappingProxyType({
    "review": (
        ReviewField("severity", "one", N_("gravité"), SEVERITIES, None, while_open=True),
        ReviewField("effect", "several", N_("effet sur les soins"), EFFECTS, None, while_open=True),
        ReviewField("cause", "one", N_("cause"), CAUSES, None),
        ReviewField("cause_words", "words", N_("cause, en quelques mots")),
        ReviewField("worked", "words", N_("ce qui a bien marché"), of="both"),
        ReviewField("failed", "words", N_("ce qui n'a pas marché"), of="both"),
        ReviewField("blackout", "one", N_("SI entièrement coupé, joué"), PLAYED, None, of="exercise"),
    ),
    "ticket": (
        ReviewField("number", "words", N_("numéro du ticket")),
        ReviewField("answered", "words", N_("qui a répondu")),
    ),
    "declaration": (
        ReviewField("state", "one", N_("déclaré"), DECLARED, None, while_open=True),
        ReviewField("number", "words", N_("numéro de la déclaration"), while_open=True),
    ),
    "action": (
        ReviewField("what", "words", N_("action"), of="both"),
        ReviewField("pilot", "words", N_("pilote"), of="both"),
        ReviewField("due", "day", N_("échéance"), names=None, of="both"),
        ReviewField("state", "one", N_("état"), ACTION_STATES, of="both"),
    ),
    "participant": (
        ReviewField("who", "words", N_("participant"), while_open=True, of="exercise"),
        ReviewField("function", "words", N_("fonction"), while_open=True, of="exercise"),
        ReviewField("part", "one", N_("rôle dans l'exercice"), PARTS, None, while_open=True, of="exercise"),
    ),
    "objective": (
        ReviewField("what", "words", N_("objectif"), while_open=True, of="exercise"),
        ReviewField("reached", "one", N_("objectif atteint"), REACHED, while_open=True, of="exercise"),
    ),
    "inject": (
        ReviewField("what", "words", N_("événement joué"), while_open=True, of="exercise"),
        ReviewField("given", "one", N_("événement dit aux joueurs"), GIVEN, None, while_open=True, of="exercise"),
    ),
})  # fmt: skip
"""The fields of each group. The words beside the state of an action say what was done, or why it was given up."""
_BY_NAME: Mapping[tuple[str, str], ReviewField] = {
    (group, field.name): field for group, fields in FIELDS.items() for field in fields
}


def review_fields(*, exercise: bool) -> tuple[ReviewField, ...]:
    """The fields of a review as a whole that may be said of an exercise, or of a real outage."""
    other = "outage" if exercise else "exercise"
    return tuple(field for field in FIELDS["review"] if field.of != other)


def field_of(about: str, name: str) -> ReviewField | None:
    """The field `name` of the entry `about`, as facts store it; None for one of a newer version."""
    return _BY_NAME.get((group_of(about), name))


def asked_after_closing() -> tuple[ReviewField, ...]:
    """The fields that closing a session asks for, one answer each."""
    return tuple(field for field in FIELDS["review"] if field.while_open)


def group_of(about: str) -> str:
    """The group of an entry: `action` for `action:3f2a`, `review` for the empty text."""
    return about.partition(":")[0] or "review"


def entry_name(about: str) -> str:
    """The name of an entry in its group: `3f2a` for `action:3f2a`."""
    return about.partition(":")[2]
