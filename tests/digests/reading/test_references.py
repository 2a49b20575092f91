"""Pronouns and nouns that stand for somebody."""

from tests.digests.reading.scene import play


def meant(text: str) -> dict[str, str]:
    return {text[found.start:found.end]: found.name for found in play(text).references}


def test_he_and_she_go_by_gender() -> None:
    """Given names tell which of two people is meant."""
    assert meant("Anna Berg called Ivan Petrov. He listened while she spoke.") == {
        "He": "Ivan Petrov", "she": "Anna Berg"}


def test_two_that_come_close_leave_a_pronoun_open() -> None:
    """Two men named side by side: nobody is guessed."""
    assert "He" not in meant("The flight was planned by Ivan Petrov and Tom Reed. He was glad.")


def test_the_spokesman_is_the_only_one_with_that_role() -> None:
    """A noun phrase means the one person whose role it is."""
    assert meant("Tom Reed, a Skyward spokesman, came. Later the spokesman left.")["the spokesman"] == "Tom Reed"


def test_the_agency_is_an_agency_and_the_company_is_none() -> None:
    """The last organisation of that sort is meant, not the last of any."""
    text = "The Norland Space Agency paid Skyward. Then the agency waited, and the company built."
    assert meant(text) == {"the agency": "Norland Space Agency", "the company": "Skyward"}
