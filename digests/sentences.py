"""Sentence boundaries by rules of ours: what stands before a stop, and what follows it.

A stop is a boundary unless the word before it is an abbreviation that goes on, or what follows can't open
a sentence. Closed word lists are below, by how they behave. Time is linear in the text.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from digests.model import Span
from digests.paragraphs import paragraphs, quotations

# Always followed by a name or a number: never the end, unless of the paragraph.
_GOES_ON = frozenset("""
    mr mrs ms messrs mme mlle dr drs prof profs gen rep reps sen sens gov govs lt col sgt capt cpl pvt
    maj cmdr cdr adm rev hon st ste supt insp det pres fr br mt ft e.g i.e eg ie vs cf viz ca op n° brig
    asst assoc dept univ atty sec'y lt.col lt.gen maj.gen brig.gen
    """.split())
# Followed by a number if they go on.
_BEFORE_NUMBER = frozenset("""
    no nos p pp para art arts vol vols fig figs eq eqs sec secs ch approx est tel ext pt pts ed eds ver
    jan feb mar apr jun jul aug sep sept oct nov dec circa
    """.split())
# Go on or end: the next word tells.
_EITHER = frozenset("""
    inc corp co cos ltd llc plc bros pvt pty jr sr esq etc al approx dept assn intl govt natl u.s u.k
    u.n e.u u.s.a u.a.e u.s.s.r d.c l.a n.y b.c a.d ph.d m.d b.a m.a m.sc b.sc a.m p.m am pm a.k.a ave
    blvd rd sq ft in lb lbs oz mph km jan feb mar apr jun jul aug sep sept oct nov dec mon tue tues wed
    thu thur thurs fri sat sun ariz ark calif colo conn del fla ga ill ind kan ky la md mass mich minn
    miss mo mont neb nev okla ore pa tenn tex va vt wash wis wyo yahoo yum jeopardy
    """.split())
# Words that open sentences and hardly ever stand inside a name.
_OPENERS = frozenset("""
    a about according after all also although am an and another any are as asked at because before both
    but by can could did do does during each even every few finally first following for from further
    given had has have having he her here his how however i i'd i'll i'm i've if in indeed instead is it
    it's its just last later let's like many maybe meanwhile more moreover most much my neither never
    next no nobody none nor not nothing now of on once one only or other others our over perhaps please
    rather she should similarly since so some soon still such that that's the their them then there
    there's therefore these they they're this those though through thus to today together tomorrow
    tonight under unlike until upon was we we're well were what when where whether which while who why
    will with within without would yes yesterday yet you your mr mrs ms dr
    """.split())
_NAMED = frozenset("IE EG CF CA MT MS OP VS PRES FR".split())  # names in capitals: "a newer IE. Its goal"
_LABELS = frozenset("Image Images Photo Photos Picture Source Credit File Video Map Graphic Illustration".split())
_ABBREVIATIONS = _GOES_ON | _BEFORE_NUMBER | _EITHER
_TOP_LEVELS = frozenset(("Com", "Org", "Net"))  # "Newsfeed.Com" is one name
_AFTER_WORD = frozenset(" ’',")
_OPENING = "([{\"'“‘«—–-/*•"
_SPACE = re.compile(r"[\s—–/]+")
_ODD_OPENERS = frozenset("$£€#@")  # amounts, tags and handles open sentences without a letter
_SPEECH = (r"(?:said|says|asked|asks|told|added|adds|wrote|writes|replied|exclaimed|shouted|wondered|tweeted"
           r"|joked|cried)")
_PLACE = r"[A-Z][\w.’'-]*(?: [A-Z][\w.’'-]*){0,3}"
_NAME = r"(?:[A-Z][\w’'-]*\s){1,4}"

_STOP = re.compile(
    r"(?P<spaced>\.(?: \.){2,})"  # ". . ."
    r"|(?P<stop>[.!?…。]+)(?P<close>[\"'”’»)\]]*)(?P<gap>\s+|(?=[^\W\d_a-z“\"(])|$)"
)
_NEXT = re.compile(r"[\"'“‘«(\[*•–—-]*\s?(?P<word>[^\W_]+(?:['’][a-z]+)?)?")
_ATTRIBUTION = re.compile(rf"{_NAME}{_SPEECH}\b")
_GOVERNED = re.compile(rf"\b{_SPEECH}(?: that)? $")
_SHORT_QUOTATION = 250  # code points
_CASUAL = re.compile(r"(?:^|\s)(?:i|im|dont|ive|u)\s")
# What opens a paragraph and isn't part of its first sentence: a whole date, or places and a hyphen.
_DATE_LINE = re.compile(
    r"(?:Mon|Tues|Wednes|Thurs|Fri|Satur|Sun)day, (?:\d{1,2} [A-Z][a-z]+|[A-Z][a-z]+ \d{1,2},) \d{4}(?= [A-Z\"“])"
    rf"|{_PLACE}(?:, {_PLACE}){{1,3}} -(?= [A-Z\"“])|[A-Z][A-Z .]{{1,40}}(?:, {_PLACE})? \([A-Z]\w+\) -(?= [A-Z\"“])")
_MARKER = re.compile(r"(?:(?<=^)|(?<=\s))[•⁃*-]?\s?(?P<n>\d{1,2}|[a-h])(?P<mark>\.\)|\)|\.)\s?(?=[A-Z])")


def split_sentences(text: str, *, inside_quotes: bool = False) -> list[Span]:
    """Find the sentences: trimmed spans in order, none across a paragraph.

    A quotation of several sentences stays whole; with ``inside_quotes`` it is split like other text. A line
    break ends a paragraph, save in text that is wrapped at a fixed width.
    """
    found: list[Span] = []
    for start, end in paragraphs(text):
        held = quotations(text, start, end)
        if inside_quotes:  # what a verb governs without a comma is part of its sentence: He said “Go. Now.”
            held = [one for one in held if one.end - one.start <= _SHORT_QUOTATION
                    and _GOVERNED.search(text, max(start, one.start - 30), one.start)]
        at = 0
        opened = start
        for cut in _boundaries(text, start, end):
            while at < len(held) and held[at].end <= cut:
                at += 1
            if at < len(held) and held[at].start < cut:
                continue
            _keep(found, text, opened, cut)
            opened = cut
        _keep(found, text, opened, end)
    return found


def _keep(found: list[Span], text: str, start: int, end: int) -> None:
    piece = text[start:end]
    bare = piece.strip()
    if bare:
        start += len(piece) - len(piece.lstrip())
        found.append(Span(start, start + len(bare)))


def _boundaries(text: str, start: int, end: int) -> Iterator[int]:
    """Yield where sentences end inside a paragraph, in order."""
    casual = text[start:start + 1].islower() or bool(_CASUAL.search(text, start, end))
    items = _list_items(text, start, end)
    opened = start
    if line := _DATE_LINE.match(text, start, end):
        opened = line.end()
        yield opened
    cuts = iter((*items, end + 1))
    item = next(cuts)
    for stop in _STOP.finditer(text, opened, end):
        while item <= stop.start():
            yield item
            opened, item = item, next(cuts)
        cut = _cut(text, opened, end, stop, casual)
        if cut and not any(edge <= cut <= edge + 6 for edge in items) and opened < cut < end:
            yield cut
            opened = cut
    while item < end:
        yield item
        item = next(cuts)


def _cut(text: str, opened: int, end: int, stop: re.Match[str], casual: bool) -> int:
    """Tell where the sentence ends at this stop; 0 where it goes on."""
    if stop["spaced"]:
        return _cut_spaced(text, stop)
    cut = stop.end("close")
    if stop.end() >= end:
        return 0
    mark, close = stop["stop"], stop["close"]
    after = _NEXT.match(text, stop.end(), min(end, stop.end() + 40))
    word = (after and after["word"]) or ""
    if close.startswith("]") and text[stop.start() - 1:stop.start()] == "[":
        return cut if close == "]" and word[:1].isupper() else 0
    if not stop["gap"]:
        return cut if _runs_on(text, stop, word) else 0
    if not (word[:1].isupper() or word[:1].isdigit() or (word and not word[:1].islower())):
        opens = casual and not close and _ends_casually(text, opened, stop) if word else \
            text[stop.end():stop.end() + 1] in _ODD_OPENERS
        return cut if opens else 0
    return cut if _ends(text, opened, stop, mark, close, word) else 0


def _cut_spaced(text: str, stop: re.Match[str]) -> int:
    """Tell where a sentence ends at ". . .": three are an omission, four have a full stop among them."""
    if len(stop[0]) < 7 or _NEXT.match(text, stop.end() + 1)["word"] is None:  # type: ignore[index]
        return 0
    return stop.end() if text[stop.start() - 1:stop.start()].isspace() else stop.start() + 1


def _ends_casually(text: str, opened: int, stop: re.Match[str]) -> bool:
    """Tell whether a stop before a small letter ends a sentence of somebody who spares capitals."""
    if stop["stop"] != ".":
        return stop["stop"][-1] in "?!" and _is_long_enough(text, opened, stop.start(), 1)
    last = _word_before(text, opened, stop.start())
    known = len(last) < 2 or last.lower() in _ABBREVIATIONS
    return not known and _is_long_enough(text, opened, stop.start())


def _ends(text: str, opened: int, stop: re.Match[str], mark: str, close: str, word: str) -> bool:
    """Tell whether a stop before a word that may open a sentence ends one."""
    if close and text[stop.end()] in "-–—":  # “…” - Name
        return False
    if mark == ".":
        return _ends_after(text, opened, stop.start(), word, stop.end() + len(word))
    if set(mark) <= {".", "…"}:
        return not text[stop.start() - 1:stop.start()].isspace() or len(mark) > 3
    if close and close[0] in "\"'”’»":
        return not _ATTRIBUTION.match(text, stop.end(), stop.end() + 80)
    if mark == "!" and text[max(opened, stop.start() - 5):stop.start()] in ("Yahoo", " Yum"):
        return word.lower() in _OPENERS
    return True


def _ends_after(text: str, opened: int, at: int, word: str, follows: int) -> bool:
    """Tell whether a single full stop at ``at`` ends the sentence that ``word`` follows, up to ``follows``."""
    last = _word_before(text, opened, at)
    lower = last.lower()
    opener = word.lower() in _OPENERS or (word in _LABELS and text[follows:follows + 1] == ":")
    if not last[:1].isalpha():
        return not _is_marker(text, opened, at)
    if lower in _GOES_ON and not (last in _NAMED and opener):
        return False
    if lower in _BEFORE_NUMBER and (word[:1].isdigit() or lower == "p"):
        return False
    if len(last) == 1 and last.islower():
        return False
    if _is_initials(last) or lower in _EITHER:
        if not _is_long_enough(text, opened, at, 4 if lower in ("a.m", "p.m") else 1):
            return False
        if lower in ("a.m", "p.m", "am", "pm", "etc"):
            return word.lower() not in _ZONES
        return opener and not (len(last) == 1 and word in ("A", "I"))
    return True


_ZONES = frozenset("""
    eastern pacific central mountain est edt pst pdt cst cdt mst mdt gmt utc bst cet monday tuesday
    wednesday thursday friday saturday sunday january february march april may june july august
    september october november december
    """.split())


def _word_before(text: str, opened: int, at: int) -> str:
    """Cut out the last word before ``at``, with its inner stops; long ones from their end."""
    return _SPACE.split(text[max(opened, at - 14):at])[-1].lstrip(_OPENING)


def _is_initials(word: str) -> bool:
    """Tell "J", "U.S" and "Ph.D" from words and addresses."""
    return len(word) == 1 or ("." in word and all(len(part) <= 2 for part in word.split(".")))


def _is_marker(text: str, opened: int, at: int) -> bool:
    """Tell whether all of the sentence so far is a list number: "1." """
    piece = text[opened:min(at, opened + 9)].strip(" •⁃*-(")
    return (at - opened < 9 and (piece.isdigit() or not piece)) or text[at - 1] == "°"


def _is_long_enough(text: str, opened: int, at: int, words: int = 2) -> bool:
    return text.count(" ", max(opened, at - 80), at) >= words


def _runs_on(text: str, stop: re.Match[str], word: str) -> bool:
    """Tell whether two sentences touch: "in November.People in the UK"."""
    at = stop.start()
    behind = text[max(0, at - 2):at]
    if stop["stop"] not in (".", "!", "?") or len(behind) < 2 or not (behind.islower() or stop["close"]):
        return False
    if not word[:1].isupper() or word in _TOP_LEVELS or not (word[1:].islower() or word in ("I", "A")):
        return False
    last = _word_before(text, 0, at)
    follows = text[stop.end() + len(word):stop.end() + len(word) + 1]
    return follows in _AFTER_WORD and last.isalpha() and last.lower() not in _ABBREVIATIONS


def _list_items(text: str, start: int, end: int) -> list[int]:
    """Find where items begin in a paragraph that is a list: "1. First 2. Second"."""
    first = _MARKER.match(text, start, end)
    if not first or first["n"] not in ("1", "a", "9"):
        return []
    edges = []
    wanted = first["n"]
    for marker in _MARKER.finditer(text, start, end):
        if marker["n"] == wanted and marker["mark"] == first["mark"]:
            edges.append(marker.start())
            wanted = str(int(wanted) + 1) if wanted.isdigit() else chr(ord(wanted) + 1)
    return edges if len(edges) > 1 else []
