"""Settings: a file, then the environment, then options, into one frozen value. Secrets never show.

Names are a contract with operators. ``X_FILE`` instead of ``X`` reads a secret from a file. What is
unknown or unusable ends the start with one line naming it, its source and what would be right.
"""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import Annotated, Any, Literal

from pydantic import AfterValidator, BeforeValidator, Field, SecretStr, ValidationError
from pydantic_settings import BaseSettings, PydanticBaseSettingsSource, SettingsConfigDict

from bot.mistakes import SettingsError
from bot.settings_sources import PREFIX, Sourced, gather

PUBLIC_KEY = r"^[0-9a-fA-F]{64}$"
PUBLIC_KEY_IS = "the 64 hexadecimal digits of the application's page are needed"


def _web_address(value: str) -> str:
    if not value.startswith(("https://", "http://", "wss://", "ws://")) or any(c.isspace() for c in value):
        raise ValueError("an address that begins with https:// is needed")
    return value


def _database_url(value: SecretStr) -> SecretStr:
    known = ("sqlite:///", "postgresql://", "postgres://", "postgresql+psycopg://")
    if not value.get_secret_value().startswith(known):
        raise ValueError("sqlite:///path/to/file.db or postgresql://user@host/name is needed")
    return value


def _separated(value: object) -> object:
    """Take a list apart that is one text, as the environment has it."""
    return tuple(value.replace(",", " ").split()) if isinstance(value, str) else value


def _days(least: int) -> AfterValidator:
    """Take 0, for ever, or so many days at least: what is younger still decides something."""

    def read(value: int) -> int:
        if value and not least <= value <= 36_500:
            raise ValueError(f"a number of days from {least} is needed, or 0 to keep them for ever")
        return value

    return AfterValidator(read)


Address = Annotated[str, AfterValidator(_web_address)]


def default_database() -> SecretStr:
    """Name the file in the user's data directory."""
    return SecretStr(f"sqlite:///{data_directory() / 'downlink.db'}")


def data_directory() -> Path:
    """Name the user's data directory; it may not be there yet."""
    from platformdirs import user_data_path

    return user_data_path("downlink", appauthor=False)


class Settings(BaseSettings):
    """Everything that can be set, checked. Tokens of platforms are kept for those who use them."""

    model_config = SettingsConfigDict(
        frozen=True, extra="forbid", env_prefix=PREFIX, hide_input_in_errors=True, validate_default=True
    )

    # A database's address may hold a password, so it is a secret as well.
    database_url: Annotated[SecretStr, AfterValidator(_database_url)] = Field(default_factory=default_database)
    secret_key: SecretStr | None = None
    discord_token: SecretStr | None = None
    discord_api_url: Address | None = None
    discord_gateway_url: Address | None = None
    discord_public_key: Annotated[str, Field(pattern=PUBLIC_KEY)] | None = None
    slack_bot_token: SecretStr | None = None
    slack_app_token: SecretStr | None = None
    slack_api_url: Address | None = None
    slack_signing_secret: SecretStr | None = None
    slack_client_id: str | None = None
    slack_client_secret: SecretStr | None = None
    feeds: Annotated[tuple[Address, ...], BeforeValidator(_separated)] = ()  # read for everybody
    feeds_every: int = Field(default=15, ge=1, le=24 * 60)  # minutes
    web_host: str = Field(default="127.0.0.1", min_length=1)
    web_port: int = Field(default=8080, ge=0, le=65535)
    llm_url: Address | None = None
    llm_model: str | None = None
    llm_key: SecretStr | None = None
    spacy_model: str | None = None
    # How much one workspace or server may have; the four of bot.quotas.
    quota_subscriptions: int = Field(default=50, ge=0)
    quota_feeds: int = Field(default=100, ge=0)
    quota_runs: int = Field(default=20, ge=0)
    quota_follows: int = Field(default=100, ge=0)
    # Days that things are kept; 0: for ever. A story may grow for a month; see bot.retention.
    retention_articles: Annotated[int, _days(60)] = 0
    retention_editions: Annotated[int, _days(30)] = 400
    retention_attempts: Annotated[int, _days(30)] = 90
    log: Literal["console", "json"] | None = None  # None: a file, so that answers stay clean

    @classmethod
    def settings_customise_sources(
        cls,
        settings_cls: type[BaseSettings],
        init_settings: PydanticBaseSettingsSource,
        env_settings: PydanticBaseSettingsSource,
        dotenv_settings: PydanticBaseSettingsSource,
        file_secret_settings: PydanticBaseSettingsSource,
    ) -> tuple[PydanticBaseSettingsSource, ...]:
        """Take values from :func:`load` alone: pydantic's own sources can't say where a value came from."""
        return (init_settings,)


def load(environ: Mapping[str, str], directory: Path, **options: Any) -> Settings:
    """Load the settings: ``directory`` is where ``downlink.toml`` may be; ``options`` win.

    Raises:
        SettingsError: something is unknown or unusable.
    """
    found = gather(environ, directory, frozenset(Settings.model_fields))
    given = found | {name: Sourced(value, "the option") for name, value in options.items() if value is not None}
    try:
        return Settings(**{name: each.value for name, each in given.items()})
    except ValidationError as error:
        raise SettingsError(_sentence(error, given)) from None


def secrets_of(settings: Settings) -> set[str]:
    """List what must not be shown: every secret, and the password in the database's address."""
    from urllib.parse import unquote, urlsplit

    values = {name: getattr(settings, name) for name in Settings.model_fields if name != "database_url"}
    found = {value.get_secret_value() for value in values.values() if isinstance(value, SecretStr)}
    found |= {part.strip() for secret in tuple(found) for part in secret.split(",")}
    try:
        password = urlsplit(settings.database_url.get_secret_value()).password or ""
    except ValueError:  # no address that can be taken apart, so none that is used
        password = ""
    return {secret for secret in (*found, password, unquote(password)) if secret}


def _sentence(error: ValidationError, given: Mapping[str, Sourced]) -> str:
    first = error.errors(include_input=False, include_url=False)[0]
    name = str(first["loc"][0]) if first["loc"] else "a setting"
    source = given[name].source if name in given else "its default"
    return f"{name} in {source} is unusable: {_right(name, first['type'], first['msg'], first.get('ctx', {}))}."


def _right(name: str, kind: str, message: str, context: Mapping[str, Any]) -> str:
    if name == "web_port":
        return "a number from 0 to 65535 is needed, 0 for no web part"
    if name == "feeds_every":
        return "a number of minutes from 1 to 1440 is needed"
    if name.startswith("retention_") and kind.startswith("int"):
        return "a number of days is needed, 0 to keep them for ever"
    if name.startswith("quota_"):
        return "a number is needed, 0 for none"
    if name == "discord_public_key":
        return PUBLIC_KEY_IS
    if kind == "literal_error":
        return f"it is one of {context['expected']}"
    return message.removeprefix("Value error, ")[:1].lower() + message.removeprefix("Value error, ")[1:]
