"""More sentences: people renamed, names swapped, our own sentences filled. Seeded, so that runs agree."""

from __future__ import annotations

from dataclasses import dataclass, field
from importlib.resources import files
from random import Random

from digests.reading.names.lexicon import read_list
from digests.reading.names.train.corpora import Document, Sentence
from digests.text import tokens

_KINDS = {"P": "PER", "S": "PER", "G": "PER", "O": "ORG", "N": "ORG", "L": "LOC", "X": "LOC", "C": "CRAFT", "M": "MISC"}
_MADE_ORGS = ("University of {L}", "{L} University", "{S} Institute", "{D} Space Agency", "{S} & {S}", "{S} Inc.",
              "{D} Academy of Sciences", "{L} Police Department", "Institute of {W}", "Ministry of {W}",
              "Department of {W}", "{W} Committee", "National {W} Council", "{D} {W} Party", "{W} Party", "{S} Group",
              "Center for {W} Studies", "{L} Times", "{L} Chamber of Commerce", "{S} Foundation", "{S} Aerospace",
              "{W} Systems", "{L} City Council", "{S} Corporation", "{L} Observatory", "{S} University",
              "International {W} Organization", "{W} Association of {L}", "{D} {W} Society", "{S} Laboratory",
              "Institute of {W} and {W}", "Society for {W} and {W}", "Academy of {W} and {W}", "{W} Party of {L}",
              "Royal {W} Society of {L}", "College of {W} of {L}", "Committee on {W} and {W}", "{A}", "{A}", "{A}",
              "{S} Institute for {W} Research", "Party for {W} and {W}", "International Union of {W} and {W}",
              "Council for the {W} of {L}", "{S} Foundation for the {W} Arts", "Bank of {L}", "{L} {S}",
              "{S} Hospital", "{L} Museum of {W}", "Church of {L}", "{D} Army", "{D} Red Crescent", "Club {S}")
_FIELDS = ("Physics Astronomy Health Education Defence Space Energy Science Culture Agriculture Transport Labour "
           "Finance Geology Justice Environment Chemistry Security Trade Industry Democratic People's Workers' "
           "Social Liberal National United Progressive Public Medical Mathematical").split()
_LISTS = ("given_names", "surnames", "agencies", "organisations", "outlets", "countries", "regions", "celestial",
          "craft", "demonyms", "events")


@dataclass(slots=True)
class Filler:
    """Draws names from the lists."""

    random: Random
    lists: dict[str, list[str]] = field(default_factory=lambda: {name: read_list(name) for name in _LISTS})

    def draw(self, kind: str) -> str:
        """Draw a name for a slot of ``own.txt``."""
        choose, lists = self.random.choice, self.lists
        if kind == "P":
            return self.person()
        if kind == "O":
            return self.made() if self.random.random() < 0.4 else choose(
                lists[choose(("agencies", "organisations"))])
        if kind == "L":
            if self.random.random() < 0.15:
                return self.blend("regions").split()[0].rstrip(".,")
            return choose(lists[choose(("countries", "regions", "regions"))])
        if kind == "W":
            return choose(_FIELDS)
        if kind == "A":
            return "".join(self.random.choices("ABCDEFGHIKLMNOPRSTUVW", k=choose((2, 3, 3, 3, 4, 4, 5))))
        if kind == "M":
            return self.thing()
        if kind == "S" and self.random.random() < 0.25:
            return self.blend("surnames")
        return choose(lists[{"S": "surnames", "G": "given_names", "N": "outlets", "X": "celestial", "C": "craft",
                             "D": "demonyms"}[kind]])

    def blend(self, name: str) -> str:
        """Make a name that no list has, of the halves of two that one has."""
        one, two = self.random.choice(self.lists[name]), self.random.choice(self.lists[name])
        return one[:(len(one) + 1) // 2] + two[len(two) // 2:].lower()

    def person(self) -> str:
        """Draw a full name."""
        given, surname = self.draw("G"), self.draw("S")
        chance = self.random.random()
        if chance < 0.1:
            return f"{given} {self.random.choice('ABCDEFGHJKLMNPRSTW')}. {surname}"
        if chance < 0.15:
            return f"{given} {self.draw('G')} {surname}"
        if chance < 0.18:
            return f"{given} {self.random.choice(('van', 'de', 'von', 'bin', 'al', 'da'))} {surname}"
        return f"{given} {surname}"

    def thing(self) -> str:
        """Make up an award, a meteorite, a product: two odd words or a known event."""
        chance = self.random.random()
        if chance < 0.3:
            return self.random.choice(self.lists["events"])
        if chance < 0.6:
            return f"{self.blend('surnames')} {self.blend('regions').split()[-1].capitalize()}"
        return self.blend("regions" if chance < 0.8 else "surnames")

    def made(self) -> str:
        """Make up an organisation."""
        made = self.random.choice(_MADE_ORGS)
        for slot in "LSDWA":
            while f"{{{slot}}}" in made:
                made = made.replace(f"{{{slot}}}", self.draw(slot), 1)
        return made


def own_sentences(random: Random, rounds: int) -> list[Document]:
    """Fill the sentences of ``own.txt``, ``rounds`` times each; every one a document."""
    raw = (files(__package__) / "own.txt").read_text(encoding="utf-8")
    patterns = [line.split() for line in raw.splitlines() if line and not line.startswith("#")]
    filler = Filler(random)
    return [[_filled(pattern, filler)] for _ in range(rounds) for pattern in patterns]


def _filled(pattern: list[str], filler: Filler) -> Sentence:
    made = Sentence()
    for part in pattern:
        slot = part[1] if part[0] == "{" and part.endswith("}") else ""
        kind = _KINDS.get(slot, "")
        text = filler.draw(slot) if slot else part
        for at, token in enumerate(tokens(text)):
            made.words.append(token.text)
            made.labels.append("O" if not kind else f"I-{kind}" if at else f"B-{kind}")
    return made


def renamed(documents: list[Document], random: Random) -> list[Document]:
    """Copy the sentences that name people, organisations or places, with other names in them."""
    filler = Filler(random)
    copies: list[Document] = []
    for document in documents:
        for sentence in document:
            kinds = {kind for _, _, kind in sentence.stretches()}
            if "PER" in kinds or (kinds & {"ORG", "LOC"} and random.random() < 0.4):
                copies.append([_swapped(sentence, filler)])
    return copies


def _swapped(sentence: Sentence, filler: Filler) -> Sentence:
    made = Sentence()
    at = 0
    for start, end, kind in [*sentence.stretches(), (len(sentence.words), len(sentence.words), "")]:
        made.words += sentence.words[at:start]
        made.labels += sentence.labels[at:start]
        words = sentence.words[start:end]
        if kind and (swap := _other(words, kind, filler)):
            words = [token.text for token in tokens(swap)]
        made.words += words
        made.labels += [f"{'I' if i else 'B'}-{kind}" for i in range(len(words))]
        at = end
    return made


def _other(words: list[str], kind: str, filler: Filler) -> str:
    """Another name of a kind, or nothing to keep this one."""
    if not words[0][:1].isupper():
        return ""
    if kind == "PER":
        if len(words) == 1:
            return filler.draw("S" if filler.random.random() < 0.6 else "G")
        return filler.person() if len(words) < 4 else ""
    if kind == "ORG" and filler.random.random() < 0.4:
        return filler.draw("O")
    if kind == "LOC" and filler.random.random() < 0.4:
        return filler.draw("L")
    return ""
