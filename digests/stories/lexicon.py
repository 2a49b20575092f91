"""What space news calls one thing by several names, and which name brings another along: facts of ours.

All in lower case, as written; what compares them takes stems.
"""

from __future__ import annotations

from collections.abc import Mapping

from digests.stories.stems import stem

# One term for a phrase of several words.
PHRASES: Mapping[str, str] = {
    # stations, telescopes, places
    "international space station": "iss", "space station": "iss", "orbiting laboratory": "iss",
    "orbital outpost": "iss", "tiangong space station": "tiangong", "chinese space station": "tiangong",
    "china space station": "tiangong", "lunar gateway": "gateway", "james webb space telescope": "webb",
    "webb space telescope": "webb", "webb telescope": "webb", "hubble space telescope": "hubble",
    "hubble telescope": "hubble", "nancy grace roman": "romantelescope", "roman space telescope": "romantelescope",
    "kennedy space center": "kennedy", "johnson space center": "johnsonspace", "cape canaveral": "canaveral",
    "launch complex": "launchpad", "launch pad": "launchpad", "vandenberg space force base": "vandenberg",
    "space force base": "spaceforcebase", "french guiana": "kourou", "guiana space centre": "kourou",
    "satish dhawan": "sriharikota", "jet propulsion laboratory": "jpl",
    # agencies and companies
    "european space agency": "esa", "united launch alliance": "ula", "rocket lab": "rocketlab",
    "blue origin": "blueorigin", "virgin galactic": "virgingalactic", "virgin orbit": "virginorbit",
    "relativity space": "relativity", "firefly aerospace": "firefly", "astra space": "astra",
    "sierra space": "sierraspace", "northrop grumman": "northrop", "lockheed martin": "lockheed",
    "axiom space": "axiom", "space force": "spaceforce", "russian space agency": "roscosmos",
    "indian space research organisation": "isro", "indian space research organization": "isro",
    "japan aerospace exploration agency": "jaxa", "canadian space agency": "csa", "isar aerospace": "isar",
    "rocket factory augsburg": "rfa", "arianegroup": "arianespace", "federal aviation administration": "faa",
    "federal communications commission": "fcc", "national reconnaissance office": "nro",
    # vehicles
    "falcon heavy": "falconheavy", "super heavy": "superheavy", "crew dragon": "crewdragon",
    "cargo dragon": "cargodragon", "new glenn": "newglenn", "new shepard": "newshepard",
    "dream chaser": "dreamchaser", "space launch system": "sls", "long march": "longmarch",
    "human landing system": "hls", "commercial resupply services": "crs", "commercial crew program": "commercialcrew",
    "moon rocket": "moonrocket", "unity 22": "spaceshiptwo", "vss unity": "spaceshiptwo",
    # countries
    "united states": "america", "north korea": "northkorea", "south korea": "southkorea",
    "united kingdom": "britain", "united arab emirates": "uae", "new zealand": "newzealand",
    "saudi arabia": "saudi", "european union": "europe",
    # doings
    "static fire": "hotfire", "hot fire": "hotfire", "engine test": "hotfire", "wet dress rehearsal": "wetdress",
    "lift off": "launch", "lifts off": "launch", "lifted off": "launch", "blast off": "launch",
    "blasts off": "launch", "blasted off": "launch", "takes off": "launch", "took off": "launch",
    "takes flight": "launch", "extravehicular activity": "spacewalk", "return to flight": "returntoflight",
    "ride share": "rideshare", "spy satellite": "spysatellite", "reconnaissance satellite": "spysatellite",
    # names of columns say nothing about what is in them
    "launch roundup": "", "this week in": "", "rocket report": "", "live updates": "", "live coverage": "",
    "breaking news": "", "photo of the day": "", "image of the day": "", "what to know": "", "how to watch": "",
}

# One term for several words: the same thing or, for telling happenings apart, the same doing.
_SAME = {
    "launch": "liftoff blastoff lofted",
    "delay": "postpone postponed scrub scrubbed slip slipped delays",
    "land": "splashdown touchdown lander return splash",
    "fail": "failure malfunction anomaly explode explosion mishap",
    "issue": "problem trouble glitch fault",
    "crew": "crewed astronaut cosmonaut taikonaut",
    "select": "pick choose chose chosen award",
    "satellite": "sat smallsat cubesat",
    "moon": "lunar", "mars": "martian", "sun": "solar", "resupply": "cargo freight supply",
    "webb": "jwst", "zhuque": "zq", "axiom": "ax", "geostationary": "geo geosynchronous gto",
    "rocket": "booster launcher", "methane": "methalox", "spacewalk": "eva",
    "russia": "russian", "china": "chinese", "india": "indian", "japan": "japanese", "europe": "european",
    "northkorea": "dprk", "ukraine": "ukrainian", "iran": "iranian", "israel": "israeli",
    "america": "american u.s usa", "britain": "british uk u.k", "france": "french", "germany": "german",
    "italy": "italian", "canada": "canadian", "australia": "australian", "turkey": "turkish",
    "brazil": "brazilian", "kill": "dead died die death fatal", "quake": "earthquake tremor temblor",
    "arrest": "detain", "acquire": "acquisition buy bought purchase takeover",
    "dismiss": "fired sack oust", "chief": "ceo boss",
}
SAME: Mapping[str, str] = {stem(word): stem(term) for term, line in _SAME.items() for word in line.split()}

# A name brings along whose it is, at less weight.
_IMPLIES = {
    "spacex": "falcon falconheavy crewdragon cargodragon dragon starship starlink superheavy raptor starbase",
    "boeing": "starliner", "blueorigin": "newshepard newglenn", "virgingalactic": "spaceshiptwo",
    "rocketlab": "electron neutron", "ula": "vulcan atlas delta centaur", "arianespace": "ariane vega",
    "northrop": "antares cygnus", "sierraspace": "dreamchaser", "firefly": "alpha", "landspace": "zhuque",
    "china": "shenzhou tianwen tiangong tianzhou longmarch landspace cnsa casc",
    "india": "isro chandrayaan gaganyaan pslv gslv lvm3 aditya sriharikota",
    "japan": "jaxa h3 hayabusa slim", "russia": "roscosmos soyuz baikonur vostochny luna angara proton",
    "europe": "esa", "esa": "euclid juice kourou exomars", "southkorea": "nuri danuri",
    "nasa": "webb hubble artemis orion sls psyche perseverance ingenuity curiosity dart capstone romantelescope jpl",
    "america": "spaceforce darpa nro", "artemis": "orion sls moonrocket", "dart": "dimorphos didymos liciacube",
    "tiangong": "wentian mengtian tianhe", "exomars": "rosalind", "longmarch": "wentian mengtian tianhe",
}
IMPLIES: Mapping[str, frozenset[str]] = {
    stem(name): frozenset(stem(owner) for owner, line in _IMPLIES.items() if name in line.split())
    for owned in _IMPLIES.values() for name in owned.split()}

CARDINALS = "two three four five six seven eight nine ten eleven twelve".split()
_ORDINALS = "second third fourth fifth sixth seventh eighth ninth tenth eleventh twelfth".split()
# Number words and Roman numerals as figures; "one", "first" and "I" are too common to mean a number.
FIGURES: Mapping[str, str] = {word: str(number) for line in (CARDINALS, _ORDINALS)
                              for number, word in enumerate(line, 2)}
ROMAN: Mapping[str, str] = {"II": "2", "III": "3", "IV": "4", "V": "5", "VI": "6", "VII": "7", "VIII": "8",
                            "IX": "9", "XI": "11", "XII": "12"}
# A number after one of these is no designation.
NOT_NUMBERED: frozenset[str] = frozenset(stem(word) for word in """
    january february march april may june july august september october november december monday tuesday
    wednesday thursday friday saturday sunday jan feb mar apr jun jul aug sep sept oct nov dec top number page
    figure chapter nearly around almost
    """.split())
# Missions that come in series: with another number it is another one.
SERIES: frozenset[str] = frozenset(stem(word) for word in """
    crew starlink transporter bandwagon axiom crs ng ms progress expedition artemis shenzhou tianzhou chandrayaan
    nrol ussf gps oneweb galileo beidou yaogan gaofen cosmos kosmos glonass tropics flight mission viasat
    """.split())
