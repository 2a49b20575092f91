"""What the lists settle: listed craft, agencies, bodies and places, and names that are person and craft both."""

from __future__ import annotations

from digests.model import Kind
from digests.reading.names.gazetteer import LISTS, find_phrases
from digests.reading.names.lexicon import CRAFT_NOUNS, ORG_WORDS, SPEECH, TITLES
from digests.reading.names.page import Name, Page

_KIND_OF = {"craft": Kind.CRAFT, "celestial": Kind.PLACE, "agencies": Kind.ORGANISATION,
            "outlets": Kind.ORGANISATION, "organisations": Kind.ORGANISATION, "countries": Kind.PLACE,
            "regions": Kind.PLACE, "journals": Kind.OTHER, "events": Kind.OTHER}

# Craft that bear a person's name or a given name: the words around decide.
_BOTH = frozenset("""
    Webb Hubble Kepler Cassini Galileo Huygens Magellan Planck Herschel Swift Fermi Chandra Spitzer Euclid
    Copernicus Roman Vikram Giotto Lucy Juno Hera Parker Ariel Gaia Rashid Kalpana Rosetta Ulysses Leonardo
    Griffin Schiaparelli Clementine Janus Draper Leonardo
    """.split())
_BOTH_FULL = frozenset(("James Webb", "Nancy Grace Roman", "Nancy Roman", "Rosalind Franklin", "Vera Rubin",
                        "Vera C. Rubin", "Edwin Hubble", "Sally Ride", "Neil Gehrels",
                        "Michael Freilich"))
# Listed words that are everyday words, people or places as well: taken only where the tagger sees a name.
_EVERYDAY = frozenset("""
    Dragon Curiosity Spirit Opportunity Gateway Integral Discovery Challenger Columbia Endeavour Atlantis
    Genesis Dawn Phoenix Pathfinder Eagle Unity Harmony Destiny Tranquility Quest Cupola Progress Proton
    Atlas Titan Delta Centaur Vega Antares Pegasus Taurus Neutron Electron Vulcan Orion Artemis Apollo
    Viking Voyager Pioneer Mariner Gemini Mercury Galaxy Swarm Themis Prometheus Epsilon Hope Noor Orel Amur
    Messenger Stardust Raptor Merlin Flock Photon Terran Zenit Energia Sentinel Terra Aqua Icon Gold Pace
    Ace Wise Grail Dart Veritas Juice Mint Astra Relativity Firefly Launcher Vast Spire Umbra Axiom Meta
    Apple Amazon Target Shell Total Visa Ford Oracle Cell Science Nature Mars Earth Sun Moon Pan Leo Cancer
    Virgo Aries Hydra Phoebe Miranda Titania Oberon Nix Ida Vesta Psyche Pallas Ceres Eris Borisov Encke
    Halley Kodiak Hess Victoria Georgia Jordan Chad Florence Phoenix Salvador Nice Reading Hamilton
    Washington Lincoln Columbia Darwin Wellington Cambridge Orlando Austin Houston Dallas Denver Paris
    London Sydney Charlotte Madison Virginia Carolina Kent Hampton Boulder Buffalo Bath Cork Essex Devon
    Surrey Solidarity Labour Pravda Dawn Parliament Congress Vice Time Independent Guardian Bild Mercury
    Journal Hughes Leonardo Thales Harris Draper Moog Ball Luch Kuiper Progress Lockheed Boeing Vector
    Spectrum ICE ACE DART WISE GRAIL GOLD ICON PACE VERITAS GRACE SES ASAP MMS HOPE HAL KAI SEC PRI SS BT HP
    LG GE GM IRA NRA ACM DOT SSL MDA IHI RFA ILS RT AP ABC CBS PTI RIA EFE ANI MINT Terra Amos Polaris
    Capella Regulus Rhea Dione Tethys Io Europa Triton Charon Proteus Luna Vela Carina Lyra Draco Crux
    Momentus Gravitics Agnikul Vox Podemos Gabon Galicia Lima Cologne Naples Venice Plymouth Portsmouth
    Newcastle
    """.split())
_EVENTS = frozenset("festival parade marathon derby summit carnival exhibition conference fair cup open".split())
_PERSON_BEFORE = frozenset("after for astronomer physicist scientist mathematician father by and astronaut".split())
_PERSON_AFTER = frozenset("died born himself herself discovered who wrote believed".split()) | SPEECH
_MADE = frozenset("launched built deployed designed developed assembled fuelled fueled retired orbiting".split())
_SPACE = frozenset("NASA ESA ISRO Isro JAXA Roscosmos CNSA SpaceX Chandrayaan-2 Chandrayaan-3".split())
_OWNERS = frozenset("NASA ESA ISRO JAXA NASA's agency".split())


def apply_lists(page: Page) -> None:
    """Let listed phrases correct and complete the names of a page."""
    owners = page.taken()
    listed: list[Name] = []
    in_full = {word for name in page.of_kind(Kind.PERSON) if name.end - name.start > 1
               for word in page.words[name.start:name.end]}
    dropped: set[int] = set()
    for start, end, index in find_phrases(page.words):
        kind = _KIND_OF[LISTS[index]]
        inside = {owner for owner in owners[start:end] if owner >= 0}
        phrase = " ".join(page.words[start:end])
        if phrase in _EVERYDAY or phrase in _BOTH:
            if phrase in _BOTH or len(inside) != 1:
                continue
            name = page.names[next(iter(inside))]
            if (name.start, name.end) == (start, end) and _is_mistaken(name, LISTS[index], phrase in in_full):
                dropped |= inside
                listed.append(Name(start, end, kind))
            continue
        outer = [page.names[owner] for owner in inside]
        if any(name.start <= start and end <= name.end and name.end - name.start > end - start
               and name.kind in (Kind.ORGANISATION, Kind.CRAFT, Kind.PERSON) for name in outer):
            continue
        dropped |= inside
        if kind == Kind.ORGANISATION and len(outer) == 1 and outer[0].start == start - 1 and outer[0].end == end:
            start -= 1  # "British Red Cross"
        listed.append(Name(start, end, kind))
        listed += _remainders(page, outer, start, end)
    page.names = [name for at, name in enumerate(page.names) if at not in dropped]
    page.add(listed)


def _is_mistaken(name: Name, listed: str, in_full: bool) -> bool:
    """Tell whether a listed everyday word that the tagger took for something else is what the list says."""
    if listed in ("craft", "celestial"):
        return name.kind == Kind.OTHER or (name.kind == Kind.PERSON and not in_full)
    return listed in ("regions", "countries") and name.kind == Kind.OTHER


def _remainders(page: Page, outer: list[Name], start: int, end: int) -> list[Name]:
    """Keep the person in "United States Hamdullah Mohib" when the country is taken out."""
    found = []
    for name in outer:
        rest = Name(end, name.end, Kind.PERSON)
        words = page.words[rest.start:rest.end]
        if name.start == start and 2 <= len(words) <= 3 and all(
                word[:1].isupper() and word[1:].islower() for word in words) and name.kind != Kind.CRAFT \
                and words[-1].lower() not in ORG_WORDS | _EVENTS:
            found.append(rest)
    return found


def settle_namesakes(page: Page) -> None:
    """Tell craft from the people they are named after, by the words around; one telling tells for all.

    Where nothing tells, a single word is taken for the craft in an article on space flight that gives nobody
    of that surname in full.
    """
    words = page.words
    surnames = {words[name.end - 1] for name in page.of_kind(Kind.PERSON) if name.end - name.start > 1}
    in_space = any(words[name.start] in _SPACE for name in page.names)
    named_craft = {words[i] for i in range(len(words) - 1) if words[i] in _BOTH and _is_craft_here(words, i, i + 1)}
    settled = []
    for name in page.names:
        phrase = page.text_of(name)
        if phrase in _BOTH or phrase in _BOTH_FULL:
            last = words[name.end - 1]
            if _is_craft_here(words, name.start, name.end):
                name = Name(name.start, name.end, Kind.CRAFT)
            elif _is_person_here(words, name.start, name.end):
                name = Name(name.start, name.end, Kind.PERSON)
            elif last in named_craft or (phrase in _BOTH and (
                    name.kind != Kind.PERSON or (in_space and phrase not in surnames))):
                name = Name(name.start, name.end, Kind.CRAFT)
        settled.append(name)
    page.names = settled
    owners = page.taken()
    page.add([Name(i, i + 1, Kind.CRAFT) for i in range(len(words))
              if words[i] in named_craft and owners[i] < 0 and not _is_person_here(words, i, i + 1)])


def _is_craft_here(words: list[str], start: int, end: int) -> bool:
    after = words[end].lower()
    if after in CRAFT_NOUNS or after in ("space", "observatory"):
        return True
    if after in ("was", "is") and words[end + 1] in _MADE:
        return True
    return words[start - 1].lower() in ("the", "its") or (
        words[start - 1] in ("'s", "’s") and words[start - 2] in _OWNERS)


def _is_person_here(words: list[str], start: int, end: int) -> bool:
    before, after = words[start - 1].lower(), words[end].lower()
    return before in TITLES or before in _PERSON_BEFORE or after in _PERSON_AFTER or (
        before.endswith(".") and before[:-1] in TITLES)
