"""The incident review (retour d'expérience) of a session: what is to be declared, what happened, tickets, actions."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from datetime import date, datetime
from typing import ClassVar

from rich.text import Text
from textual.app import ComposeResult
from textual.containers import Horizontal

from pannesi.application.context import Station
from pannesi.history.learning.incident_reviews import ReviewedOutage, StationReview
from pannesi.presentation.commands import general
from pannesi.presentation.commands import review as commands
from pannesi.presentation.learning.incident_review import action_words, declaration_title, review_boxes, said_words
from pannesi.procedure.availability.moments import format_moment
from pannesi.procedure.availability.reachability import zone_of
from pannesi.session.incident_review.fields import ReviewField, field_of, group_of
from pannesi.session.incident_review.review import Action, IncidentReview
from pannesi.session.incident_review.rules import Statement, new_action, new_ticket, with_effect
from pannesi.session.incident_review.typed_answers import day_to_come
from pannesi.support.errors import Declined, JournalError, NotFound
from pannesi.support.i18n import _, translated
from pannesi.tui.command_screen import Handlers
from pannesi.tui.drawing.side_text import COLUMNS, SideText
from pannesi.tui.drawing.value_list import value_chosen, value_list
from pannesi.tui.screen import WIDE, BaseScreen
from pannesi.tui.screens.choice_list import ChoiceListScreen, choices
from pannesi.tui.screens.incident_review_items import ReviewItems
from pannesi.tui.widgets.item_list import ItemList
from pannesi.tui.widgets.strip_cache import sanitized
from pannesi.tui.widgets.text_block import TextBlock

LOOK = 1.0
"""Seconds between two looks at what other processes wrote."""
_Key = tuple[str, str]
"""The entry and the field that a line is about; of an action without a field."""


class IncidentReviewScreen(BaseScreen):
    """One review, line by line. It is written apart: no fact of the session changes."""

    BAR_LINES = 2
    OFFERS = commands.ON_REVIEW

    def __init__(self, station: Station, session: str) -> None:
        super().__init__(station)
        self.writer = StationReview(station, session)
        self.reviewed: ReviewedOutage | None = None
        self._mark = -1

    def compose(self) -> ComposeResult:
        yield TextBlock("band", classes="band")
        with Horizontal():
            yield ItemList("review", full_pages=True)
            yield SideText("beside")
        yield from self.compose_bottom()

    def on_mount(self) -> None:
        self.query_one("#review", ItemList).focus()
        self.after_paint(self.poll_journal)
        self.repeat_every(LOOK, self.poll_journal)

    def on_resize(self) -> None:
        self.after_paint(self.draw)

    def restore_focus(self) -> None:
        self.query_one("#words" if self.asking else "#review").focus()

    @property
    def review(self) -> IncidentReview:
        """What is said so far."""
        return self.reviewed.review if self.reviewed is not None else IncidentReview()

    @property
    def closed(self) -> bool:
        """Whether the session is closed."""
        return self.reviewed is not None and self.reviewed.closed

    @property
    def begun(self) -> bool:
        """Whether anything was ever said."""
        return self.review.begun

    @property
    def key(self) -> _Key | None:
        """What the line under the cursor is about."""
        key = self.query_one("#review", ItemList).key
        return key if isinstance(key, tuple) else None

    @property
    def exercise(self) -> bool:
        """Whether it is of an exercise."""
        return self.reviewed is not None and self.reviewed.exercise

    @property
    def sayable(self) -> bool:
        """Whether something may be said where the cursor is."""
        key = self.key
        field = field_of(*key) if key is not None else None
        return key is not None and (self.closed or self.exercise or (field is not None and field.while_open))

    @property
    def said_here(self) -> bool:
        """Whether something is said where the cursor is, which can be taken back."""
        key = self.key
        if key is None or group_of(key[0]) == "action":
            return False
        return any(self.review.field(name, key[0]) is not None for name in _fields_at(key))

    @property
    def today(self) -> date:
        """The local day."""
        return self.station.clock.real_now().astimezone(zone_of(self.station.site.contacts)).date()

    def poll_journal(self) -> None:
        """Reads the review when anything was written since; the cursor stays on its line."""
        try:
            mark = self.station.journal.mark()
            if mark == self._mark:
                return
            self.reviewed, self._mark = self.writer.read(), mark
        except (JournalError, NotFound) as failure:
            self.say(str(failure), alarm=True)
            return
        self.draw()

    def draw(self) -> None:
        """Draws the band and the lines."""
        if self.reviewed is None:
            return
        text = Text(self.reviewed.outage.title, style=self.ink.title)
        text.append(f"  {self.reviewed.session}\n", style=self.ink.quiet)
        title = _("Retour d'expérience") if self.closed else _("À signaler, pendant la panne")
        text.append(_("Débriefing de l'exercice") if self.exercise else title, style=self.ink.title)
        apart = _("écrit à part de la session")
        text.append(f"  {apart}", style=self.ink.quiet)
        self.query_one("#band", TextBlock).update(sanitized(text))
        rows = self.query_one("#review", ItemList)
        rows.cursor_style = self.app.cursor_style
        items = ReviewItems(self.reviewed, self.today, self._hour, self.ink, self._width)
        rows.show(list(items.all()), rows.key)
        self._show_beside()

    @property
    def _width(self) -> int:
        """Columns of the list."""
        return self.columns - (COLUMNS if self.columns >= WIDE else 0)

    def _hour(self, moment: datetime) -> str:
        return format_moment(moment, self.station.clock.now(), zone_of(self.station.site.contacts))

    def _show_beside(self) -> None:
        """Says beside the list, where there is room, who answered the line under the cursor, and which outage it is."""
        self.note_shown(self.key)
        if self.reviewed is not None:
            key = self.key
            said = [self.review.field(name, key[0]) for name in _fields_at(key)] if key is not None else []
            boxes = review_boxes(self.reviewed.outage, [answer for answer in said if answer is not None], self._hour)
            self.query_one(SideText).show_boxes(boxes, self.ink, wide=self.columns >= WIDE)
        self.show_bar()

    def on_item_list_moved(self, event: ItemList.Moved) -> None:
        event.stop()
        self._show_beside()

    def _commit(self, make: Callable[[ReviewedOutage], Iterable[Statement]]) -> None:
        """Commits what `make` says, and shows it. Raises Declined where that cannot be done."""
        self.reviewed = self.writer.say(make)
        self._mark = self.station.journal.mark()
        self.draw()
        self.say(_("Noté. Aucun fait de la session ne change."))

    def _commit_all(self, *said: Statement) -> None:
        """Commits statements. Raises Declined where that cannot be done."""
        self._commit(lambda reviewed: said)

    def _commit_or_say(self, *said: Statement) -> None:
        """Commits statements chosen from a list; says why not where that cannot be done."""
        try:
            self._commit_all(*said)
        except Declined as declined:
            self.say(str(declined), alarm=True)

    def do_say(self) -> None:
        """Asks what holds where the cursor is."""
        key = self.key
        if key is None:
            return
        about, name = key
        field = field_of(about, name)
        if field is None:
            self._offer_action(about)
        elif group_of(about) == "ticket":
            self._ask_ticket(about)
        elif field.kind == "words":
            said = self.review.field(name, about)
            self.ask(_("{field} ?").format(field=_capital(translated(field.label))),
                     lambda words: self._say_words(about, name, words), said.words if said else "")  # fmt: skip
        else:
            self._offer_values(about, field)

    def _say_words(self, about: str, name: str, words: str) -> None:
        if not words.strip():
            raise Declined(_("Rien n'a été écrit. Z, sur la ligne, retire une réponse."))
        self._commit_all(Statement(about, name, words=words))

    def _offer_values(self, about: str, field: ReviewField) -> None:
        """Lists the answers of a field, one digit each."""
        said, title = self.review.field(field.name, about), _capital(translated(field.label))
        if group_of(about) == "declaration":
            title = _capital(declaration_title(about.partition(":")[2]))
        if field.kind == "several" and said is not None:
            title = _("{field} : {values}. Choisir ajoute, ou retire").format(
                field=title, values=said_words(said, field)
            )

        def chosen(key: str | None) -> None:
            value = value_chosen(key)
            if value is None:
                return
            before = said.values if said is not None and not said.sides else ()
            values = with_effect(before, value) if field.kind == "several" else (value,)
            self._commit_or_say(Statement(about, field.name, values))
            if group_of(about) == "declaration" and value == "done":
                self._ask_number(about)

        self.app.push_screen(value_list(self.station, title, field.options, self.ink), chosen)

    def _ask_number(self, about: str) -> None:
        """Asks for the number of what was declared; without one nothing is written."""

        def given(words: str) -> None:
            if words.strip():
                self._commit_all(Statement(about, "number", words=words))

        self.ask(_("Son numéro ? (Entrée seule : sans numéro)"), given)

    def _ask_ticket(self, about: str) -> None:
        """Asks for the number of a ticket and who answered; of one that is there, both again."""
        number, answered = (self.review.field(name, about) for name in ("number", "answered"))

        def numbered(first: str) -> None:
            def named(second: str) -> None:
                if about:
                    pairs = (("number", first), ("answered", second))
                    self._commit(lambda reviewed: [Statement(about, name, words=words) for name, words in pairs])
                else:
                    self._commit(lambda reviewed: new_ticket(first, second, self.writer.context(reviewed)))

            self.ask(
                _("Qui a répondu ? (Entrée seule : personne, ou pas su)"), named, answered.words if answered else ""
            )

        self.ask(_("Numéro du ticket ? (Entrée seule : sans numéro)"), numbered, number.words if number else "")

    def do_add_action(self) -> None:
        """Asks what is to be done, who pilots it, and for when."""

        def piloted(what: str) -> None:
            _refuse_empty(what, _("Dire ce qui est à faire."))

            def due(pilot: str) -> None:
                _refuse_empty(pilot, _("Dire qui pilote l'action."))

                def decided(day: str) -> None:
                    self._commit(
                        lambda reviewed: new_action(
                            what, pilot, day_to_come(day, self.today), self.writer.context(reviewed)
                        )
                    )

                self.ask(_("Pour quand ? (15/12/2026, 15/12, dans 3 semaines)"), decided)

            self.ask(_("Qui la pilote ?"), due)

        self.ask(_("Quelle action ?"), piloted)

    def _offer_action(self, about: str) -> None:
        """Lists what may be said of an action."""
        action = next((action for action in self.review.actions if action.about == about), None)
        if action is None:
            return
        pairs = [("open", _("de nouveau à faire"))] if action.settled else [
            ("done", _("faite")), ("dropped", _("abandonnée, avec le motif")),
        ]  # fmt: skip
        pairs += [("due", _("changer l'échéance")), ("pilot", _("changer le pilote")), ("what", _("changer les mots"))]

        def chosen(what: str | None) -> None:
            if what is not None:
                self._say_of_action(action, what)

        listed = choices(pairs, self.ink.key, self.ink.plain)
        self.app.push_screen(ChoiceListScreen(self.station, action_words(action), listed, digits=True), chosen)

    def _say_of_action(self, action: Action, what: str) -> None:
        about = action.about
        if what == "open":
            self._commit_or_say(Statement(about, "state", ("open",)))
        elif what == "done":
            self.ask(_("Ce qui a été fait ? (Entrée seule : rien de plus)"),
                     lambda words: self._commit_all(Statement(about, "state", ("done",), words)))  # fmt: skip
        elif what == "dropped":
            self.ask(_("Abandonnée : pourquoi ?"),
                     lambda words: self._commit_all(Statement(about, "state", ("dropped",), words)),
                     doubts=True)  # fmt: skip
        elif what == "due":
            self.ask(_("Pour quand ? (15/12/2026, 15/12, dans 3 semaines)"), lambda words: self._commit(
                lambda reviewed: [Statement(about, "due", (day_to_come(words, self.today).isoformat(),))]
            ))  # fmt: skip
        else:
            said = action.pilot if what == "pilot" else action.what
            question = _("Qui la pilote ?") if what == "pilot" else _("Quelle action ?")
            self.ask(question, lambda words: self._say_words(about, what, words), said.words if said else "")

    def do_take_back(self) -> None:
        """Takes back what is said where the cursor is; it stays in the chain."""
        key = self.key
        if key is not None:
            self._commit_or_say(*(
                Statement(key[0], name) for name in _fields_at(key) if self.review.field(name, key[0]) is not None
            ))  # fmt: skip

    def do_sheet(self) -> None:
        """Offers the sheet for the quality department."""
        from pannesi.tui.screens.exports import offer_review

        if self.reviewed is not None:
            offer_review(self, self.reviewed.session)

    HANDLERS: ClassVar[Handlers[IncidentReviewScreen]] = {
        commands.SAY: do_say,
        commands.ADD_ACTION: do_add_action,
        commands.ADD_TICKET: lambda here: here._ask_ticket(""),
        commands.TAKE_BACK: do_take_back,
        commands.SHEET: do_sheet,
        general.LEAVE_SCREEN: BaseScreen.stop_asking_or_leave,
    }


def _fields_at(key: _Key) -> tuple[str, ...]:
    """The names of the fields that a line shows together."""
    together = {"declaration": ("state", "number"), "ticket": ("number", "answered"), "action": ("what", "state")}
    return together.get(group_of(key[0]), (key[1],))


def _capital(words: str) -> str:
    return words[:1].upper() + words[1:]


def _refuse_empty(words: str, sentence: str) -> None:
    """Raises Declined where nothing was written."""
    if not words.strip():
        raise Declined(sentence)
