"""What Alembic runs: migrate on the connection given, inside its transaction."""

from alembic import context

from digests.store.schema import metadata

context.configure(connection=context.config.attributes["connection"], target_metadata=metadata)
context.run_migrations()
