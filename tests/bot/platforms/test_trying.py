"""What becomes of a request, and trying again."""

from __future__ import annotations

import aiohttp
import pytest
import yarl

from bot.platforms.trying import Lost, Problems, Refused, Unsent, patiently, told


def refused(wait: float | None) -> Refused:
    """Make a refusal."""
    problem = Refused("no")
    problem.wait = wait
    return problem


@pytest.mark.parametrize(
    ("raised", "means"),
    [
        (aiohttp.ConnectionTimeoutError("secret"), Unsent),
        (aiohttp.InvalidURL(yarl.URL("https://secret.example")), Unsent),
        (aiohttp.ServerDisconnectedError("secret"), Lost),
        (TimeoutError("secret"), Lost),
        (ConnectionResetError("secret"), Lost),
        (ValueError("secret"), Lost),
    ],
    ids=lambda value: value.__name__ if isinstance(value, type) else type(value).__name__,
)
def test_what_a_library_raises_tells_what_became_of_the_request(raised: Exception, means: type[Exception]) -> None:
    """Sent or not is what counts; the address stays unsaid."""
    with pytest.raises(means) as caught, told(ValueError):
        raise raised
    assert "secret" not in str(caught.value)


def test_other_failures_are_not_hidden() -> None:
    """A mistake of ours is none of the network's."""
    with pytest.raises(KeyError), told(ValueError):
        raise KeyError("x")


@pytest.mark.parametrize(
    ("problems", "lost", "tries"),
    [
        ([refused(0.0), Unsent()], False, 3),
        ([Lost(), Lost()], True, 3),
        ([Lost()], False, 1),
        ([refused(None)], True, 1),
        ([refused(9.0)], True, 1),
    ],
)
async def test_only_what_passes_in_time_is_tried_again(problems: list[Exception], lost: bool, tries: int) -> None:
    """A wait beyond patience, a refusal for good, and what was perhaps done where it may not be done twice, are not."""
    waiting, tried = list(problems), list[int]()

    async def once() -> str:
        tried.append(1)
        if waiting:
            raise waiting.pop(0)
        return "done"

    try:
        assert await patiently(once, 5.0, lost=lost) == "done"
    except Problems as problem:
        assert problem is problems[-1] and not waiting
    assert len(tried) == tries


async def test_a_refusal_that_passes_by_itself_is_tried_again() -> None:
    """Its caller knows which those are."""
    waiting: list[Exception] = [refused(None)]

    async def once() -> str:
        if waiting:
            raise waiting.pop()
        return "done"

    assert await patiently(once, 5.0, passes=lambda problem: True) == "done"
