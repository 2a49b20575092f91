"""Closed classes of English words, all in lower case: what a noun phrase can't go through."""

from __future__ import annotations

PRONOUNS = frozenset("he she they i we you it".split())
SINGULAR = frozenset(("he", "she"))
DETERMINERS = frozenset("""
    the a an this that these those his her its their our my your some many several most few other another one
    two three four five every each any both no all more neither either such
    """.split())
PREPOSITIONS = frozenset("""
    of for from in at on with to by about against among as before after behind between beyond during inside
    into like near off onto out outside over past per since through throughout toward towards under until up
    upon via within without amid despite around across above below along alongside including regarding
    concerning versus vs than down following
    """.split())
LINKS = frozenset("of for from in at on with to near".split())  # prepositions that lengthen a noun phrase
JOINTS = frozenset("and or but nor yet so while whereas then plus".split())
OPENERS = frozenset("""
    when after before while because since although though if unless as once until whenever where whether
    however that why how what which who whom whose even despite
    """.split())
AUXILIARIES = frozenset("""
    is are was were be been being am has have had having do does did will would shall should can could may
    might must 's 're 've 'll 'd n't not never cannot
    didn't don't doesn't isn't wasn't aren't weren't won't wouldn't can't couldn't shouldn't hasn't haven't hadn't
    i'm i've i'll i'd he'd he'll she'd she'll they're they've they'd they'll we're we've we'd we'll you're you've
    """.split())
ADVERBS = frozenset("""
    also later then once now still again just even already recently earlier soon first further repeatedly
    often always sometimes simply only really almost further meanwhile instead however nevertheless ultimately
    afterward afterwards today yesterday tomorrow tonight previously reportedly back once long ever too
    perhaps maybe quite very so thus therefore there here famously jokingly
    """.split())
MOMENTS = frozenset("""
    monday tuesday wednesday thursday friday saturday sunday january february march april may june july august
    september october november december today yesterday tonight morning afternoon evening night weekend week
    month year jan feb mar apr jun jul aug sep sept oct nov dec day
    """.split())
# Verbs that end in neither -ed nor -ing and so wouldn't be told from nouns; nouns that look the same are left out.
VERBS = frozenset("""
    went came took gave made got saw knew thought felt kept left met began ran won lost held stood sat spoke
    became brought bought built caught chose drew drove fell fought flew forgot found grew heard hung led lay
    lent paid rose sent shook shot shut slept sold sought spent struck swore taught threw understood woke wore
    wrote broke beat bore hit let put quit rode sang sank split swept swung tore told said says say seems seem
    appears appear goes comes takes gives makes gets sees knows thinks feels keeps leaves meets begins wins
    loses holds stands sits speaks becomes brings wants want wanted needs remains remain includes include
    serves serve heads leads works lives believe believes know think see make take get give go come keep know
    let become
    """.split())
CLOSED = PREPOSITIONS | JOINTS | OPENERS | AUXILIARIES | ADVERBS | VERBS | PRONOUNS | frozenset(
    "him them me us himself herself itself themselves who whom there here if not yes".split())

TITLES = frozenset("""
    mr mrs ms miss mx dr prof professor sir dame lord lady president vice senator sen representative rep
    congressman congresswoman governor gov mayor secretary general gen admiral adm colonel col captain capt
    major maj lieutenant lt sergeant sgt commander cmdr judge justice king queen prince princess pope reverend
    rev ambassador chancellor minister chairman chairwoman director chief cosmonaut astronaut
    """.split())
