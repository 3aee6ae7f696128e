"""The loop of a session, line by line: a number answers, a letter or a word runs a command, an empty line shows the
line again."""

from __future__ import annotations

import re

from pannesi.plain.actions import line
from pannesi.plain.handlers import HANDLERS, ONLY_SHOWING
from pannesi.plain.letter_hints import REFUSED, instead_of_letter, new_meaning
from pannesi.plain.prompts import NOTHING_MORE, CommandInstead, LeftQuestion, is_any_of, whole_number
from pannesi.plain.session import Destination, Guide
from pannesi.presentation.commands.command import Command
from pannesi.presentation.commands.session import LATER, LEAVE, PATIENT, SOURCE, TICK, TYPED_IN_SESSION
from pannesi.presentation.text.bare_numbers import is_label, read_words
from pannesi.procedure.model.lines import Call, QuestionLine, Verify
from pannesi.procedure.model.numbering import options_of
from pannesi.procedure.search import find_in_site
from pannesi.session.event_writer import is_assent, is_refusal, is_unknown
from pannesi.session.projection.allowed_acts import Act
from pannesi.support.i18n import _, translated
from pannesi.support.keyboard_azerty import unshifted_number
from pannesi.support.text_safety import fold_accents


def run_session(guide: Guide) -> Destination:
    """Reads and acts until the session is left. Raises EndOfInput, KeyboardInterrupt."""
    show_line(guide, whole=True)
    with guide.talk.recognising(is_command):
        while guide.where == "here":
            obey_line(guide, guide.talk.ask("> "))
    return guide.where


def show_line(guide: Guide, *, whole: bool = False) -> None:
    """Shows the line to do now, then the keys that apply."""
    guide.show(whole=whole)
    guide.talk.out.line()
    _show_hints(guide)


def find_command(typed: str) -> tuple[Command[Guide], str] | None:
    """The command that `typed` begins with, by its key or words, and the rest of the line; None where there is none."""
    folded = fold_accents(typed).replace("’", "'")
    longest, match = 0, None
    for command in TYPED_IN_SESSION:
        for name in (command.as_typed.key, *command.as_typed.words):
            wanted = fold_accents(name)
            if (folded == wanted or folded.startswith(wanted + " ")) and len(wanted) > longest:
                count = len(name.split())
                rest = typed.split(None, count)[count:]
                longest, match = len(wanted), (command, rest[0] if rest else "")
    return match


_ABOUT = re.compile(r"(?=\D*\d)[a-z]{0,2}[- ]?\d{0,4}[a-z]?([.-]\d{1,4})*", re.IGNORECASE)
"""The number of what a command is about, a line or a patient: `1.12`, `2c.9`, `A4.4`, `A-02`."""


def is_command(typed: str) -> bool:
    """Whether all that was typed is a command, alone or with the number of what it is about. A letter that is one in
    the full screen counts too: it is neither a name nor a reason."""
    if is_any_of(typed, "?", "??", _("aide")):
        return True
    match = find_command(typed)
    letter, _blank, rest = typed.casefold().partition(" ")
    if match is None and letter not in REFUSED:
        return False
    rest = match[1] if match is not None else rest
    return not rest or _ABOUT.fullmatch(rest) is not None


_BESIDE = (LATER, LEAVE, SOURCE)
"""Commands of the line that are printed among those of the session: the frame of the full screen names none of them as
an act."""


def hints(guide: Guide) -> tuple[list[str], list[str]]:
    """The keys that apply: those of the line, and those of the session."""
    of_line = line_commands(guide)
    keys = [command_label(command, guide) for command in of_line]
    if is_numbered(guide):
        keys = [f"{number} {command.typed_short(guide)}" for number, command in enumerate(of_line, start=1)]
    others = [
        command for command in _commands_shown(guide) if command in _BESIDE or command.as_typed.group == "session"
    ]
    return keys, [*(command_label(command, guide) for command in others), _("? aide")]


def command_label(command: Command[Guide], guide: Guide) -> str:
    """`u annuler`: the key and what it does; a word that is typed whole says that by itself."""
    key, short = _key_of_command(command, guide), command.typed_short(guide)
    return short if len(key) > 3 else f"{key} {short}"


def _key_of_command(command: Command[Guide], guide: Guide) -> str:
    """What is typed for a command: at a question that yes or no answers, its letter may be an answer."""
    typed = command.as_typed
    at_yes_no = guide.row is not None and isinstance(guide.row.line, Verify)
    return typed.beside_yes_no if typed.beside_yes_no and at_yes_no else typed.key


def _commands_shown(guide: Guide) -> list[Command[Guide]]:
    """The commands that apply and are worth a place on the screen."""
    usable = (command for command in TYPED_IN_SESSION if command.typed_applies(guide))
    return [command for command in usable if not command.as_typed.hidden(guide)]


def line_commands(guide: Guide) -> list[Command[Guide]]:
    """The commands of the line shown, in the order in which they are printed."""
    return [
        command for command in _commands_shown(guide) if command.as_typed.group == "line" and command not in _BESIDE
    ]


def is_numbered(guide: Guide) -> bool:
    """Whether digits stand for the commands of the line shown; at a question they are its answers."""
    return guide.view.row is not None and not isinstance(guide.view.row.line, QuestionLine)


def _command_numbered(guide: Guide, typed: str) -> tuple[Command[Guide], str] | None:
    """The command of the line shown that a digit stands for."""
    listed = line_commands(guide) if is_numbered(guide) and len(typed) == 1 else []
    number = whole_number(typed, len(listed)) if listed else None
    return (listed[number - 1], "") if number is not None else None


def _show_help(guide: Guide, *, whole: bool) -> None:
    """Explains the commands that apply; with `whole` all of them."""
    out = guide.talk.out
    out.wrapped(
        _("Entrée : relire la ligne. Un chiffre répond, ou dit ce qui est imprimé à côté ; 0 : je ne sais pas.")
    )
    out.wrapped(_("Un point seul quitte une question sans y répondre."))
    usable = [command for command in TYPED_IN_SESSION if whole or command.typed_applies(guide)]
    for command in usable:
        typed = command.as_typed
        if whole or typed.group != "more":
            words = f"{', '.join(typed.words)} : " if whole else ""
            out.wrapped(f"{typed.key:<3} {words}{command.typed_help}", "", "    ")
    if not whole:
        more = [command_label(command, guide) for command in usable if command.as_typed.group == "more"]
        out.packed([_("Aussi"), *more])
        out.wrapped(_("?? explique tout, avec les mots qui marchent aussi."))


def obey_line(guide: Guide, typed: str) -> None:
    """Does what a line typed says: repeats the line shown, helps, answers, or runs a command.

    Nothing is done at a line that another workstation changed since it was shown.
    """
    changed, typed = guide.refresh_from_journal(), unshifted_number(typed)
    row = guide.view.row
    option = line.answer_typed(row, typed) if row is not None else None
    if not typed:
        show_line(guide, whole=True)
    elif is_any_of(typed, "?", "??", _("aide")):
        _show_help(guide, whole=typed == "??")
    elif instead := instead_of_letter(guide, typed):
        guide.say(instead)
        _show_hints(guide)
    elif option is not None and row is not None and guide.acting and Act.ANSWER in row.allowed:
        if not _changed_elsewhere(guide, changed):
            line.answer(guide, option)
        show_line(guide)
    elif (match := _command_numbered(guide, typed) or find_command(typed)) is not None:
        _run_command(guide, *match, typed, changed=changed)
    else:
        guide.say(_not_understood(guide, typed))
        _show_hints(guide)


def _run_command(guide: Guide, command: Command[Guide], rest: str, typed: str, *, changed: bool) -> None:
    """Calls the handler of a command with the words typed after it, then shows the line to do."""
    if not command.typed_applies(guide):
        name = typed[: len(typed) - len(rest)].strip() or command.as_typed.key
        words = _("« {key} » ({help}) n'est pas possible ici.").format(key=name, help=command.typed_help)
        guide.say(words + _digits_taken(guide))
        _show_hints(guide)
        return
    if command is TICK and (other := line.word_of_another_verb(guide, typed[: len(typed) - len(rest)].strip())):
        guide.say(other)
        _show_hints(guide)
        return
    if command.as_typed.on_line and _changed_elsewhere(guide, changed):
        show_line(guide)
        return
    if once := new_meaning(guide, typed):
        guide.say(once)
    try:
        HANDLERS[command](guide, rest)
    except CommandInstead as wanted:
        obey_line(guide, wanted.typed)
        return
    except LeftQuestion:
        guide.say(translated(NOTHING_MORE))
    if guide.where == "here" and command not in ONLY_SHOWING:
        show_line(guide)


def _changed_elsewhere(guide: Guide, changed: bool) -> bool:
    if changed:
        guide.say(_("Cette ligne vient d'être réglée sur un autre poste : rien n'a été fait ici."))
    return changed


def _not_understood(guide: Guide, typed: str) -> str:
    """The message for what is neither an answer nor a command, with the nearest word or entry."""
    if is_label(typed):
        noting = PATIENT.typed_applies(guide)
        hint = _(" Une étiquette ? p, pour noter ce patient, puis la relire à son champ.") if noting else ""
        return read_words(typed) + hint
    if typed.isdigit():
        return _("« {typed} » n'est pas une réponse ici.").format(typed=typed[:20]) + _digits_taken(guide)
    if is_unknown(typed):
        return _("Cette ligne n'est pas une question : rien n'est noté.")
    if any(row.number.casefold() == typed.casefold() for row in guide.view.walk.rows):
        return _("Je n'ai pas compris « {typed} ». C'est une ligne : j {typed} y va.").format(typed=typed)
    from rapidfuzz import process

    usable = [command for command in TYPED_IN_SESSION if command.typed_applies(guide)]
    names = {
        fold_accents(word): (word, _key_of_command(command, guide))
        for command in usable
        for word in command.as_typed.words
        if len(word) > 3
    }  # fmt: skip
    near = process.extractOne(fold_accents(typed)[:80], list(names), score_cutoff=80)
    if near is not None:
        word, key = names[near[0]]
        return _("« {typed} » ? Peut-être « {word} » : taper {key}.").format(typed=typed[:60], word=word, key=key)
    words = _("Je n'ai pas compris « {typed} ». ? pour l'aide.").format(typed=typed[:60])
    if not any(command.id == "other" for command in usable):
        return words
    entries = find_in_site(guide.station.site, typed).entries
    if not entries or is_assent(typed) or is_refusal(typed):
        return words
    other = _(" Autre panne, « {label} » ? Taper t {number}.")
    return words + other.format(label=entries[0].label, number=entries[0].number)


def _digits_taken(guide: Guide) -> str:
    """Which digits would have been taken."""
    row = guide.view.row
    if row is not None and isinstance(row.line, QuestionLine) and Act.ANSWER in row.allowed:
        return _(" Taper un numéro de 1 à {last}, ou 0 : je ne sais pas.").format(last=len(options_of(row.line)))
    numbered = len(line_commands(guide)) if is_numbered(guide) else 0
    digits = _(" Taper un numéro de 1 à {last}.").format(last=numbered) if numbered else ""
    call = row is not None and isinstance(row.line, Call)
    return (_(" C'est un appel : joint, ou sans réponse.") if call else "") + digits


def _show_hints(guide: Guide) -> None:
    for labels in hints(guide):
        guide.talk.out.packed(labels)
