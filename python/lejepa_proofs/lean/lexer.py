"""A lexer for Lean 4 that knows comments, strings and quoted names, and nothing else of Lean.

It is what a scan of the sources needs: to tell the word ``sorry`` from a comment, a string or a
quoted name that only looks like it.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Generator, Iterator
from enum import Enum
from typing import NamedTuple


class Kind(Enum):
    """What a token is."""

    WORD = "word"
    QUOTED = "quoted name"
    COMMENT = "comment"
    STRING = "string"
    CHAR = "char"
    SYMBOL = "symbol"


class Token(NamedTuple):
    """A piece of source text; lines and columns count from 1."""

    kind: Kind
    text: str
    line: int
    column: int


# Letters, digits, primes and subscripts, joined by dots, with French quotes round any component.
_ATOM = r"[^\W\d][\w'!?₀-₉ₐ-ₜᵢ-ᵪⱼ]*"
_WORD = rf"(?:{_ATOM}|«[^»\n]*»)(?:\.(?:{_ATOM}|«[^»\n]*»|\d+))*"
_CHAR = r"'(?:\\x[0-9a-fA-F]{2}|\\u\{?[0-9a-fA-F]+\}?|\\.|[^\\'\n])'"
_RAW = r'r(?P<hashes>#*)"'
# White space, then one alternative for each thing a token can begin with; the first one counts.
_NEXT = re.compile(
    rf"\s*+(?:(?P<line>--[^\n]*)|(?P<block>/-)|(?P<raw>{_RAW})|(?P<word>{_WORD})"
    rf'|(?P<string>")|(?P<char>{_CHAR})|(?P<symbol>.))',
    re.DOTALL,
)
_JUST_WORD = re.compile(_WORD)
_COMMENT_EDGE = re.compile(r"/-|-/")
_STRING_STOP = re.compile(r'["\\]')
_HOLED_STRING_STOP = re.compile(r'["\\{]')


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
        line = bisect_right(self.starts, start)
        return Token(kind, self.text[start:end], line, start - self.starts[line - 1] + 1)

    def run(self, start: int, end: int) -> Iterator[Token]:
        text, i = self.text, start
        interpolates = False
        while i < end and (found := _NEXT.match(text, i, end)):
            what, stop = found.lastgroup or "", found.end()
            if (begin := found.start(what)) > i:
                i, interpolates = begin, False
            if what in ("raw", "char") and self.follows_word(i):
                word = _JUST_WORD.match(text, i, end)
                what, stop = ("word", word.end()) if word else ("symbol", i + 1)
            if what == "word":
                quoted = "«" in text[i:stop] or self.is_name_literal(i)
                yield self.token(Kind.QUOTED if quoted else Kind.WORD, i, stop)
            elif what == "symbol":
                yield self.token(Kind.SYMBOL, i, stop)
            elif what == "line":
                yield self.token(Kind.COMMENT, i, stop)
            elif what == "block":
                stop = min(self.comment_end(i), end)
                yield self.token(Kind.COMMENT, i, stop)
            elif what == "string":
                stop = yield from self.string(i, end, interpolates)
            elif what == "char":
                yield self.token(Kind.CHAR, i, stop)
            else:
                hashes = found["hashes"]
                closing = text.find('"' + hashes, stop)
                stop = end if closing < 0 else min(closing + 1 + len(hashes), end)
                yield self.token(Kind.STRING, i, stop)
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
        edges = _HOLED_STRING_STOP if interpolated else _STRING_STOP
        while edge := edges.search(text, place, end):
            place = edge.start()
            if edge[0] == '"':
                break
            if edge[0] == "\\":
                place += 2
                continue
            yield self.token(Kind.STRING, begun, place)
            closing = self.hole_end(place + 1, end)
            yield from self.run(place + 1, closing)
            begun = place = closing
        stop = min(place + 1, end) if edge else end
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
