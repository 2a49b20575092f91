"""What may be shared is what was shown there, to that reader."""

from dataclasses import replace

from bot.platforms.discord.received import Received
from bot.platforms.discord.sharing import Sharing, reader
from bot.replies import Kind, Reply

HERE = Received("1", "token", 2, "9", user="u", channel="c1", guild="g1")


def test_another_server_or_channel_has_nothing_to_share() -> None:
    """The same command by the same person means another thing elsewhere."""
    sharing, shown = Sharing(), Reply(Kind.DIGEST, "One server's digest", ())
    sharing.remember(reader(HERE), "/downlink preview", shown)
    assert sharing.recent(reader(HERE), "/downlink preview") is shown
    for elsewhere in (replace(HERE, guild="g2"), replace(HERE, channel="c2"), replace(HERE, user="v")):
        assert sharing.recent(reader(elsewhere), "/downlink preview") is None
