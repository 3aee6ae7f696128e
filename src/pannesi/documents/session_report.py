"""The report of one session; of an exercise, an attestation that the continuity plan was tried."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from functools import cached_property

from pannesi.documents.page import BlankTable, Chart, ReportPage, Table, digest_proof, empty_page, used_columns_table
from pannesi.documents.patient_register import register_table
from pannesi.documents.svg_charts import svg_timeline
from pannesi.history.session_record import SessionRecord
from pannesi.history.session_summary import BroadcastSeen, SessionSummary
from pannesi.presentation.date_times import date_time_formatter
from pannesi.presentation.session_summary import left_title, unknown_length_words
from pannesi.presentation.timeline import SentenceWriter
from pannesi.procedure.availability.moments import format_length, with_end
from pannesi.procedure.model.lines import text_of
from pannesi.procedure.model.procedure import Site
from pannesi.session.events import Event
from pannesi.session.free_text import has_free_text
from pannesi.session.labels import free_words, message_word, patient_count_words, reason_words
from pannesi.session.projection.read_model import Row
from pannesi.session.register.draft_entries import is_superseded_draft
from pannesi.session.state import State
from pannesi.support.i18n import _, format_number, n_


@dataclass(frozen=True)
class _Scope:
    """What a report is made of, and how much of it is told."""

    record: SessionRecord
    patients: bool

    @property
    def account(self) -> SessionSummary:
        return self.record.account

    @property
    def procedure(self) -> Site:
        """The one that the session ran."""
        return self.record.procedure

    @property
    def free(self) -> bool:
        """Whether notes and reasons, which may hold names, are told: those of an exercise always are."""
        return self.patients or self.record.state.exercise

    @cached_property
    def hour(self) -> Callable[[datetime], str]:
        return date_time_formatter(self.procedure)

    @cached_property
    def telling(self) -> SentenceWriter:
        return SentenceWriter(self.procedure, self.record.state, self.hour, reasons=True, free=self.free)

    def facts(self, events: Iterable[Event]) -> list[list[str]]:
        """When, by whom, and what in words."""
        when, tell = self.record.state.when, self.telling
        return [[self.hour(when(event)), event.actor, tell.sentence(event)] for event in events]


def report_page(record: SessionRecord, *, patients: bool) -> ReportPage:
    """The report as a plain value. Without `patients`, no free words either: they may hold names."""
    scope = _Scope(record, patients)
    exercise = scope.account.exercise
    title = _("Attestation d'exercice du plan de continuité") if exercise else _("Rapport de panne")
    return replace(
        empty_page(scope.procedure, title, exercise=exercise),
        session=scope.account.session,
        summary=_summary(scope),
        notes=_left_out(scope),
        charts=[Chart(_("Déroulement"), svg_timeline(_marks(scope)))],
        sections=[table for table in _sections(scope) if table.rows],
        annexes=[table for table in _annexes(scope) if table.rows],
        rooms=_rooms() if exercise else [],
        signatures=[_("Qui a conduit l'exercice"), _("Référent RIS/PACS"), _("Cadre de santé")] if exercise else [],
        proof=digest_proof(record.digest),
    )


def _left_out(scope: _Scope) -> list[str]:
    if not scope.free:
        return [_("Sans les patients, ni les mots libres qui peuvent porter des noms : --patients les ajoute.")]
    return [] if scope.patients else [_("Sans les patients : --patients les ajoute.")]


def _rooms() -> list[BlankTable]:
    return [
        BlankTable(_("Actions décidées"), [_("Action"), _("Qui"), _("Pour quand")], lines=5),
        BlankTable(_("Remarques"), [_("Ce qui a bien marché, ce qui a manqué")], lines=4),
    ]


def _closing_reason(scope: _Scope) -> str:
    """Why the closing was forced: free words like any other, which may name somebody."""
    closing = scope.record.state.closing
    if closing is None or not has_free_text(closing):
        return reason_words(closing) if closing is not None else _("motif effacé")
    return free_words(closing) if scope.free else _("motif non imprimé")


def _played_at(state: State) -> datetime | None:
    """When an exercise was really begun, whatever hour it pretended; None for a real session."""
    if state.opened is None or not state.exercise:
        return None
    return state.opened.real or state.opened.moment


def _cases(account: SessionSummary, site: Site) -> str:
    names = []
    for unit, symptom in account.cases:
        case = site.unit_by_id.get(unit)
        label = next((entry.label for entry in case.symptoms if entry.id == symptom), "") if case is not None else ""
        title = case.title if case is not None else unit
        names.append(f"{title} ({label})" if label else title)
    return " ; ".join(names)


def _summary(scope: _Scope) -> list[list[str]]:
    account, hour = scope.account, scope.hour

    def since(moment: datetime | None) -> str:
        length = account.elapsed_until(moment)
        if moment is None:
            return _("pas encore") if account.open else _("non noté")
        if length is None:
            return unknown_length_words(account, moment, hour)
        return _("{hour}, après {length}").format(hour=hour(moment), length=format_length(length))

    rows = [
        [_("Session"), account.session],
        [_("Scénario") if account.exercise else _("Panne"), _cases(account, scope.procedure)],
        [_("Systèmes en panne"), ", ".join(account.systems)],
        [_("Début"), hour(account.began)],
        [_("Premier geste"), since(account.first_action_at)],
        [_("Alerte donnée"), since(account.alerted_at)],
        [_("Retour annoncé"), since(account.returned_at)],
        [_("Mode dégradé"), _lasted(scope)],
        [_("Patients réconciliés"), since(account.reconciled_at)],
        [_("Clôture"), since(account.closed_at) if account.closed_at else _("session encore ouverte")],
        [_("Lignes faites"), format_number(len(account.done))],
        [_("Registre"), _noted(account)],
    ]
    played = _played_at(scope.record.state)
    if played is not None:
        rows.insert(1, [_("Joué le"), hour(played)])
    if account.forced:
        rows.append([_("CLÔTURE FORCÉE"), _closing_reason(scope)])
    if account.offered:
        rows.append([_("Passage de main"), _("proposé, personne n'a repris")])
    if account.open and account.left:
        rows.append([_headed(left_title(account)), n_("{count} ligne", "{count} lignes", len(account.left))])
    rows.append([_("Écarts constatés"), _gap_words(account)])
    return [row for row in rows if row[1]]


def _headed(words: str) -> str:
    return words[:1].upper() + words[1:]


def _lasted(scope: _Scope) -> str:
    account = scope.account
    if account.duration is not None:
        return with_end(format_length(account.duration), account.duration_end)
    why = unknown_length_words(account, account.returned_at or account.until, scope.hour)
    return _("durée inconnue : {why}").format(why=why)


def _gap_words(account: SessionSummary) -> str:
    """How many things went otherwise than written, each told below."""
    counted = (
        (n_("{count} ligne impossible", "{count} lignes impossibles", len(account.could_not)), account.could_not),
        (n_("{count} pas faite", "{count} pas faites", len(account.left)), () if account.open else account.left),
        (
            n_("{count} appel sans réponse", "{count} appels sans réponse", len(account.unanswered_calls)),
            account.unanswered_calls,
        ),
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
    return ", ".join(words for words, gaps in counted if gaps) or _("aucun")


def _met(account: SessionSummary) -> list[Row]:
    """The lines on the way taken for which the procedure leaves something unwritten."""
    return [row for row in account.walk.rows if row.line.gap and row.status not in ("not_applicable", "pending")]


def _noted(account: SessionSummary) -> str:
    counts = account.patients
    return patient_count_words(counts.noted, counts.voided, counts.duties_open, counts.images_open)


def _marks(scope: _Scope) -> list[tuple[float, str, str]]:
    """The moments of the session: where each stands in its length (0 to 1), its name, its hour."""
    account, hour = scope.account, scope.hour
    moments = [
        (_("début"), account.began),
        (_("premier geste"), account.first_action_at),
        (_("alerte"), account.alerted_at),
        (_("retour"), account.returned_at),
        (_("réconcilié"), account.reconciled_at),
        (_("clôture"), account.closed_at),
    ]
    certain = [(words, at) for words, at in moments if at is not None and account.elapsed_until(at) is not None]
    whole = max(((moment - account.began).total_seconds() for _words, moment in certain), default=0) or 1
    return [
        (
            max((moment - account.began).total_seconds(), 0) / whole,
            words,
            f"{hour(moment)} +{format_length(moment - account.began)}" if moment > account.began else hour(moment),
        )
        for words, moment in certain
    ]


def _sections(scope: _Scope) -> Iterable[Table]:
    account, site, hour = scope.account, scope.procedure, scope.hour
    yield used_columns_table(
        _("Ce qui empêchait la clôture"), [_("Encore dû")], [[words] for words in account.prevented]
    )
    who = [[person.name, ", ".join(person.roles), hour(person.since)] for person in account.persons]
    yield used_columns_table(_("Personnes"), [_("Nom"), _("Rôle"), _("Depuis")], who)
    yield used_columns_table(
        _("Messages vus diffusés"),
        [_("Ligne"), _("Message"), _("Heure"), _("Par"), _("Suite")],
        [
            [sent.row.number, text_of(sent.row.line), hour(sent.at), sent.who, _end_of(sent)]
            for sent in account.messages
        ],
    )
    for title, rows in (
        (_("Impossible"), account.could_not),
        (_("Dit non nécessaire"), account.skipped),
        (_headed(left_title(account)), account.left),
        (_("Fait contre ce que disait l'heure ou la réponse"), account.overridden),
        (_("Fait hors de l'ordre"), account.out_of_order),
    ):
        yield used_columns_table(title, [_("Ligne"), _("Texte"), _("Heure"), _("Par"), _("Motif")], _rows(rows, scope))
    yield used_columns_table(
        _("Appels sans réponse"),
        [_("Ligne"), _("Qui"), _("Heure")],
        [
            [site.number(call.unit, call.line), _contact(site, call.contact), hour(call.at)]
            for call in account.unanswered_calls
        ],
    )
    corrected = scope.facts(account.corrected)
    yield used_columns_table(_("Corrigé ou annulé ensuite"), [_("Heure"), _("Par"), _("Fait")], corrected)
    about = {"wrong": _("faux"), "impossible": _("impossible"), "unclear": _("pas clair")}
    yield used_columns_table(
        _("Lignes signalées"),
        [_("Ligne"), _("Texte"), _("Avis"), _("Mots"), _("Par"), _("Heure")],
        [
            [
                site.number(said.unit, said.line), _line(site, said.unit, said.line), about.get(said.about, said.about),
                said.words if scope.free else "", said.who, hour(said.at),
            ]
            for said in account.redlines
        ],
    )  # fmt: skip
    yield used_columns_table(
        _("Ce que la procédure ne dit pas, rencontré"),
        [_("Ligne"), _("Texte"), _("Manque")],
        [[row.number, text_of(row.line), row.line.gap or ""] for row in _met(account)],
    )


def _annexes(scope: _Scope) -> Iterable[Table]:
    """What is long: each patient, then every fact."""
    state = scope.record.state
    if scope.patients:
        columns, lines = register_table(scope.account.walk, scope.procedure, for_people=True)
        yield from _by_patient(columns, lines)
    facts = scope.facts(event for event in state.timeline if not is_superseded_draft(state, event))
    yield used_columns_table(_("Faits, dans l'ordre"), [_("Heure"), _("Par"), _("Fait")], facts)


def _by_patient(columns: list[str], lines: list[list[str]]) -> Iterable[Table]:
    """Each line of the register on its own: twenty columns do not fit on a sheet."""
    for line in lines:
        filled = [[name, value] for name, value in zip(columns[1:], line[1:], strict=True) if value]
        yield used_columns_table(_("Patient {label}").format(label=line[0]), [_("Champ"), _("Valeur")], filled)


def _rows(rows: Sequence[Row], scope: _Scope) -> list[list[str]]:
    return [
        [
            row.number,
            text_of(row.line),
            scope.hour(row.at) if row.at is not None else "",
            row.fact.actor if row.fact is not None else "",
            free_words(row.fact) if row.fact is not None and scope.free else "",
        ]
        for row in rows
    ]


def _end_of(message: BroadcastSeen) -> str:
    return message_word(message.becomes.state) if message.becomes is not None else ""


def _contact(site: Site, name: str) -> str:
    contact = site.contact_by_id.get(name)
    return contact.name if contact is not None else name


def _line(site: Site, unit: str, line: str) -> str:
    place = site.places.get((unit, line))
    return text_of(place.line) if place is not None else line
