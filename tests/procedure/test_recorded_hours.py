"""The hours of invented contacts at telling moments, and times as people type them, as they were; `make snapshots`
writes the records anew."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from zoneinfo import ZoneInfo

from pannesi.procedure.availability import moments
from pannesi.procedure.availability.holidays import holiday_is_unknown, holiday_name
from pannesi.procedure.availability.opening_hours import last_state_change, state_changes
from pannesi.procedure.availability.reachability import (
    contact_row_as_json,
    contacts_at,
    local_date,
    missing_number_words,
    reachability_words,
    render_contact_rows,
    spoken_ways_words,
    written_numbers,
)
from pannesi.procedure.availability.typed_times import parse_instant, parse_length, parse_moment
from pannesi.procedure.availability.week_grid import contact_weeks
from pannesi.procedure.loading.validation import validated
from pannesi.procedure.model.contacts import ContactsFile
from pannesi.support.errors import ImpossibleTime
from tests.support.no_holidays import without_holidays
from tests.support.snapshots_kept import kept_as

FOLDER = Path(__file__).parents[1] / "data" / "hours"
PARIS = ZoneInfo("Europe/Paris")
_DAYS = [{"days": ["ouvrés"], "from": "08:00", "to": "17:30"}]
CONTACTS = validated(ContactsFile, {
    "format": "1", "site": "Hôpital inventé", "local_holidays": ["2026-06-02"],
    "schedules": {
        "toujours": {"label": "Toujours", "windows": [{"days": ["tous"], "from": "00:00", "to": "24:00"}]},
        "jour": {"label": "Jours ouvrés", "windows": _DAYS},
        "hors-jour": {"label": "Astreinte", "outside": "jour"},
        "double": {"label": "Double", "outside": "hors-jour"},
        "magasin": {"label": "Magasin", "holidays": "closed", "windows": [
            {"days": ["lundi", "mardi", "mercredi", "jeudi", "vendredi"], "from": "09:00", "to": "19:00"},
            {"days": ["samedi"], "from": "08:30", "to": "12:30", "only": "urgent"}]},
        "hors-magasin": {"label": "Hors magasin", "outside": "magasin"},
        "editeur": {"label": "Éditeur", "holidays": "unknown", "windows": [
            {"days": ["lundi", "mardi", "mercredi", "jeudi", "vendredi"], "from": "09:00", "to": "19:00"},
            {"days": ["tous"], "from": "07:00", "to": "09:00", "only": "urgent"}]},
        "nuit": {"label": "Nuit", "windows": [
            {"days": ["tous"], "from": "22:00", "to": "08:00", "assumed": "aucune heure écrite"}]},
        "feries": {"label": "Jours fériés", "windows": [{"days": ["fériés"], "from": "02:15", "to": "24:00"}]},
        "inconnu": {"label": "Inconnu", "unknown": "à demander au cadre"},
        "hors-inconnu": {"label": "Hors inconnu", "outside": "inconnu"},
    },
    "contacts": [
        {"id": "service", "name": "Service", "members": ["jour", "astreinte"], "then": ["editeur"], "note": "une note"},
        {"id": "jour", "name": "De jour", "hours": "jour", "channels": [
            {"kind": "short", "value": "4444", "label": "bureau"},
            {"kind": "phone", "value": "04 00 00 00 01", "condition": "panne critique", "preferred": "yes"}]},
        {"id": "astreinte", "name": "Astreinte", "hours": "hors-jour", "channels": [
            {"kind": "phone", "missing": "au classeur"}, {"kind": "mail", "value": "a@b.example"},
            {"kind": "fax", "value": "04 00 00 00 02"}]},
        {"id": "editeur", "name": "Éditeur", "hours": "editeur", "reserved_to": ["référent"],
         "references": [{"label": "Contrat", "value": "C-12"}, {"label": "Site", "value": "7"}],
         "channels": [{"kind": "web", "value": "https://a.example"}]},
        {"id": "magasin", "name": "Magasin", "hours": "magasin"},
        {"id": "deux", "name": "L'un ou l'autre", "members": ["magasin", "editeur", "cadre", "deux"]},
        {"id": "cadre", "name": "Cadre", "channels": [{"kind": "phone", "missing": "inconnu"}]},
        {"id": "nuit", "name": "Nuit", "hours": "nuit", "channels": [{"kind": "short", "value": "12"}]},
        {"id": "feries", "name": "Fériés", "hours": "feries"},
        *({"id": name, "name": name, "hours": name} for name in
          ("toujours", "double", "hors-magasin", "inconnu", "hors-inconnu")),
    ],
})  # fmt: skip
MOMENTS = (
    "2026-11-24 03:12", "2026-11-24 07:59", "2026-11-24 08:00", "2026-11-24 17:30", "2026-11-24 19:00",
    "2026-11-27 23:59", "2026-11-28 08:30", "2026-11-28 12:30", "2026-11-29 12:00", "2026-05-13 20:00",
    "2026-05-14 08:30", "2026-05-14 10:00", "2026-06-02 10:00", "2026-03-29 01:30", "2026-03-29 03:30",
    "2026-10-25 02:30", "2026-12-31 23:30", "2026-12-25 02:15",
)  # fmt: skip


def local(text: str) -> datetime:
    return datetime.fromisoformat(text).replace(tzinfo=PARIS)


def shown(moment: datetime | None) -> str:
    return f"{moment.astimezone(PARIS):%d/%m %H:%M}" if moment is not None else "–"


def contacts_told(contacts: ContactsFile, texts: tuple[str, ...]) -> Iterator[str]:
    for text in texts:
        now = local(text)
        day = local_date(contacts, now)
        yield f"* {text} {holiday_name(contacts, day)} {holiday_is_unknown(contacts, day)}"
        for row in contacts_at(contacts, now, "manipulateur"):
            yield f"  {row.id}: {reachability_words(row, now, PARIS)}"
            said = contact_row_as_json(row, PARIS)
            kept = (
                "reachable",
                "reason",
                "until",
                "opens_at",
                "urgent_at",
                "unknown_at",
                "member",
                "assumed",
                "missing",
            )
            yield f"    {json.dumps({name: said[name] for name in kept if said[name]}, ensure_ascii=False)}"
        for name in contacts.schedules:
            changes = state_changes(contacts, name, now, now + timedelta(days=2))
            last = last_state_change(contacts, name, now)
            yield f"  {name}: {shown(last)} ; {', '.join(f'{state} {shown(moment)}' for moment, state in changes)}"


def test_who_can_be_reached_when_is_said_as_it_was() -> None:
    kept_as(FOLDER / "contacts.txt", "\n".join(contacts_told(CONTACTS, MOMENTS)) + "\n")


def test_where_the_public_holidays_are_unknown_hours_are_said_as_they_were() -> None:
    abroad = CONTACTS.replace(holidays="BE")
    with without_holidays():
        lines = list(contacts_told(abroad, MOMENTS[:1] + MOMENTS[5:12]))
    kept_as(FOLDER / "abroad.txt", "\n".join(lines) + "\n")


def test_contacts_are_written_out_as_they_were() -> None:
    lines: list[str] = []
    for text in MOMENTS[0], MOMENTS[2]:
        now = local(text)
        rows = contacts_at(CONTACTS, now, "référent")
        lines += [json.dumps(contact_row_as_json(row, PARIS), ensure_ascii=False) for row in rows[:6]]
        lines += render_contact_rows(rows, now, PARIS).splitlines()
        later = contacts_at(CONTACTS, now + timedelta(days=1))
        lines += render_contact_rows(
            later, now, PARIS, then=True,
            notices=lambda contact: (f"signalé : {contact}",), numbers=lambda row: (f"noté : {row.id}",),
        ).splitlines()  # fmt: skip
        lines += [f"{row.id} | {missing_number_words(row)} | {spoken_ways_words(row)}" for row in later]
    lines += [f"{contact.id} {written_numbers(CONTACTS, contact.id)}" for contact in CONTACTS.contacts]
    kept_as(FOLDER / "written.txt", "\n".join(lines) + "\n")


def test_weeks_are_drawn_as_they_were() -> None:
    lines = [
        f"{monday} {week.contact_id} {week.name} {number}: "
        + " ".join(f"{part.start}-{part.end} {part.state}" for part in day)
        for monday in (date(2026, 3, 23), date(2026, 5, 11), date(2026, 10, 19))
        for week in contact_weeks(CONTACTS, monday)
        for number, day in enumerate(week.days)
        if number > 4 or week.contact_id in ("service", "editeur", "deux", "feries")
    ]
    kept_as(FOLDER / "weeks.txt", "\n".join(lines) + "\n")


TYPED = (
    "15h47", "1547", "15:47", "3h", "3 h 05", "03:11", "03:12", "03:13", "03:14", "03:15", "22h", "9h", "8h59", "9h20",
    "hier 22:30", "hier à 3h", "avant-hier 8h", "aujourd'hui 2h", "aujourd’hui 2h", "à 2h", "il y a 5 min", "il y a 2 h",
    "il y a 1 h 30", "il y a 90 minutes", "il y a", "24/11 02:00", "24/11 à 2h", "25/11 02:00", "31/12/2025 23:59",
    "31/12 23:59", "29/02 10:00", "30/02 10:00", "2026-11-23 22:10", "2026-11-23T22h10", "25h", "12h60", "midi", "",
    "hier", "hier x", "02:30 été", "02:30 hiver", "02:30 (heure d'hiver)", "02:30", "&(àà", "demain 8h",
    "n" * 80, "2026-03-29 02:30", "25/10 02:30", "25/10 02:30 hiver", "25/10 02:30 ete", "0001-01-01 00:00",
)  # fmt: skip


def read(parse: Callable[[], object]) -> str:
    try:
        read_as = parse()
    except ImpossibleTime as refused:
        return str(refused)
    return f"{read_as:%Y-%m-%d %H:%M:%S %z}" if isinstance(read_as, datetime) else str(read_as)


def test_times_are_read_as_they_were() -> None:
    nows = [local("2026-11-24 03:12"), local("2026-03-29 09:00"), datetime(2026, 10, 25, 1, 31, tzinfo=UTC)]
    lines = []
    for now in nows:
        lines.append(f"* {now.astimezone(PARIS):%d/%m %H:%M %z}")
        for text in TYPED:
            lines.append(f"{text}: {read(lambda: parse_moment(text, now, PARIS))}")  # noqa: B023 - called at once
            lines.append(f"  {read(lambda: parse_instant(text, now, PARIS))}")  # noqa: B023 - called at once
    for text in ("90", "45 min", "45mn", "2 h", "1 h 30", "1h30min", "2H", "h", "", "x", "-1", "é h", "99999"):
        lines.append(f"{text}: {read(lambda: parse_length(text))}")  # noqa: B023 - called at once
    kept_as(FOLDER / "typed.txt", "\n".join(lines) + "\n")


def test_moments_are_said_as_they_were() -> None:
    now, lines = local("2026-11-24 03:12"), list[str]()
    for minutes in (-600000, -4000, -1700, -200, -1, 0, 1, 900, 1300, 2000, 4000, 60000):
        moment = now + timedelta(minutes=minutes)
        lines.append(
            f"{moments.format_moment(moment, now, PARIS)} | {moments.until_words(moment, now, PARIS)} | "
            f"{moments.format_day(moment, PARIS)} | {moments.format_length(timedelta(minutes=minutes))}"
        )
    for minutes in (0, 59, 60, 61, 2879, 2880, 2881, 4319, 4320, 1_500_000):
        lines.append(moments.format_length(timedelta(minutes=minutes, seconds=59)))
    for hour in range(6):
        twice = datetime(2026, 10, 24, 23, 30, tzinfo=UTC) + timedelta(hours=hour)
        words = moments.hour_words(twice.astimezone(PARIS)), moments.hour_words(twice.astimezone(PARIS), short=True)
        lines.append(f"{' | '.join(words)} | {moments.format_moment(twice, now, PARIS, short=True)}")
    moved = datetime(2011, 12, 30, 10, tzinfo=UTC).astimezone(ZoneInfo("America/Caracas"))
    lines.append(moments.hour_words(moved))
    lines += [moments.with_end("0 h 12", end) for end in ("return", "closing", "now")]
    kept_as(FOLDER / "moments.txt", "\n".join(lines) + "\n")
