"""A line of the procedure as its author wrote it, in boxes of a second column."""

from __future__ import annotations

from collections.abc import Iterator

from pannesi.presentation.text.side_boxes import said
from pannesi.procedure.model.lines import Broadcast, Line, QuestionLine, text_of
from pannesi.procedure.model.numbering import options_of
from pannesi.procedure.model.procedure import Site
from pannesi.procedure.wording.show_lines import details_of_line
from pannesi.session.labels import verb_word
from pannesi.support.i18n import _
from pannesi.support.styled_text import StyledText


def line_as_written(site: Site, unit: str, line: Line) -> Iterator[StyledText]:
    """The number and the words of a line, its answers or its message, then all else that its author wrote there."""
    number = site.number(unit, line.id)
    yield from said(f"{number} {text_of(line)}", "title")
    yield from said(verb_word(line), "quiet")
    if isinstance(line, QuestionLine):
        for option in options_of(line):
            yield from said(_("– {answer}").format(answer=option.label), hanging="  ")
    if isinstance(line, Broadcast):
        message = site.message(unit, line.value)
        for words in (message.type, message.title, message.body):
            yield from said(f"« {words} »" if words else "")
    for words in details_of_line(site, site.unit_by_id[unit], line):
        yield from said(words, hanging="  ")
