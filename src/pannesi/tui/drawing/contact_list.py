"""One contact as an item of a list: whether it can be reached, its numbers, references, what is missing."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import datetime
from zoneinfo import ZoneInfo

from rich.text import Text

from pannesi.procedure.availability.reachability import ContactRow, has_spoken_number, reachability_words
from pannesi.procedure.model.contacts import Channel
from pannesi.support.i18n import _, translated
from pannesi.tui.theme.styles import Ink
from pannesi.tui.widgets.item_list import ListItem
from pannesi.tui.widgets.wrapping import wrapped

_SIGNS = {"yes": "●", "urgent-only": "◐", "unknown": "?", "no": "○"}
_MARGIN = 4
_KIND = 11


def contact_item(
    row: ContactRow,
    names: Mapping[str, str],
    now: datetime,
    where: ZoneInfo,
    ink: Ink,
    width: int,
    *,
    then: bool,
    notices: Iterable[str] = (),
    numbers: Iterable[str] = (),
) -> ListItem:
    """A contact as an item. `then`: at another moment than now; `names`: the names of all contacts, by id; `notices`:
    what earlier sessions taught of it; `numbers`: those they noted, which are not written."""
    within = row.reachable in ("yes", "urgent-only")
    style = ink.done if row.reachable == "yes" and has_spoken_number(row) else ink.plain if within else ink.quiet
    head = Text()
    head.append(f" {_SIGNS[row.reachable]} ", style=style)
    head.append(row.name, style=ink.title)
    head.append(f"  {reachability_words(row, now, where, then=then, hours_only=True)}", style=style)
    if row.reserved_to:
        head.append("  " + _("RÉSERVÉ : {roles}").format(roles=", ".join(row.reserved_to)), style=ink.title)
    texts = [head]
    if row.member is not None:
        when = _("peut-être") if row.reachable == "unknown" else _("alors") if then else _("maintenant")
        texts += _labelled_lines(when, row.member.name, ink.plain, ink, width)
    for channel in sorted(row.channels, key=lambda channel: channel.preferred != "yes"):
        texts += _channel_lines(channel, ink, width)
    if not row.channels:
        texts += _labelled_lines(_("téléphone"), _("NON ÉCRIT"), ink.title, ink, width)
    for words in numbers:
        texts += _labelled_lines("", words, ink.plain, ink, width)
    for reference in row.references:
        texts += _labelled_lines(_("à citer"), f"{reference.label} : {reference.value}", ink.title, ink, width)
    if row.then:
        following = ", ".join(names.get(following_id, following_id) for following_id in row.then)
        texts += _labelled_lines(_("ensuite"), following, ink.plain, ink, width)
    if row.note:
        texts += _labelled_lines("", row.note, ink.plain, ink, width)
    if row.assumed:
        texts += _labelled_lines(_("supposé"), row.assumed, ink.plain, ink, width)
    for words in notices:
        texts += _labelled_lines(_("signalé"), words, ink.warning, ink, width)
    return ListItem(row.id, tuple(texts), _MARGIN)


def _channel_lines(channel: Channel, ink: Ink, width: int) -> list[Text]:
    kind = translated(channel.traits.short_name)
    if channel.value is None:  # the words of the site say themselves that it is not written
        return _labelled_lines(kind, channel.missing or _("NON ÉCRIT"), ink.title, ink, width)
    more = [words for words in (channel.label, channel.condition) if words]
    if channel.preferred == "yes":
        more.insert(0, _("à privilégier"))
    if channel.needs == "internet":
        more.append(_("par Internet"))
    return _labelled_lines(kind, channel.value, ink.title, ink, width, f"  ({' ; '.join(more)})" if more else "")


def _labelled_lines(kind: str, words: str, style: str, ink: Ink, width: int, more: str = "") -> list[Text]:
    """Words after the label of their kind, wrapped under themselves; `more` follows in a plainer style."""
    margin = _MARGIN + _KIND
    lines = wrapped(words + more, width - margin - 3)
    texts = []
    for number, line in enumerate(lines):
        text = Text(" " * _MARGIN)
        text.append(f"{kind if not number else '':<{_KIND}}", style=ink.quiet)
        strong = max(len(words) - sum(len(before) + 1 for before in lines[:number]), 0)
        text.append(line[:strong], style=style)
        text.append(line[strong:], style=ink.plain)
        texts.append(text)
    return texts
