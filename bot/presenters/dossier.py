"""A person's dossier; an organisation's, place's or craft's card."""

from __future__ import annotations

from bot.blocks import Activity, Block, Bullets, Button, Buttons, Choice, Heading, Note, Paragraph, Picker
from bot.presenters import quotes, words
from bot.replies import Kind, Reply
from bot.spans import Citation, Moment, Spans, Strong, Text, line
from digests.answers import Dossier, DossierRole, Standing
from digests.model import ArticleCard, Entity, Tenure
from digests.model import Kind as Named
from digests.store.base import StoryBrief

_KINDS = {
    Named.PERSON: "Person",
    Named.ORGANISATION: "Organisation",
    Named.PLACE: "Place",
    Named.CRAFT: "Craft",
    Named.OTHER: "Name",
}


def dossier(answer: Dossier, *, asked: str | None = None) -> Reply:
    """Present everything stored about one name. ``asked``: the spelling typed, where it is another."""
    entity, cards = answer.entity, list[ArticleCard]()
    blocks: list[Block] = [Heading(line(entity.name)), Note(_known(entity))]
    if asked:
        blocks.append(Note(line(f'The nearest stored name to "{asked}".')))
    blocks += _roles(answer, cards)
    blocks += _activity(answer)
    if answer.stories:
        blocks.append(Picker("Latest stories", tuple(_story(brief) for brief in answer.stories)))
    blocks += _quotes(answer)
    blocks += _companions(answer)
    blocks += [*words.sources(cards), Buttons(_next(answer))]
    title = f"{entity.name}: {words.plural(entity.articles, 'article')}"
    return Reply(Kind.DOSSIER, title, tuple(blocks), shareable=True)


def _known(entity: Entity) -> Spans:
    count = words.plural(entity.articles, "stored article")
    dates = words.seen(entity.first_seen, entity.last_seen) if entity.first_seen and entity.last_seen else ()
    own = set(entity.name.casefold().split())
    others = [name for name in entity.spellings if not own.issuperset(name.casefold().split())]
    spellings = line(f"also written {words.listed(others)}") if others else ()
    return words.joined((line(_KINDS[entity.kind]), line(count), dates, spellings))


def _roles(answer: Dossier, cards: list[ArticleCard]) -> list[Block]:
    person = answer.entity.kind is Named.PERSON
    if not answer.roles:
        return [Paragraph(line("No stored article words a role."))] if person else []
    heading = "Roles, as the articles word them" if person else "Who holds which role in it"
    return [Heading(line(heading), 2), Bullets(tuple(_role(each, person, cards) for each in answer.roles))]


def _role(each: DossierRole, person: bool, cards: list[ArticleCard]) -> Spans:
    wording = words.role(each.role, each.organisation) if person else f"{each.holder or 'Somebody'}, {each.role}"
    former = _former(each) if each.standing is Standing.FORMER else ()
    dates = words.seen(each.first_seen, each.last_seen)
    spans = (
        Strong(wording),
        *former,
        Text(" — "),
        *dates,
        Text(f" in {words.plural(each.articles, 'article')} "),
        _cite(each.newest.cited.article, cards),
    )
    return spans + _because(each, person, cards)


def _former(each: DossierRole) -> Spans:
    """Date what was held when an article worded it; what was only ever worded as former has no such date."""
    if each.newest.tenure is Tenure.FORMER:
        return line(" (former)")
    return line(" (as of ", Moment(each.last_seen), ")")


def _because(each: DossierRole, person: bool, cards: list[ArticleCard]) -> Spans:
    if each.standing is Standing.CURRENT or not each.because:
        return ()
    former = each.standing is Standing.FORMER
    if person and each.holder:
        said = f"since then {each.holder}" if former else f"also {each.holder}"
    elif each.because.article.id == each.newest.cited.article.id:
        return ()  # one article words it, and as former
    else:
        said = "called former since" if former else "disputed"
    return line(f"; {said} ", _cite(each.because.article, cards))


def _cite(card: ArticleCard, cards: list[ArticleCard]) -> Citation:
    number = next((n for n, known in enumerate(cards, 1) if known.id == card.id), 0)
    if not number:
        cards.append(card)
    return words.citation(number or len(cards), card)


def _activity(answer: Dossier) -> list[Block]:
    if not any(week.count for week in answer.activity):
        return []
    values = tuple(week.count for week in answer.activity)
    label = f"In the news, articles a week over {words.plural(len(values), 'week')}"
    return [Activity(label, values, answer.activity[0].day, "week")]


def _story(brief: StoryBrief) -> Choice:
    return Choice(
        brief.headline, f"/story #{brief.id}", f"{words.plural(brief.outlets, 'outlet')}, {words.day(brief.last_seen)}"
    )


def _quotes(answer: Dossier) -> list[Block]:
    if not answer.quotes:
        return []
    shown = len(answer.quotes)
    count = f"{shown:,} of {answer.quotes_in_all:,}" if answer.quotes_in_all > shown else f"{shown:,}"
    return [Heading(line(f"Quotations ({count})"), 2), *(quotes.quotation(each) for each in answer.quotes)]


def _companions(answer: Dossier) -> list[Block]:
    if not answer.companions:
        return []
    names = [f"{other.name} ({words.plural(count, 'story', 'stories')})" for other, count in answer.companions]
    return [Heading(line("Often in the same stories"), 2), Paragraph(line(words.listed(names, 8)))]


def _next(answer: Dossier) -> tuple[Button, ...]:
    number = answer.entity.id
    said = f"All {words.plural(answer.quotes_in_all, 'quotation')}"
    more = (Button(said, f"/quotes #{number}"),) if answer.quotes_in_all > len(answer.quotes) else ()
    return (*more, Button("Timeline", f"/timeline #{number}"))
