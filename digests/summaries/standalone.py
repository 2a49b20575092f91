"""Whether a sentence can stand alone in a digest: pure rules on its words."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from functools import cache
from itertools import islice

_AGENCY = r"\([A-Z][\w./ -]{1,24}\)"  # (AP), (Reuters)
_DASH = r"\s*(?:[-–—]{1,2}|:)\s+"
_DATE_LINE = re.compile(
    rf"[A-Z][A-Z.'’-]+(?:[ ,/]+(?:[A-Z][A-Z.'’-]+|[A-Z][a-z]+\.?|\d{{1,2}})){{0,6}},?\s*"
    rf"(?:{_AGENCY}{_DASH}|\s[-–—]{{1,2}}\s+)"
    rf"|(?:[A-Z][\w.'’-]+,?\s+){{0,4}}{_AGENCY}{_DASH}"
    r"|(?:(?:Mon|Tues|Wednes|Thurs|Fri|Satur|Sun)day,?\s+)?(?:[A-Z][a-z]{2,8}\.?\s+\d{1,2},\s+\d{4}"
    r"|\d{1,2}\s+[A-Z][a-z]{2,8}\s+\d{4})\s*[-–—:|]*\s+(?=[\"“A-Z])")
_DATE_LINE_REST = re.compile(r"[-–—]{1,2}\s+(?=\S)")  # of "LAUREL, Md. —", where the full stop parts it
_OPENER = re.compile(r"""["“‘'(\[]*(?:
    (?:he|she|it|they|him|her|his|hers|its|their|theirs|them|himself|herself|itself|themselves|that|those|these|such)\b
    |this\b(?!\s+(?:week|month|year|morning|afternoon|evening|weekend|spring|summer|autumn|fall|winter)\b)
    |(?:but|and|or|nor|so|yet|then|thus|hence|therefore|however|meanwhile|moreover|furthermore|additionally|also
       |nevertheless|nonetheless|instead|otherwise|likewise|similarly|conversely|consequently|accordingly|besides
       |still|indeed|finally|afterwards?|thereafter|elsewhere|another|others|both|either|neither|plus|alternatively
       |subsequently|later|earlier\s*,|overall|again|too|specifically|incidentally|regardless|anyway|secondly
       |thirdly|lastly|here|because|which|who|whose|whom)\b
    |in\s+(?:addition|contrast|fact|turn|other\s+words|short|particular|any\s+case|both\s+cases|response|return|comparison
       |conclusion|the\s+meantime|the\s+end|that|this|these|those|it|doing\s+so)\b
    |as\s+(?:a\s+result|such|well\s+as\s+that|it|they|he|she|for\s+the|mentioned|noted|I\b)
    |for\s+(?:example|instance|this|that|these|those|his|her|their|its|one\s+thing)\b
    |on\s+(?:the\s+other\s+hand|the\s+contrary|the\s+one\s+hand|top\s+of\s+(?:that|this)|that|this)\b
    |at\s+(?:the\s+same\s+time|that|this|the\s+time\s*,|first\s*,|last\s*,)
    |by\s+(?:contrast|then|that|this|comparison|now)\b
    |(?:after|before|despite|besides|beyond|during|since|with|without|under|until|from|to|of|over|through)
       \s+(?:that|this|these|those|it|which|all\s+that)\b
    |(?:when|while|if|although|though|once|where|until|unless|since|after|before|because|whether)
       \s+(?:he|she|it|they|this|that|these|those|his|her|their|its)\b
    |(?:even|that\s+is|as\s+usual|of\s+course|not\s+only|not\s+so|the\s+(?:former|latter|other|others|two|pair|same|second\s+one)
       |one\s+of\s+(?:them|these|those)|some\s+of\s+(?:them|these|those)|all\s+of\s+(?:them|these|this)|none\s+of\s+(?:them|these)
       |most\s+of\s+(?:them|these)|each\s+of\s+(?:them|these))\b
    |(?:yes|no|well|oh|ok|okay|now|first|second|third|next|rather|further)\s*,
    )""", re.IGNORECASE | re.VERBOSE)
_JUNK = re.compile(r"""
    ^\W*(?:by\s+[A-Z][\w.'’-]+(?:\s+[A-Z][\w.'’-]+){0,3}\W*$|(?:photo|photos|image|images|picture|video|credit|caption|source|sources
        |published|updated|posted|last\s+updated|editor['’]s\s+note|related|tags?|topics?|contact|correction|note|disclaimer
        |advertisement|sponsored|file|watch|listen|see\s+also|also\s+read|graphic|illustration|reporting\s+by|writing\s+by
        |editing\s+by|media\s+contacts?|about\s+the\s+author)\s*(?::|by\b|/|\||—|–|-\s|courtesy)
    |(?:home|news)\s*[»>/|])
    |\b(?:read\s+(?:more|the\s+full|also|next)|click\s+(?:here|on)|sign\s+up|subscribe|newsletter|follow\s+us|all\s+rights\s+reserved
        |copyright|terms\s+of\s+(?:use|service)|privacy\s+policy|cookies?\s+policy|share\s+this|join\s+our|download\s+our|our\s+app
        |support\s+our|donate|paywall|log\s+in|affiliate|advert(?:isement|iser)s?|this\s+(?:article|story)\s+(?:was|is|has|first|originally|originated)
        |(?:image|photo|picture)\s+(?:credit|courtesy)|courtesy\s+of\s+[A-Z]|shown\s+(?:here|above|below)
        |pictured\s+(?:here|above|below|left|right)|(?:file|stock)\s+photo|is\s+a\s+(?:staff|freelance)\s+(?:writer|reporter)|contributed\s+to\s+this\s+report)\b
    |\b(?:earlier|early|previous|original|first)\s+versions?\s+of\s+(?:this|our|the|an?)\b|\bwe\s+(?:regret|apologi[sz]e)\b
    |\bwe\s+thank\s+(?:the|our|all)\b|\b(?:has|have|was|were)\s+been\s+corrected\b|\bwhich\s+we\s+had\b
    |https?://|www\.|\S@\S+\.\w|[»|]\s|©|(?:AP|Reuters|AFP|Getty)\s+(?:photo|images?)\b""", re.IGNORECASE | re.VERBOSE)
_FINAL = re.compile(r"[.!…][\"'”’)\]]*$")
_WORD = re.compile(r"[^\W_]+(?:[.,'’-][^\W_]+)*")
_GENDERED = re.compile(r"\b(?:he|she|him|her|his|hers|himself|herself)\b", re.IGNORECASE)
_CAPITAL = re.compile(r"(?<=[\s“\"(])[A-Z][\w’'.-]+")
_DEFINITE = re.compile(r"""["“‘'(\[]*(?:(?:none|each|most|all|some|any|half|part|both)\s+of\s+)?the\b""", re.IGNORECASE)
_FIGURE = re.compile(r"\d")
_SHORTEST = 5  # words
_SHORT = 8
LONGEST = 1_500  # code points: longer ones are lists or broken markup


_JUNKY, _OPENING, _PRONOUN = 1, 2, 4  # marks of words: junk has one, is opened by one; a gendered pronoun
_ANY = 7
# Each of the expressions for junk has one of these words, or is opened by one of the others, or has a sign.
_MARKS = {
    _JUNKY: """
        read click sign subscribe newsletter follow reserved copyright terms privacy cookie cookies
        share join download app support donate paywall log affiliate advertisement advertisements
        advertiser advertisers article story credit courtesy shown pictured photo image images staff
        freelance contributed version versions regret apologize apologise thank corrected we""",
    _OPENING: """
        by photo photos image images picture video credit caption source sources published updated
        posted last editor related tag tags topic topics contact correction note disclaimer
        advertisement sponsored file watch listen see also graphic illustration reporting writing
        editing media about home news""",
    _PRONOUN: "he she him her his hers himself herself",
}
_RUN = re.compile(r"[^\W_]+")
_KNOWN = 100_000  # words whose marks are remembered
_KEPT = 40  # code points of a word that is remembered


class _Marked(dict[str, int]):
    """Marks of words as written, looked up once; all are forgotten when there are too many."""

    def __missing__(self, word: str) -> int:
        marks = 0
        for part in (word,) if word.isalnum() else _RUN.findall(word):
            marks |= _marks().get(part.casefold(), 0)
        if len(word) <= _KEPT:
            if len(self) >= _KNOWN:
                self.clear()
            self[word] = marks
        return marks


_marked = _Marked()


@cache
def _marks() -> Mapping[str, int]:
    found: dict[str, int] = {}
    for mark, line in _MARKS.items():
        for word in line.split():
            found[word] = found.get(word, 0) | mark
    return found


def marks_of(words: Sequence[str]) -> int:
    """Put together the marks of a sentence's words as written."""
    marks = 0
    for mark in set(map(_marked.__getitem__, words)):
        marks |= mark
    opened = bool(words) and _marked[words[0]] & _OPENING
    return marks | _JUNKY if opened else marks


def without_date_line(sentence: str) -> int:
    """Count the code points of a leading date line ("MOSCOW (Reuters) - "), 0 where there is none."""
    found = _DATE_LINE.match(sentence[:120]) or _DATE_LINE_REST.match(sentence[:120])
    return found.end() if found else 0


def is_balanced(sentence: str) -> bool:
    """Tell whether every quotation mark and bracket has its partner."""
    return (sentence.count("“") == sentence.count("”") and sentence.count('"') % 2 == 0
            and sentence.count("(") == sentence.count(")") and sentence.count("[") == sentence.count("]")
            and sentence.count("''") % 2 == 0)


def is_prose(sentence: str, marks: int = _ANY) -> bool:
    """Tell a whole statement from headlines, captions, bylines, crumbs, adverts, questions and fragments.

    ``marks`` are those of its words, where they are known: they save looking closely at most sentences.
    """
    if len(sentence) > LONGEST or not _FINAL.search(sentence[-6:]):
        return False
    if sentence.lstrip("“\"'‘([")[:1].islower() or len([*islice(_WORD.finditer(sentence), _SHORTEST)]) < _SHORTEST:
        return False
    suspect = (marks & _JUNKY or "@" in sentence or "|" in sentence or "»" in sentence or "©" in sentence
               or "://" in sentence or "www." in sentence.lower())
    return not (suspect and _JUNK.search(sentence))


def opens_unresolved(sentence: str) -> bool:
    """Tell whether the opening leans on the sentence before: a pronoun, or a word that joins."""
    return _OPENER.match(sentence) is not None


def could_lean(sentence: str) -> bool:
    """Tell what may lean on the sentence before unless it names something: "The …", and short ones without a figure."""
    if _FIGURE.search(sentence):
        return False
    return _DEFINITE.match(sentence) is not None or len(sentence.split()) < _SHORT


def first_gendered(sentence: str, marks: int = _ANY) -> int | None:
    """Find the first "he", "she", "his", "her" outside of quotation marks, or None."""
    for found in _GENDERED.finditer(sentence) if marks & _PRONOUN else ():
        before = sentence[:found.start()]
        if before.count("“") == before.count("”") and before.count('"') % 2 == 0:
            return found.start()
    return None


def names_before(sentence: str, place: int) -> bool:
    """Tell, without a reading, whether something that looks like a name comes before a place."""
    return _CAPITAL.search(sentence, 0, place) is not None


def stands_alone(sentence: str) -> bool:
    """Tell whether a sentence is whole prose that leans on none before it (pronouns inside it aside)."""
    return is_prose(sentence) and is_balanced(sentence) and not opens_unresolved(sentence)
