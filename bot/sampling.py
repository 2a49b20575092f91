"""An application on the sample archive, in a database that goes when it is closed."""

from __future__ import annotations

import json
import tempfile
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import TYPE_CHECKING

from bot.app import App, build

if TYPE_CHECKING:
    from digests.newsroom import Progress


@contextmanager
def sample_app(progress: Callable[[Progress], None] | None = None) -> Iterator[App]:
    """Store the sample archive in a temporary database; its clock stands just after the newest article."""
    import asyncio

    from bot.config import Settings
    from digests.newsroom import IngestOptions
    from digests.sample import archive

    now = after_newest(archive())
    with tempfile.TemporaryDirectory(prefix="downlink-demo-", ignore_cleanup_errors=True) as folder:
        settings = Settings.model_validate({"database_url": f"sqlite:///{Path(folder) / 'demo.db'}"})
        app = build(settings, clock=lambda: now)
        try:
            asyncio.run(app.newsroom.ingest([str(archive())], IngestOptions(), progress=progress))
            yield app
        finally:
            app.close()


def after_newest(path: Path) -> datetime:
    """Find the time just after the newest article of an archive, on the full hour."""
    with path.open(encoding="utf-8") as lines:
        newest = max(datetime.fromisoformat(json.loads(line)["published_at"]) for line in lines if line.strip())
    return newest.astimezone(UTC).replace(minute=0, second=0, microsecond=0) + timedelta(hours=1)
