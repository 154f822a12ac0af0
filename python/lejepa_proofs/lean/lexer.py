"""A lexer for Lean 4 that knows comments, strings and quoted names, and nothing else of Lean.

It is what a scan of the sources needs: to tell the word ``sorry`` from a comment, a string or a
quoted name that only looks like it.
"""

from __future__ import annotations

import re
from collections.abc import Generator, Iterator
from dataclasses import dataclass
from enum import Enum


class Kind(Enum):
    """What a token is."""

    WORD = "word"
    QUOTED = "quoted name"
    COMMENT = "comment"
    STRING = "string"
    CHAR = "char"
    SYMBOL = "symbol"


@dataclass(frozen=True)
class Token:
    """A piece of source text; lines and columns count from 1."""

    kind: Kind
    text: str
    line: int
    column: int


# Letters, digits, primes and subscripts, joined by dots, with French quotes round any component.
_ATOM = r"[^\W\d][\w'!?₀-₉ₐ-ₜᵢ-ᵪⱼ]*"
_WORD = re.compile(rf"(?:{_ATOM}|«[^»\n]*»)(?:\.(?:{_ATOM}|«[^»\n]*»|\d+))*")
_CHAR = re.compile(r"'(?:\\x[0-9a-fA-F]{2}|\\u\{?[0-9a-fA-F]+\}?|\\.|[^\\'\n])'")
_RAW = re.compile(r'r(#*)"')
_COMMENT_EDGE = re.compile(r"/-|-/")


def tokens(text: str) -> Iterator[Token]:
    """The tokens of a Lean source, in order, white space dropped.

    An unterminated comment or string runs to the end of the text. The code inside the braces of an
    interpolated string (``s!"…{code}…"``) is lexed as code.
    """
    yield from _Lexer(text).run(0, len(text))


class _Lexer:
    def __init__(self, text: str) -> None:
        self.text = text
        self.starts = [0, *(match.end() for match in re.finditer("\n", text))]

    def token(self, kind: Kind, start: int, end: int) -> Token:
        low, high = 0, len(self.starts)
        while high - low > 1:
            middle = (low + high) // 2
            if self.starts[middle] <= start:
                low = middle
            else:
                high = middle
        return Token(kind, self.text[start:end], low + 1, start - self.starts[low] + 1)

    def run(self, start: int, end: int) -> Iterator[Token]:
        text, i = self.text, start
        interpolates = False
        while i < end:
            char = text[i]
            if char.isspace():
                i += 1
                interpolates = False
                continue
            if text.startswith("--", i):
                stop = text.find("\n", i)
                stop = end if stop < 0 else min(stop, end)
                yield self.token(Kind.COMMENT, i, stop)
            elif text.startswith("/-", i):
                stop = min(self.comment_end(i), end)
                yield self.token(Kind.COMMENT, i, stop)
            elif (raw := _RAW.match(text, i)) and not self.follows_word(i):
                closing = text.find('"' + raw[1], raw.end())
                stop = end if closing < 0 else min(closing + 1 + len(raw[1]), end)
                yield self.token(Kind.STRING, i, stop)
            elif char == '"':
                stop = yield from self.string(i, end, interpolates)
            elif char == "'" and not self.follows_word(i) and (match := _CHAR.match(text, i)):
                stop = match.end()
                yield self.token(Kind.CHAR, i, stop)
            elif match := _WORD.match(text, i):
                stop = match.end()
                kind = Kind.QUOTED if "«" in match[0] or self.is_name_literal(i) else Kind.WORD
                yield self.token(kind, i, stop)
            else:
                stop = i + 1
                yield self.token(Kind.SYMBOL, i, stop)
            interpolates = text[stop - 1] == "!" and stop - i > 1
            i = stop

    def follows_word(self, i: int) -> bool:
        return i > 0 and (self.text[i - 1].isalnum() or self.text[i - 1] in "_'!?»")

    def is_name_literal(self, i: int) -> bool:
        return i > 0 and self.text[i - 1] == "`"

    def comment_end(self, i: int) -> int:
        depth, place = 1, i + 2
        while edge := _COMMENT_EDGE.search(self.text, place):
            depth += 1 if edge[0] == "/-" else -1
            place = edge.end()
            if depth == 0:
                return place
        return len(self.text)

    def string(self, i: int, end: int, interpolated: bool) -> Generator[Token, None, int]:
        """Yield the string at ``i`` (and the code in its holes); return where it ends."""
        text, place, begun = self.text, i + 1, i
        while place < end and text[place] != '"':
            if text[place] == "\\":
                place += 2
            elif interpolated and text[place] == "{":
                yield self.token(Kind.STRING, begun, place)
                closing = self.hole_end(place + 1, end)
                yield from self.run(place + 1, closing)
                begun = place = closing
            else:
                place += 1
        stop = min(place + 1, end)
        yield self.token(Kind.STRING, begun, stop)
        return stop

    def hole_end(self, i: int, end: int) -> int:
        depth, place = 0, i
        while place < end:
            char = self.text[place]
            if char == "{":
                depth += 1
            elif char == "}":
                if depth == 0:
                    return place
                depth -= 1
            elif char == '"':
                place += 1
                while place < end and self.text[place] != '"':
                    place += 2 if self.text[place] == "\\" else 1
            place += 1
        return end
