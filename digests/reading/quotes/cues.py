"""Verbs that introduce what somebody says."""

from __future__ import annotations

_REGULAR = """
    add ask answer announce argue assert claim comment complain conclude confirm contend counter declare
    demand deny explain exclaim insist joke lament mention note observe opine proclaim promise quip reason
    recall recount remark remember report respond retort shout state stress suggest surmise tweet urge vow
    warn wonder whisper post predict boast boom bellow shriek yell scream chant chide gush deadpan sniff muse
    ponder caution advise advise acknowledge admit concede contend maintain allege emphasize emphasise
    underscore reiterate repeat continue interject interrupt inquire question plead pledge protest reply
    rejoin reveal disclose remind chuckle laugh sigh fume joke mock murmur mutter narrate offer pronounce
    recommend rant rail roar scoff snap sneer snipe tease testify thunder trumpet volunteer wail implore
    exhort estimate exhale explode extol enthuse elaborate describe blast agree disagree confess counsel croon
    decree grumble intone reflect scold summarize summarise theorize theorise charge crow jest label assure
    bark beam press command hiss howl growl cry cheer whine wisecrack clarify specify assess forecast guess
    fret brag gripe gloat lecture lambast reassure promise report tout hint imply hedge prod chime
    editorialize editorialise conjecture
    """.split()
_IRREGULAR = {
    "say": "say says said saying", "tell": "tell tells told telling", "write": "write writes wrote writing written",
    "think": "think thinks thought thinking", "read": "read reads reading", "put": "puts", "sing": "sings sang singing",
    "speak": "speaks spoke speaking", "begin": "begins began", "go": "goes going went", "quote": "quoting", "hear": "",
    "text": "texted texts texting", "post": "posted posting",
}
_STRONG_BASES = frozenset("""
    say tell add ask write tweet explain note reply respond continue state recall conclude argue joke
    """.split())
_OBJECTS = frozenset("tell ask remind warn urge assure reassure press command question implore exhort".split())
_FINAL_DOUBLES = {"quip": "quipp", "snap": "snapp", "chat": "chatt"}


def _forms(base: str) -> list[str]:
    if base in _IRREGULAR:
        return _IRREGULAR[base].split()
    stem = _FINAL_DOUBLES.get(base, base)
    if base.endswith("e"):
        past, doing, third = base + "d", base[:-1] + "ing", base + "s"
    elif base.endswith("y") and base[-2] not in "aeiou":
        past, doing, third = base[:-1] + "ied", base + "ing", base[:-1] + "ies"
    else:
        third = base + ("es" if base.endswith(("s", "sh", "ch", "x", "z")) else "s")
        past, doing = stem + "ed", stem + "ing"
    return [base, third, past, doing]


BASES: dict[str, str] = {form: base for base in (*_REGULAR, *_IRREGULAR) for form in _forms(base)}
# Forms that are mostly something else than a verb of saying.
for _form in """
        put go going cry press command guess cheer hint cite offer report state post claim question comment mention
        reason label charge rail trumpet demand promise protest advising
        """.split():
    BASES.pop(_form, None)
BASES.update({"says": "say", "avers": "aver", "averred": "aver", "opined": "opine"})
# Third persons that are also plural nouns: a verb only after a name or a pronoun.
NOUN_LIKE = frozenset("""
    cries hints guesses commands assesses reports claims states posts comments charges notes remarks questions
    answers demands promises protests reasons labels offers estimates jokes reveals tweets stresses laughs
    sighs shouts pledges vows recalls cautions warnings readings reading reads mentions replies repeats
    counters concerns snaps puts
    """.split())


# Verbs that characterise rather than report; they lend a speaker to a few words inside a sentence.
ACTS = frozenset("""
    called calls calling describes described describing dubbed dubs dubbing labeled labelled labels denounced
    denounces denouncing dismissed dismisses dismissing branded blasted slammed slams criticized criticised
    criticizing criticising praised praises praising condemned condemns condemning accused accuses accusing
    mocked mocks mocking characterized characterised characterizing hailed hails hailing derided decried
    refers referred referring deemed declared declares vowed vows vowing cited cites citing touted touts
    promised pledged expressed voiced attacked attacking lambasted ripped bashed bashing urged defended termed
    lamented lauded bemoaned ridiculed wants wanted believes thinks complained bragged boasted
    """.split())


def base_of(word: str) -> str | None:
    """Give the verb of saying that ``word`` is a form of, or None."""
    return BASES.get(word)


def is_base(word: str) -> bool:
    """Whether the word is the verb's plain form, which is a noun as often as not."""
    return BASES.get(word) == word


def is_strong(word: str) -> bool:
    """Whether the verb hardly ever means anything else than saying."""
    return BASES.get(word) in _STRONG_BASES


def takes_object(word: str) -> bool:
    """Whether a noun phrase after the verb is whom it is said to."""
    return BASES.get(word) in _OBJECTS
