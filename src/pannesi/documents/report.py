"""The report of one session; of an exercise, an attestation that the continuity plan was tried."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime

from pannesi.documents.page import Page, page, proof, section
from pannesi.documents.registers import Words, register_table
from pannesi.documents.svg_charts import timeline
from pannesi.history.session_summary import Account, Heard
from pannesi.procedure.availability.moments import format_length
from pannesi.procedure.model.procedure import Site
from pannesi.session.labels import free_words, message_word, patients_words, text_of
from pannesi.session.projection.read_model import Row
from pannesi.support.i18n import _, digits, n_


@dataclass(frozen=True)
class Told:
    """One fact in words, as the face tells it."""

    at: str
    by: str
    words: str


@dataclass(frozen=True)
class Asked:
    """What a report is made of beside the account."""

    facts: Sequence[Told]
    corrected: Sequence[Told]
    """Those that undid or changed an earlier one."""
    digest: str
    hour: Callable[[datetime], str]
    unknown: Callable[[Account, datetime], str]
    """A moment to which no length can be counted, and why."""
    real: datetime | None
    """When an exercise was really played."""
    closing_reason: str
    """Why the closing was forced, or that it is not told here."""
    labels: dict[str, str]
    """The words of the register's fields."""
    words: Words
    """A value of the register as people write it."""
    patients: bool
    free_words: bool
    """Whether notes and reasons, which may hold names, are in it."""


def report_of(account: Account, site: Site, asked: Asked) -> Page:
    """The report as a plain value; `site` is the procedure that the session ran."""
    title = _("Attestation d'exercice du plan de continuité") if account.exercise else _("Rapport de panne")
    found = page(site, title, exercise=account.exercise)
    found["session"] = account.session
    found["summary"] = _summary(account, site, asked)
    found["charts"] = [{"title": _("Déroulement"), "svg": timeline(_marks(account, asked.hour))}]
    found["sections"] = [one for one in _sections(account, site, asked) if one["rows"]]
    found["annexes"] = [one for one in _annexes(account, site, asked) if one["rows"]]
    found["proof"] = proof(asked.digest)
    if not asked.free_words:
        left_out = _("Sans les patients, ni les mots libres qui peuvent porter des noms : --patients les ajoute.")
        found["notes"] = [left_out]
    elif not asked.patients:
        found["notes"] = [_("Sans les patients : --patients les ajoute.")]
    if account.exercise:
        found["rooms"] = [
            {"title": _("Actions décidées"), "columns": [_("Action"), _("Qui"), _("Pour quand")], "lines": 5},
            {"title": _("Remarques"), "columns": [_("Ce qui a bien marché, ce qui a manqué")], "lines": 4},
        ]
        found["signatures"] = [_("Qui a conduit l'exercice"), _("Référent RIS/PACS"), _("Cadre de santé")]
    return found


def _cases(account: Account, site: Site) -> str:
    found = []
    for unit, symptom in account.cases:
        known = site.unit_by_id.get(unit)
        label = next((one.label for one in known.symptoms if one.id == symptom), "") if known is not None else ""
        title = known.title if known is not None else unit
        found.append(f"{title} ({label})" if label else title)
    return " ; ".join(found)


def _summary(account: Account, site: Site, asked: Asked) -> list[list[str]]:
    def since(moment: datetime | None) -> str:
        length = account.after(moment)
        if moment is None:
            return _("pas encore") if account.open else _("non noté")
        if length is None:
            return asked.unknown(account, moment)
        return _("{hour}, après {length}").format(hour=asked.hour(moment), length=format_length(length))

    rows = [
        [_("Session"), account.session],
        [_("Scénario") if account.exercise else _("Panne"), _cases(account, site)],
        [_("Systèmes en panne"), ", ".join(account.systems)],
        [_("Début"), asked.hour(account.began)],
        [_("Premier geste"), since(account.first_action_at)],
        [_("Alerte donnée"), since(account.alerted_at)],
        [_("Retour annoncé"), since(account.returned_at)],
        [_("Mode dégradé"), _lasted(account, asked)],
        [_("Patients réconciliés"), since(account.reconciled_at)],
        [_("Clôture"), since(account.closed_at) if account.closed_at else _("session encore ouverte")],
        [_("Lignes faites"), digits(len(account.done))],
        [_("Registre"), _noted(account)],
    ]
    if asked.real is not None:
        rows.insert(1, [_("Joué le"), asked.hour(asked.real)])
    if account.forced:
        rows.append([_("CLÔTURE FORCÉE"), asked.closing_reason])
    if account.offered:
        rows.append([_("Passage de main"), _("proposé, personne n'a repris")])
    if account.open and account.left:
        rows.append([_("Reste à faire"), n_("{count} ligne", "{count} lignes", len(account.left))])
    rows.append([_("Écarts constatés"), _gap_words(account)])
    return [row for row in rows if row[1]]


def _lasted(account: Account, asked: Asked) -> str:
    if account.lasted is not None:
        return format_length(account.lasted)
    return _("durée inconnue : {why}").format(why=asked.unknown(account, account.returned_at or account.until))


def _gap_words(account: Account) -> str:
    """How many things went otherwise than written, each told below."""
    counted = (
        (n_("{count} ligne impossible", "{count} lignes impossibles", len(account.could_not)), account.could_not),
        (n_("{count} pas faite", "{count} pas faites", len(account.left)), () if account.open else account.left),
        (n_("{count} appel sans réponse", "{count} appels sans réponse", len(account.silences)), account.silences),
        (n_("{count} ligne signalée", "{count} lignes signalées", len(account.redlines)), account.redlines),
        (
            n_(
                "{count} manque de la procédure rencontré",
                "{count} manques de la procédure rencontrés",
                len(_met(account)),
            ),
            _met(account),
        ),
    )
    return ", ".join(words for words, found in counted if found) or _("aucun")


def _met(account: Account) -> list[Row]:
    """The lines on the way taken for which the procedure leaves something unwritten."""
    return [row for row in account.walk.rows if row.line.gap and row.status not in ("not_applicable", "pending")]


def _noted(account: Account) -> str:
    counts = account.patients
    return patients_words(counts.noted, counts.voided, counts.duties_open, counts.images_open)


def _marks(account: Account, hour: Callable[[datetime], str]) -> list[tuple[float, str, str]]:
    moments = [
        (_("début"), account.began),
        (_("premier geste"), account.first_action_at),
        (_("alerte"), account.alerted_at),
        (_("retour"), account.returned_at),
        (_("réconcilié"), account.reconciled_at),
        (_("clôture"), account.closed_at),
    ]
    known = [(words, at) for words, at in moments if at is not None and account.after(at) is not None]
    whole = max(((moment - account.began).total_seconds() for _words, moment in known), default=0) or 1
    return [
        (
            max((moment - account.began).total_seconds(), 0) / whole,
            words,
            f"{hour(moment)} +{format_length(moment - account.began)}" if moment > account.began else hour(moment),
        )
        for words, moment in known
    ]


def _sections(account: Account, site: Site, asked: Asked) -> Iterable[dict[str, object]]:
    hour = asked.hour
    yield section(_("Ce qui empêchait la clôture"), [_("Encore dû")], [[one] for one in account.prevented])
    who = [[one.name, ", ".join(one.roles), hour(one.since)] for one in account.persons]
    yield section(_("Personnes"), [_("Nom"), _("Rôle"), _("Depuis")], who)
    yield section(
        _("Messages vus diffusés"),
        [_("Ligne"), _("Message"), _("Heure"), _("Par"), _("Suite")],
        [[one.row.number, text_of(one.row.line), hour(one.at), one.who, _end_of(one)] for one in account.messages],
    )
    for title, rows in (
        (_("Impossible"), account.could_not),
        (_("Dit non nécessaire"), account.skipped),
        (_("Reste à faire") if account.open else _("Pas fait, ou laissé"), account.left),
        (_("Fait contre ce que disait l'heure ou la réponse"), account.overridden),
        (_("Fait hors de l'ordre"), account.out_of_order),
    ):
        yield section(title, [_("Ligne"), _("Texte"), _("Heure"), _("Par"), _("Motif")], _rows(rows, asked))
    yield section(
        _("Appels sans réponse"),
        [_("Ligne"), _("Qui"), _("Heure")],
        [[site.number(one.unit, one.line), _contact(site, one.contact), hour(one.at)] for one in account.silences],
    )
    corrected = [[one.at, one.by, one.words] for one in asked.corrected]
    yield section(_("Corrigé ou annulé ensuite"), [_("Heure"), _("Par"), _("Fait")], corrected)
    about = {"wrong": _("faux"), "impossible": _("impossible"), "unclear": _("pas clair")}
    yield section(
        _("Lignes signalées"),
        [_("Ligne"), _("Texte"), _("Avis"), _("Mots"), _("Par"), _("Heure")],
        [
            [
                site.number(one.unit, one.line), _line(site, one.unit, one.line), about.get(one.about, one.about),
                one.words if asked.free_words else "", one.who, hour(one.at),
            ]
            for one in account.redlines
        ],
    )  # fmt: skip
    yield section(
        _("Ce que la procédure ne dit pas, rencontré"),
        [_("Ligne"), _("Texte"), _("Manque")],
        [[row.number, text_of(row.line), row.line.gap or ""] for row in _met(account)],
    )


def _annexes(account: Account, site: Site, asked: Asked) -> Iterable[dict[str, object]]:
    """What is long: each patient, then every fact."""
    if asked.patients:
        columns, lines = register_table(account.walk, asked.labels, asked.hour, asked.words, site.register_fields)
        yield from _by_patient(columns, lines)
    facts = [[one.at, one.by, one.words] for one in asked.facts]
    yield section(_("Faits, dans l'ordre"), [_("Heure"), _("Par"), _("Fait")], facts)


def _by_patient(columns: list[str], lines: list[list[str]]) -> Iterable[dict[str, object]]:
    """Each line of the register on its own: twenty columns do not fit on a sheet."""
    for line in lines:
        filled = [[name, value] for name, value in zip(columns[1:], line[1:], strict=True) if value]
        yield section(_("Patient {label}").format(label=line[0]), [_("Champ"), _("Valeur")], filled)


def _rows(rows: Sequence[Row], asked: Asked) -> list[list[str]]:
    return [
        [
            row.number,
            text_of(row.line),
            asked.hour(row.at) if row.at is not None else "",
            row.fact.actor if row.fact is not None else "",
            free_words(row.fact) if row.fact is not None and asked.free_words else "",
        ]
        for row in rows
    ]


def _end_of(one: Heard) -> str:
    return message_word(one.becomes.state) if one.becomes is not None else ""


def _contact(site: Site, name: str) -> str:
    found = site.contact_by_id.get(name)
    return found.name if found is not None else name


def _line(site: Site, unit: str, line: str) -> str:
    place = site.places.get((unit, line))
    return text_of(place.line) if place is not None else line
