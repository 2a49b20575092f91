"""``/ask``: a question in words, answered with sentences of stored articles."""

from __future__ import annotations

from bot.commands.arguments import Argument, ArgumentKind
from bot.commands.desk import Desk
from bot.commands.registry import Call, command
from bot.presenters import asking, finding
from bot.replies import Reply
from digests.answers import Several


@command(
    "ask",
    "An answer made of sentences of stored articles, each cited, or that they have none.",
    Argument("question", ArgumentKind.TEXT, "A question in English", required=True),
    examples=("/ask Who heads Roscosmos?", "/ask How much does CAPSTONE weigh?", "/ask When did Artemis I launch?"),
)
async def ask(call: Call, desk: Desk) -> Reply:
    """Answer, ask who is meant, or say that the stored articles have no answer."""
    question = call["question"]
    answer = await desk.newsroom.ask(question)
    if isinstance(answer, Several):
        return finding.unsure(answer, asking.about(question, answer.asked), now=call.now)
    return asking.answered(answer)
