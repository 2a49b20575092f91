"""What is known of single words: name lists, places, and small closed classes.

The lists are facts and name lists kept beside this file (see ``MODEL_CARD.md`` for where each is from);
they are read on first use, not at import.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache
from importlib.resources import files

TITLES = frozenset("""
    mr mrs ms miss mx dr prof mr. mrs. ms. dr. prof. sir dame lord lady madam president vice deputy prime
    minister premier chancellor senator sen sen. representative rep rep. congressman congresswoman governor
    gov gov. mayor secretary general gen gen. admiral adm adm. colonel col col. captain capt capt. major maj
    maj. lieutenant lt lt. sergeant sgt sgt. commander cmdr cmdr. brigadier judge justice king queen prince
    princess emperor pope saint reverend rev rev. father sister brother bishop archbishop cardinal rabbi
    imam sheikh ayatollah ambassador director administrator chief chairman chairwoman chair speaker attorney
    professor doctor cosmonaut astronaut spokesman spokeswoman ex-president marshal corporal cpl private
    officer inspector tsar tsarina tsarevna empress marquis duke duchess count countess baron baroness earl
    abbot abba mlle mlle. mme mme. monsieur st st. emeritus senators presidents ministers professors sens.
    reps. sheriff constable chef coach hon. associate assistant co-founder founder ceo cfo cto engineer
    """.split())
_ROLES = frozenset("""
    president minister director administrator chief chairman chairwoman chair executive manager spokesman
    spokeswoman spokesperson officer founder co-founder secretary ambassador governor mayor senator lawmaker
    scientist researcher engineer astronomer astronaut cosmonaut physicist professor analyst author writer
    journalist reporter editor actor actress singer musician artist player coach captain pilot commander
    lawyer attorney judge doctor student activist leader head boss billionaire entrepreneur owner ceo
    historian philosopher mathematician chemist biologist economist poet novelist composer politician king
    queen son daughter brother sister wife husband father mother friend colleague expert tourist veteran
    """.split())
SPEECH = frozenset("""
    said says say told tells asked asks added adds wrote writes tweeted explained noted replied announced
    argued believes believed thinks thought claimed claims stated declared insisted admitted warned
    suggested recalled joked agreed confirmed acknowledged concluded continued observed commented
    """.split())
_ORG_NOUNS = frozenset("""
    agency company firm startup corporation organisation organization university institute party government
    ministry department team band club group committee council commission newspaper magazine network station
    airline maker provider operator manufacturer contractor school college
    """.split())
CRAFT_NOUNS = frozenset("""
    rocket spacecraft satellite satellites telescope probe mission rover lander capsule orbiter shuttle
    booster constellation spaceship module launcher helicopter crew launch flight engine vehicle prototype
    aircraft
    """.split())
_FUNCTION = frozenset("""
    a an the this that these those he she it they we you i his her its their our my your who which what when
    where why how if because although though while since as but or nor so yet not no yes also then there
    here now just only even still however meanwhile moreover therefore is are was were be been being has
    have had do does did will would can could may might must shall should let please all any some many most
    more each every both few several other another such than too very one two three four five six seven
    eight nine ten first second third last next new old under according despite among whether once
    """.split())
_PREPOSITIONS = frozenset("""
    in at on to from by with about into over after before between during against under near through without
    within along across behind beyond off up down out onto toward towards around amid via until till
    """.split())
_PARTICLES = frozenset("de da do dos di du del della van von der den bin ibn ben al el la le ter zu y e".split())
DATES = frozenset("""
    january february march april may june july august september october november december jan feb mar apr
    jun jul aug sep sept oct nov dec monday tuesday wednesday thursday friday saturday sunday mon tue wed
    thu fri
    """.split())
ORG_WORDS = frozenset("""
    agency university party ministry department committee council institute company corporation association
    union bank court congress senate commission administration foundation school college board center centre
    organization organisation society league office press times post news service services church army navy
    forces laboratory laboratories lab labs systems industries technologies group holdings club academy
    bureau authority federation alliance ministry museum hospital network media studios records airlines
    airways motors energy partners ventures capital consulting associates solutions enterprises
    international parliament assembly parliament police tribunal hospital hospitals clinic theatre theater
    squadron brigade battalion regiment corps command directorate conference coalition front movement org
    guild trust fund exchange works orchestra band team united city rovers aerospace dynamics observatory
    tribune herald gazette chronicle daily telegraph weekly magazine television radio broadcasting
    entertainment pictures software electronics pharmaceuticals
    """.split())
_ORG_ENDS = frozenset("inc inc. corp corp. ltd ltd. llc plc co co. gmbh ag sa s.a. nv bv spa pty & bros. inc.".split())
_CRAFT_WORDS = frozenset("""
    telescope rover lander orbiter probe spacecraft satellite rocket station shuttle capsule mission program
    programme module booster starship explorer gateway launcher shuttle clipper heavy flight expedition
    """.split())
GEO_WORDS = frozenset("""
    river lake sea ocean mountain mountains mount island islands county street avenue road boulevard square
    park valley bay beach city town village province state states district region peninsula desert forest
    bridge airport cosmodrome spaceport crater base harbor harbour port canal cape coast hill hills north
    south east west northern southern eastern western central republic kingdom empire territory planet moon
    galaxy nebula prefecture oblast highway
    """.split())

CLASSES = (
    "pad", "comma", "stop", "quote", "open", "close", "dash", "colon", "symbol", "poss", "year", "number",
    "ordinal", "alnum", "of", "the", "and", "&", "for", "prep", "a", "particle", "function", "role", "speech",
    "orgnoun", "craftnoun", "lower", "lowmixed", "Title", "Date", "Demonym", "Place", "OrgWord", "OrgEnd",
    "CraftWord", "GeoWord", "Function", "Given", "Surname", "GivenSurname", "GivenCommon", "SurnameCommon",
    "Initial", "Acronym", "CAPS", "Mixed", "Mac", "Hyphen", "Common", "Unknown", "Agency", "Craft", "other",
)
CLASS = {name: at for at, name in enumerate(CLASSES)}
CAPITALISED = frozenset(at for name, at in CLASS.items() if name[0].isupper())
_MARKS = {",": "comma", ".": "stop", "!": "stop", "?": "stop", "...": "stop", "…": "stop", '"': "quote",
          "“": "quote", "”": "quote", "'": "quote", "‘": "quote", "’": "quote", "(": "open", "[": "open",
          ")": "close", "]": "close", "-": "dash", "–": "dash", "—": "dash", "--": "dash", ":": "colon",
          ";": "colon", "&": "&"}


def read_list(name: str) -> list[str]:
    """Read one of the lists beside this file, a phrase a line."""
    text = (files(__package__) / "lists" / f"{name}.txt").read_text(encoding="utf-8")
    return text.splitlines()


@dataclass(frozen=True, slots=True)
class Lexicon:
    """Single words by list; ``common`` are words that texts write in small letters."""

    given: frozenset[str]
    surnames: frozenset[str]
    places: frozenset[str]
    demonyms: frozenset[str]
    agencies: frozenset[str]
    craft: frozenset[str]
    common: frozenset[str]

    def class_of(self, word: str) -> str:
        """Name the one class of a word or mark, of ``CLASSES``."""
        first = word[0]
        if not first.isalnum():
            return _MARKS.get(word) or ("poss" if word[1:] in ("s", "S") else "lower" if len(word) > 2 else "symbol")
        if first.isdigit():
            return _number_class(word)
        if first.islower():
            return _lower_class(word)
        return self._capital_class(word)

    def _capital_class(self, word: str) -> str:
        lower = word.lower()
        for name, words in _CAPITAL_CLASSES:
            if lower in words:
                return name
        if word in self.demonyms:
            return "Demonym"
        if word in self.agencies:
            return "Agency"
        if word in self.places:
            return "Place"
        if word in self.craft:
            return "Craft"
        if len(word) == 1 or (len(word) == 2 and word[1] == "."):
            return "Initial"
        if lower in _CRAFT_WORDS:
            return "CraftWord"
        return self._name_class(word, lower)

    def _name_class(self, word: str, lower: str) -> str:
        given, surname, common = word in self.given, word in self.surnames, lower in self.common
        if given and not common:
            return "GivenSurname" if surname else "Given"
        if given or surname:
            return "GivenCommon" if given else "SurnameCommon" if common else "Surname"
        if common:
            return "Common"
        letters = word.replace(".", "")
        if letters.isupper():
            return "Acronym" if len(letters) <= 6 else "CAPS"
        if "-" in word:
            return "Hyphen"
        if word[1:].islower():
            return "Unknown"
        if word.startswith(("Mc", "Mac", "O'", "O’", "D'", "D’")):
            return "Mac"
        return "Mixed" if word[:1].isupper() else "other"


_CAPITAL_CLASSES = (
    ("Function", _FUNCTION | _PREPOSITIONS | {"of", "and", "for"}), ("Date", DATES), ("Title", TITLES),
    ("OrgEnd", _ORG_ENDS), ("OrgWord", ORG_WORDS), ("GeoWord", GEO_WORDS),
)


def _number_class(word: str) -> str:
    if word.isdigit():
        return "year" if len(word) == 4 and word[0] in "12" else "number"
    if word[-1].isalpha():
        return "ordinal" if word[-2:] in ("st", "nd", "rd", "th") else "alnum"
    return "number"


def _lower_class(word: str) -> str:
    if word in ("of", "the", "and", "for"):
        return word
    if word in ("a", "an"):
        return "a"
    for name, words in (("prep", _PREPOSITIONS), ("function", _FUNCTION), ("role", _ROLES), ("speech", SPEECH),
                        ("orgnoun", _ORG_NOUNS), ("craftnoun", CRAFT_NOUNS), ("particle", _PARTICLES)):
        if word in words:
            return name
    return "lower" if word.islower() else "lowmixed"


@lru_cache(maxsize=2)
def lexicon(common: frozenset[str] = frozenset()) -> Lexicon:
    """Load the lists; ``common`` comes with the model."""
    def single(*names: str) -> frozenset[str]:
        return frozenset(word for name in names for word in read_list(name) if " " not in word)
    return Lexicon(
        given=single("given_names"), surnames=single("surnames"), places=single("countries", "regions", "celestial"),
        demonyms=single("demonyms"), agencies=single("agencies", "outlets", "organisations"), craft=single("craft"),
        common=common)
