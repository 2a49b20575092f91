"""A small database of made-up articles, told as news would."""

from collections.abc import Iterator
from datetime import UTC, datetime

import pytest

from digests.ingest.records import Defaults, RawRecord
from digests.intake.batch import Desk
from digests.reading.pool import ReadingPool
from digests.store.base import Store
from digests.store.sql import open_store

NOW = datetime(2031, 5, 12, 12, tzinfo=UTC)
_HEAD = "Pavel Orlenko, the chief executive of the Lunar Works Agency,"

ARTICLES = (
    (
        "Orbit Courier",
        "Selene-4 lands on the Moon",
        "2031-05-10T09:00:00Z",
        f"The Selene-4 lander touched down near the south pole of the Moon on Saturday. {_HEAD} said, “We "
        "have waited eleven years for this landing and the vehicle is in good health.” The lander carries "
        "a drill and two small rovers. Engineers in Tampere received its first pictures within an hour. "
        "The mission is to last for fourteen days.",
    ),
    (
        "Polar Wire",
        "Lander Selene-4 reaches the lunar south pole",
        "2031-05-10T11:00:00Z",
        "A drill and two rovers are on the Moon: Selene-4 came down at the lunar south pole on Saturday. "
        f"“We have waited eleven years for this landing and the vehicle is in good health,” {_HEAD} said. "
        "The lander weighs 1,900 kg. It was launched in April from Kourou by an Ariane rocket.",
    ),
    (
        "Daily Zenith",
        "Moon lander Selene-4 touches down",
        "2031-05-10T13:00:00Z",
        "Selene-4 has landed on the Moon near its south pole, the Lunar Works Agency said. Mr Orlenko "
        "thanked the engineers in Tampere. The lander’s two rovers will drive out on Monday.",
    ),
    (
        "Orbit Courier",
        "Selene-4 drill stops after two metres",
        "2031-05-12T08:00:00Z",
        "The drill of the Selene-4 lander stopped on Monday after two metres in the ground of the lunar "
        "south pole. Marta Lindqvist, a flight director of the Lunar Works Agency, said, “The motor is "
        "too warm and we shall wait for a night before we try again.” Both rovers drive on.",
    ),
    (
        "Polar Wire",
        "Heavy rocket Tavi explodes on its pad",
        "2031-05-11T15:00:00Z",
        "A Tavi heavy rocket exploded on its pad in Woomera on Sunday during a test of its engines. "
        "Nobody was hurt. The company Tavi Launch had planned its first flight for June. Pavel Sorokin, "
        "the founder of Tavi Launch, said that the pad would be repaired within a year.",
    ),
    (
        "Daily Zenith",
        "Tavi rocket lost in pad explosion at Woomera",
        "2031-05-11T18:00:00Z",
        "An explosion destroyed a Tavi heavy rocket on its pad in Woomera on Sunday. The engines had run "
        "for three seconds when fire broke out. Tavi Launch said that all its people were safe.",
    ),
)


def records() -> list[RawRecord]:
    """Make the records of ARTICLES."""
    return [
        RawRecord(text, title, url=f"https://{outlet.split()[0].lower()}.example/{n}", outlet=outlet, published_at=date)
        for n, (outlet, title, date, text) in enumerate(ARTICLES)
    ]


@pytest.fixture(scope="package")
def store(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Store]:
    """Fill a database once for all questions."""
    opened = open_store(f"sqlite:///{tmp_path_factory.mktemp('news') / 'news.db'}")
    counts = Desk(opened, ReadingPool(0), lambda: NOW).take(records(), Defaults())
    assert (counts.new, counts.duplicates, counts.rejections) == (6, 0, [])
    yield opened
    opened.close()
