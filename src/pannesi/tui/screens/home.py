"""The first screen: what do you see? One field, all entries in view, open sessions above, who answers now below."""

from __future__ import annotations

from rich.text import Text
from textual.app import ComposeResult
from textual.widgets import Input, Static

from pannesi.i18n import _
from pannesi.review.overview import Overview
from pannesi.site.model import Entry
from pannesi.site.reach import reach, state_words, zone_of
from pannesi.site.search import find
from pannesi.station import Station
from pannesi.text import clean_line
from pannesi.tui.base import Base, bindings_for
from pannesi.tui.widgets.rows import Item, Rows

TRIAGE = ("triage", None)


class Home(Base):
    """Typing filters or numbers; the arrows move; Enter opens. With nothing typed Enter resumes the open session."""

    NAME = "home"
    BINDINGS = bindings_for("home")
    DEFAULT_CSS = """
    Home #what { height: 1; layout: horizontal; padding: 0 1; }
    Home #what Static { width: auto; }
    Home #search { width: 1fr; }
    """

    def __init__(self, station: Station) -> None:
        super().__init__(station)
        self.open_sessions: tuple[Overview, ...] = ()

    def compose(self) -> ComposeResult:
        from textual.containers import Container

        yield Static("", id="band", classes="band", markup=False)
        with Container(id="what"):
            yield Static(Text(_("Que se passe-t-il ? "), style=self.ink.title), markup=False)
            yield Input(id="search", max_length=60, select_on_focus=False, compact=True)
        yield Rows("entries")
        yield Static("", id="answers", classes="band", markup=False)
        yield from self.below()

    def on_mount(self) -> None:
        self.query_one("#entries", Rows).can_focus = False

    def on_screen_resume(self) -> None:
        self.look_again()
        self.settle_focus()

    def settle_focus(self) -> None:
        self.query_one("#search", Input).focus()

    def look_again(self) -> None:
        """Reads the sessions anew; the entries follow what is typed."""
        now = self.station.clock.now()
        self.open_sessions = self.station.sessions().wholly(now).open_now(now, exercise=self.station.exercise)
        self._band()
        self._answers()
        self._entries(self.typed)
        self.show_bar()

    def _band(self) -> None:
        now = self.station.clock.now().astimezone(zone_of(self.station.site.contacts))
        text = Text()
        text.append(f"pannesi · {self.station.site.contacts.site}", style=self.ink.title)
        text.append(f"  {now:%d/%m %H:%M}  {self.station.site.folder}", style=self.ink.quiet)
        if self.station.exercise:
            text.append("\n" + _(" EXERCICE : rien de ceci n'est vrai. "), style=self.ink.exercise)
        if not self.station.recording:
            text.append("\n" + _(" PAS ENREGISTRÉ "), style=self.ink.alarm)
        for banner in self.station.banners:
            text.append("\n" + clean_line(banner), style=self.ink.warning)
        self.query_one("#band", Static).update(text)

    def _answers(self) -> None:
        now = self.station.clock.now()
        contacts = self.station.site.contacts
        shown = [row for row in reach(contacts, now, "manipulateur") if not row.reserved and row.reachable == "yes"][:2]
        text = Text()
        for number, row in enumerate(shown):
            first = next((one.value for one in row.channels if one.value is not None), _("numéro à compléter"))
            text.append("\n" if number else "")
            text.append(f"{row.name} : ", style=self.ink.plain)
            text.append(first, style=self.ink.title)
            text.append(f"  {state_words(row, now, zone_of(contacts))}", style=self.ink.quiet)
        self.query_one("#answers", Static).update(text)

    def _entries(self, words: str = "") -> None:
        rows = self.query_one("#entries", Rows)
        found: list[Item] = []
        if not words:
            for one in self.open_sessions:
                text = Text()
                text.append(" ● ", style=self.ink.warning)
                text.append(_("reprendre : {what}").format(what=one.sentence()), style=self.ink.title)
                found.append(Item(("session", one.id), (text,)))
        wanted = self._wanted(words)
        before = ""
        for entry in wanted:
            system = "" if entry.symptom.system == before else entry.symptom.system
            before = entry.symptom.system
            found.append(Item((entry.unit.id, entry.symptom.id), (self._entry(entry.number, system, entry.label),)))
        if self.station.site.triage is not None and (not words or not wanted or words == "0"):
            found.append(Item(TRIAGE, (self._entry(0, "", self.station.site.triage.title),)))
        rows.cursor_style = self.app.cursor_style  # type: ignore[attr-defined]
        rows.show(found, found[0].key if found else None)

    def _wanted(self, words: str) -> tuple[Entry, ...]:
        if words.strip().isdigit():
            return tuple(one for one in self.station.site.entries if one.number == int(words))
        return find(self.station.site.entries, words) if words.strip() else self.station.site.entries

    def _entry(self, number: int, system: str, label: str) -> Text:
        text = Text()
        text.append(f" {system[:14]:<14} ", style=self.ink.quiet)
        text.append(f"{number:>2} ", style=self.ink.key)
        text.append(label, style=self.ink.plain)
        return text

    @property
    def typed(self) -> str:
        return clean_line(self.query_one("#search", Input).value).strip()

    def enter_word(self) -> str:
        return _("reprendre") if self.open_sessions and not self.typed else _("ouvrir")

    def do_clear(self) -> None:
        self.query_one("#search", Input).value = ""

    def on_input_changed(self, event: Input.Changed) -> None:
        if event.input.id == "search":
            self._entries(self.typed)
            self.show_bar()
        else:
            super().on_input_changed(event)

    def on_input_submitted(self, event: Input.Submitted) -> None:
        if event.input.id == "search":
            event.stop()
            self.do_open()
            return
        super().on_input_submitted(event)

    def on_key(self, event) -> None:  # type: ignore[no-untyped-def]
        """The arrows move the list while the field keeps the focus."""
        by = {"up": -1, "down": 1, "pageup": -8, "pagedown": 8}.get(event.key)
        if by is not None and not self.asking:
            event.stop()
            self.query_one("#entries", Rows).action_move(by)

    def on_rows_chosen(self, event: Rows.Chosen) -> None:
        self.do_open()

    def do_open(self) -> None:
        key = self.query_one("#entries", Rows).key
        if not isinstance(key, tuple):
            self.say(_("Rien de tel : essayer d'autres mots, ou 0 pour être aidé à trouver."), alarm=True)
            return
        self.query_one("#search", Input).value = ""
        if key[0] == "session":
            self.app.resume_session(str(key[1]))  # type: ignore[attr-defined]
        else:
            unit = self.station.site.triage.id if key == TRIAGE and self.station.site.triage else str(key[0])
            self.app.choose_entry(unit, key[1])  # type: ignore[attr-defined]
