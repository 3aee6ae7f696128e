"""What a template of Typst says itself: the text of its content, and its strings, apart from its code."""

from __future__ import annotations

import re
from dataclasses import dataclass, field

_BLOCK = re.compile(r"(?:if|for|while)\b")
_STATEMENT = re.compile(r"(?:let|set|show|import|include)\b")
_METHOD = re.compile(r"\.\w[\w-]*(?=\()")
_NAME = re.compile(r"[\w.-]*\w")


@dataclass
class TypstText:
    """The texts of a template, found by reading it once. It knows as much of the language as the templates use."""

    source: str
    content: list[str] = field(default_factory=list)
    strings: list[str] = field(default_factory=list)

    def __post_init__(self) -> None:
        self.source = re.sub(r"^\s*//.*$", "", self.source, flags=re.M)
        self._content(0)

    def _content(self, at: int) -> int:
        """Reads content up to the bracket that closes it, or the end; returns where it goes on."""
        said = ""
        while at < len(self.source) and self.source[at] != "]":
            sign = self.source[at]
            if sign == "#":
                at = self._embedded(at + 1)
                said += "\0"
            elif sign == "[":
                at = self._content(at + 1)
            elif sign == "`":
                at = self.source.index("`", at + 1) + 1
            else:
                said += sign
                at += 1
        self.content.append(said)
        return at + 1

    def _embedded(self, at: int) -> int:
        """Reads what a `#` begins."""
        if _STATEMENT.match(self.source, at):
            return self._code(at, "\n]")
        if _BLOCK.match(self.source, at):
            while True:
                at = self._group(self._code(at, "[{"))
                if not self.source.startswith(" else", at):
                    return at
        named = _NAME.match(self.source, at)
        at = named.end() if named else at
        while at < len(self.source):
            method = _METHOD.match(self.source, at)
            if method is None and self.source[at] not in "([{":
                return at
            at = method.end() if method else self._group(at)
        return at

    def _group(self, at: int) -> int:
        """Reads a group from its opening sign."""
        if self.source[at] == "[":
            return self._content(at + 1)
        return self._code(at + 1, {"(": ")", "{": "}"}[self.source[at]]) + 1

    def _code(self, at: int, ends: str) -> int:
        """Reads code up to the first of the signs that end it; returns where that stands."""
        while at < len(self.source) and self.source[at] not in ends:
            if self.source[at] == '"':
                end = self.source.index('"', at + 1)
                self.strings.append(self.source[at + 1 : end])
                at = end + 1
            else:
                at = self._group(at) if self.source[at] in "([{" else at + 1
        return at
