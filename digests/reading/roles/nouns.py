"""Nouns that name a position or an occupation, and the words that say when."""

from __future__ import annotations

from digests.model import Tenure

HEADS = frozenset("""
    academic activist actor actress adjutant administrator admiral adviser advisor aide aerodynamicist
    ambassador analyst anchor announcer anthropologist archaeologist archbishop architect artist assistant
    associate astrobiologist astrochemist astrogeologist astronaut astronomer astrophysicist athlete attorney
    author aviator banker billionaire biochemist biologist bishop boss botanist brigadier broadcaster
    bureaucrat businessman businessperson businesswoman candidate captain cardinal ceo cfo chair chairman
    chairperson chairwoman chancellor chemist chief chieftain cio climatologist co-author co-chair co-chairman
    co-creator co-director co-founder co-host co-investigator co-leader co-lead co-owner co-pilot co-writer
    coach coauthor cofounder collaborator colonel columnist comedian commander commandant commissioner
    communicator composer comptroller conductor congressman congresswoman consul consultant contractor
    contributor controller coo coordinator correspondent cosmochemist cosmologist cosmonaut councillor
    councilman councilwoman counsel counselor creator critic cto curator czar dean delegate democrat deputy
    designer detective developer diplomat director doctor donor driver economist editor educator elder
    engineer entrepreneur envoy executive expert explorer farmer fellow filmmaker financier firefighter
    founder fundraiser gemologist general geneticist geochemist geographer geologist geophysicist glaciologist
    governor governor-general graduate guru head headmaster historian host husband hydrologist illustrator
    industrialist inspector instructor intern interpreter inventor investigator investor journalist judge
    jurist justice king lawmaker lawyer lead leader lecturer legislator librarian lieutenant liaison lobbyist
    magistrate magnate major manager marshal mathematician mayor mechanic mediator member mentor meteorologist
    microbiologist militant minister mogul monk moderator mountaineer musician nanny neuroscientist
    neurologist neurosurgeon nominee novelist nurse oceanographer officer official ombudsman operator
    organizer organiser owner painter paleontologist palaeontologist partner pastor pathologist patriarch
    paymaster pediatrician philanthropist philosopher photographer physician physicist physiologist pilot
    pioneer planetologist planner player playwright poet police politician pollster pope porter postdoc
    premier presenter president priest primatologist prince princess principal producer professor programmer
    prosecutor provost psychiatrist psychologist publicist publisher queen rabbi rancher ranger reader realtor
    receptionist recruiter rector referee registrar reporter representative republican researcher resident
    restaurateur retiree reviewer scholar scientist screenwriter sculptor secretary secretary-general
    seismologist selectman senator sergeant sheriff shopkeeper singer socialite sociologist soldier solicitor
    specialist speaker spokesman spokesperson spokeswoman staffer star statesman statistician steward
    stockbroker strategist student superintendent supervisor surgeon surveyor teacher technician technologist
    technician theorist therapist titan trader trainer translator treasurer trustee tsar tutor tycoon
    undersecretary under-secretary-general undergraduate venturer veteran viceroy vice-chair vice-chairman
    vice-chancellor vice-president virologist volcanologist volunteer warden weatherman winner worker writer
    zoologist chief-of-staff cto-designate director-general director-designate radioastronomer
    planetary-scientist post-doc postdoctoral sen rep gov gen col capt lt sgt maj adm prof cmdr
    """.split()) - frozenset("police radioastronomer nanny husband resident player star general major".split()) | {
        "general-secretary", "general", "major"}
TENURES: dict[str, Tenure] = {
    "former": Tenure.FORMER, "ex": Tenure.FORMER, "then": Tenure.FORMER, "one-time": Tenure.FORMER,
    "onetime": Tenure.FORMER, "retired": Tenure.FORMER, "late": Tenure.FORMER, "previous": Tenure.FORMER,
    "erstwhile": Tenure.FORMER, "ousted": Tenure.FORMER, "sacked": Tenure.FORMER, "disgraced": Tenure.FORMER,
    "acting": Tenure.ACTING, "interim": Tenure.ACTING, "caretaker": Tenure.ACTING,
    "incoming": Tenure.INCOMING, "future": Tenure.INCOMING, "newly": Tenure.CURRENT,
    "outgoing": Tenure.CURRENT, "current": Tenure.CURRENT, "longtime": Tenure.CURRENT, "long-time": Tenure.CURRENT,
    "new": Tenure.CURRENT, "now": Tenure.CURRENT, "currently": Tenure.CURRENT, "also": Tenure.CURRENT,
    "formerly": Tenure.FORMER, "once": Tenure.FORMER, "previously": Tenure.FORMER, "still": Tenure.CURRENT,
    "newly-appointed": Tenure.CURRENT, "veteran": Tenure.CURRENT, "presumptive": Tenure.CURRENT,
    "current-day": Tenure.CURRENT, "himself": Tenure.CURRENT, "herself": Tenure.CURRENT,
}
# Last words of an organisation's part written without capitals: "NASA's science mission directorate".
PARTS = frozenset("""
    directorate division department office laboratory lab center centre institute bureau branch school faculty
    group team program programme committee unit service agency mission council campaign board section
    """.split())
# Words before a role that colour it and aren't part of it.
SLANT = frozenset(
    "fellow rival renowned legendary famed famous noted top controversial popular prominent leading".split())
# Roles in one piece of work: an organisation named after the person isn't theirs where another role stands beside.
AUTHORS = frozenset("author co-author coauthor co-writer writer investigator co-investigator".split())
ADJECTIVES = frozenset(
    "renowned distinguished accomplished celebrated noted decorated self-described so-called".split())


def head_of(word: str) -> str | None:
    """Give the singular of a role noun, or None: "astronauts" gives "astronaut"."""
    if word in HEADS:
        return word
    if word.startswith("ex-") and word[3:] in HEADS:
        return word
    if word.endswith("men") and word[:-3] + "man" in HEADS:
        return word
    if word.endswith("s") and word[:-1] in HEADS:
        return word[:-1]
    tail = word.rsplit("-", 1)[-1]
    return word if tail in HEADS and len(tail) > 4 else None
