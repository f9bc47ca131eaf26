"""Settings: what can be set, where each value came from, and clear refusals.

Order, from weakest to strongest: the defaults below, the TOML file (``--config``, else ``ASSISTANT_CONFIG``, else
``./assistant.toml`` where present), the ``ASSISTANT_*`` environment variables, the options of a command. Nothing is
read when this module is imported and there is no global settings object.
"""

from __future__ import annotations

import difflib
import json
import os
import sys
import tomllib
from collections.abc import Mapping
from contextlib import suppress
from datetime import date
from pathlib import Path
from typing import Any, Literal

from pydantic import Field, PrivateAttr, SecretStr, ValidationError, ValidationInfo, field_validator, model_validator
from pydantic_core import ErrorDetails, PydanticCustomError
from pydantic_settings import BaseSettings, PydanticBaseSettingsSource, SettingsConfigDict

from assistant.errors import MissingPathError, SettingsError

PREFIX = "ASSISTANT_"
"""Prefix of the environment variables."""

CONTROL_VARIABLES = frozenset({"ASSISTANT_CONFIG", "ASSISTANT_DEBUG"})
"""Variables that are not settings: the path of the file, and tracebacks for developers."""

DEFAULT_FILE = "assistant.toml"
"""File read from the current folder when no other is named."""

FROM_DEFAULT = "défaut"
FROM_OPTION = "option"

SAMPLE_QUESTIONS = (
    "Qui préside le comité régional France Travail ?",
    "Quelle est l'échéance de l'engagement 6 ?",
    "Quels sont les principes de la charte de l'accueil et de l'orientation ?",
    "Combien d'apprentis compte la région fin 2022 ?",
)
"""Questions about the sample corpus."""

AUTOMATIC = Path("auto")
"""Value of ``thesaurus`` for which the thesaurus of the corpus is used, where it has one."""

DEFAULT_CONTEXT_TOKENS = 4096
"""Window of a chat model that nothing tells."""

_LOCAL_MODEL = "gguf:"
"""How a ``chat_model`` that is a file begins."""

_PATHS = ("data_dir", "model_cache_dir", "thesaurus")


class Settings(BaseSettings):
    """Every setting with its default, its unit and its bounds. Made by ``load_settings``."""

    model_config = SettingsConfigDict(
        env_prefix=PREFIX, extra="forbid", frozen=True, validate_default=True, hide_input_in_errors=True
    )

    data_dir: Path = Field(Path("data"), description="Dossier du catalogue et des index.")
    embedding_model: str = Field(
        "packaged-e5",
        min_length=1,
        description="Modèle de vecteurs : packaged-e5, ou le nom ou le dossier d'un modèle sentence-transformers.",
    )
    model_cache_dir: Path | None = Field(None, description="Dossier où le modèle fourni est écrit une fois.")
    embedding_dtype: Literal["auto", "float32", "bfloat16"] = Field("auto", description="Précision des calculs.")
    chat_model: str | None = Field(None, description="Modèle de rédaction, par exemple openai:nom-du-modele.")
    chat_base_url: str | None = Field(None, description="Adresse d'un serveur compatible avec l'API d'OpenAI.")
    chat_api_key: SecretStr | None = Field(None, description="Clé de ce serveur.")
    chat_timeout_s: float = Field(60.0, gt=0, le=600, description="Attente au plus d'une réponse du modèle (s).")
    chat_silence_s: float = Field(
        30.0, gt=0, le=600, description="Silence au plus du modèle, avant son premier mot ou entre deux (s)."
    )
    chat_max_tokens: int = Field(600, ge=50, le=8000, description="Longueur au plus d'une réponse rédigée (jetons).")
    chat_context_tokens: int | None = Field(
        None,
        ge=1024,
        le=1_000_000,
        description="Fenêtre du modèle (jetons) ; par défaut, celle qu'il déclare, sinon 4096.",
    )
    nli_model: str | None = Field(
        None, description="Modèle qui juge si un passage implique une phrase (cross-encoder), en plus des règles."
    )
    examples: tuple[str, ...] = Field(SAMPLE_QUESTIONS, description="Questions proposées à l'ouverture de la page.")
    contact: str = Field("", description="Service de documentation à nommer quand l'assistant s'abstient.")
    host: str = Field("127.0.0.1", min_length=1, description="Adresse d'écoute de la page.")
    port: int = Field(7860, ge=1, le=65535, description="Port de la page ; le suivant libre s'il est pris.")
    search_k: int = Field(8, ge=1, le=100, description="Nombre de passages rendus par une recherche.")
    answer_k: int = Field(12, ge=1, le=50, description="Nombre de passages lus pour répondre à une question.")
    vector_adapter: bool = Field(True, description="Adapter les vecteurs du modèle fourni aux questions en français.")
    dense_weight: float = Field(
        0.45, ge=0, le=1, description="Poids des vecteurs face aux mots dans la fusion (0 : les mots seuls)."
    )
    thesaurus: Path | None = Field(
        AUTOMATIC,
        description="Fichier ou dossier SKOS ; auto : le dossier thesaurus du corpus ; vide : aucun.",
    )
    answer_threshold: float | None = Field(
        None,
        ge=0,
        le=1,
        description="Confiance à partir de laquelle une réponse est donnée ; par défaut, celle qui a été calibrée.",
    )
    today: date | None = Field(None, description="Jour tenu pour aujourd'hui ; vide : celui de la machine.")
    keep_conversations: bool = Field(False, description="Garder les questions au-delà de la conversation ouverte.")
    log_retention_days: int = Field(30, ge=1, le=3650, description="Durée de conservation des conversations (jours).")
    validated_days: int = Field(365, ge=0, le=3650, description="Durée d'une réponse validée (jours) ; 0 : sans fin.")
    validated_similarity: float | None = Field(
        None,
        ge=0,
        le=1,
        description="Proximité de sens pour reconnaître une question validée ; par défaut, celle qui a été mesurée.",
    )
    validate_on_page: bool = Field(True, description="Permettre de valider et de corriger des réponses dans la page.")
    validators: tuple[str, ...] = Field((), description="Noms de ceux qui peuvent valider ; vide : tout le monde.")
    max_file_mb: int = Field(100, ge=1, le=4096, description="Taille au plus d'un fichier (Mo).")
    max_pages: int = Field(2000, ge=1, le=100_000, description="Nombre de pages au plus d'un PDF.")
    parse_timeout_s: float = Field(120.0, gt=0, le=3600, description="Durée au plus de la lecture d'un fichier (s).")
    parse_memory_mb: int = Field(2048, ge=256, le=65_536, description="Mémoire au plus de cette lecture (Mo).")
    ocr: Literal["auto", "never", "always"] = Field(
        "auto", description="Pages lues sur leur image : celles sans texte utilisable, aucune ou toutes."
    )
    ocr_page_timeout_s: float = Field(60.0, gt=0, le=600, description="Durée au plus de l'OCR d'une page (s).")
    ocr_timeout_s: float = Field(1800.0, gt=0, le=86_400, description="Durée au plus de l'OCR d'un fichier (s).")

    harvest_delay_s: float = Field(0.5, ge=0, le=60, description="Repos entre deux requêtes à un portail (s).")
    harvest_timeout_s: float = Field(60.0, gt=0, le=600, description="Attente au plus d'une réponse du portail (s).")
    harvest_retries: int = Field(5, ge=0, le=20, description="Nouveaux essais après un échec du portail.")
    harvest_page_mb: int = Field(50, ge=1, le=1024, description="Taille au plus d'une page de notices (Mo).")
    harvest_free_mb: int = Field(500, ge=0, description="Place que la moisson laisse libre sur le disque (Mo).")

    _sources: dict[str, str] = PrivateAttr(default_factory=dict)

    @classmethod
    def settings_customise_sources(
        cls,
        settings_cls: type[BaseSettings],
        init_settings: PydanticBaseSettingsSource,
        env_settings: PydanticBaseSettingsSource,
        dotenv_settings: PydanticBaseSettingsSource,
        file_secret_settings: PydanticBaseSettingsSource,
    ) -> tuple[PydanticBaseSettingsSource, ...]:
        """The values given alone: ``load_settings`` has read the environment."""
        return (init_settings,)

    @field_validator(
        "answer_threshold",
        "today",
        "validated_similarity",
        "model_cache_dir",
        "chat_model",
        "chat_base_url",
        "chat_api_key",
        "chat_context_tokens",
        "nli_model",
        "thesaurus",
        mode="before",
    )
    @classmethod
    def _empty_means_none(cls, value: Any) -> Any:
        return None if isinstance(value, str) and not value.strip() else value

    @field_validator(*_PATHS, mode="after")
    @classmethod
    def _absolute(cls, value: Path | None, info: ValidationInfo) -> Path | None:
        if value is None or (info.field_name == "thesaurus" and value == AUTOMATIC):
            return value
        return Path(os.path.normpath(Path.cwd() / expanded(value)))

    @field_validator("data_dir", mode="before")
    @classmethod
    def _no_empty_folder(cls, value: Any) -> Any:
        if isinstance(value, str) and not value.strip():  # it would be the current folder
            raise PydanticCustomError("string_too_short", "empty")
        return value

    @field_validator("examples", "validators", mode="before")
    @classmethod
    def _list_of_texts(cls, value: Any) -> Any:
        """A variable of the environment holds the list as JSON."""
        if not isinstance(value, str):
            return value
        try:
            return json.loads(value) if value.strip() else ()
        except ValueError:
            raise PydanticCustomError("tuple_type", "not a list") from None

    @field_validator("*", mode="before")
    @classmethod
    def _no_truth_for_a_number(cls, value: Any, info: ValidationInfo) -> Any:
        if isinstance(value, bool) and info.field_name not in {
            "keep_conversations",
            "validate_on_page",
            "vector_adapter",
        }:
            raise PydanticCustomError("float_type", "a boolean")
        return value

    @model_validator(mode="after")
    def _answer_fits_window(self) -> Settings:
        if self.chat_max_tokens >= self.context_tokens:
            raise ValueError(
                f"chat_max_tokens ({self.chat_max_tokens}) doit rester au-dessous de chat_context_tokens"
                f" ({self.context_tokens})"
            )
        return self

    @property
    def context_tokens(self) -> int:
        """Window of a chat model that declares none: ``chat_context_tokens``, else 4096."""
        return self.chat_context_tokens or DEFAULT_CONTEXT_TOKENS

    @property
    def sources(self) -> dict[str, str]:
        """Where each value came from: ``défaut``, ``fichier …``, ``variable …`` or ``option``."""
        return {name: self._sources.get(name, FROM_DEFAULT) for name in type(self).model_fields}

    @property
    def model_cache(self) -> Path:
        """Folder of the packaged model: ``model_cache_dir``, else the user's cache folder."""
        return self.model_cache_dir or user_cache_dir() / "models"

    def masked(self) -> dict[str, str | int | float | bool | None]:
        """Values fit to be shown and written as JSON: secrets masked, paths as text."""
        shown: dict[str, str | int | float | bool | None] = {}
        for name in type(self).model_fields:
            value = getattr(self, name)
            if isinstance(value, SecretStr):
                value = "********"
            elif isinstance(value, (Path, date)):
                value = str(value)
            shown[name] = value
        return shown


def load_settings(config: Path | None = None, overrides: Mapping[str, Any] | None = None) -> Settings:
    """Read the settings from the file, the environment and ``overrides``.

    Args:
        config: The TOML file named on the command line, or None.
        overrides: Values given as options of a command; None values are left out.

    Raises:
        MissingPathError: ``config`` or ``ASSISTANT_CONFIG`` names a file that is not there.
        SettingsError: An unknown name, a refused value, or a file that is not TOML.
    """
    path = _config_path(config)
    from_file = _read_file(path) if path else {}
    from_env = _read_environment(os.environ)
    from_options = {name: value for name, value in (overrides or {}).items() if value is not None}
    sources = dict.fromkeys(from_file, f"fichier {path}")
    sources |= {name: f"variable {PREFIX}{name.upper()}" for name in from_env}
    sources |= dict.fromkeys(from_options, FROM_OPTION)
    try:
        settings = Settings(**{**from_file, **from_env, **from_options})
    except ValidationError as error:
        raise SettingsError(_explain(error.errors(include_url=False), sources)) from None
    settings._sources = sources
    return settings


def expanded(path: str | Path) -> Path:
    """A path with its ``~`` replaced by the home folder; that of a user who does not exist is left as it is."""
    with suppress(RuntimeError):
        return Path(path).expanduser()
    return Path(path)


def user_cache_dir() -> Path:
    """The user's cache folder for this application, by the custom of the system (XDG, macOS or Windows)."""
    if sys.platform == "darwin":
        base = Path.home() / "Library" / "Caches"
    elif sys.platform == "win32":
        base = Path(os.environ.get("LOCALAPPDATA") or Path.home() / "AppData" / "Local")
    else:
        base = Path(os.environ.get("XDG_CACHE_HOME") or Path.home() / ".cache")
    return base / "assistant-documentaire"


def _config_path(config: Path | None) -> Path | None:
    """The file to read: the one named, which must exist, else the default one where present."""
    named = config or (Path(os.environ["ASSISTANT_CONFIG"]) if os.environ.get("ASSISTANT_CONFIG") else None)
    if named is None:
        default = Path(DEFAULT_FILE)
        return default.resolve() if default.is_file() else None
    named = expanded(named)
    if not named.is_file():
        raise MissingPathError(f"Fichier de réglages introuvable : {named}. Vérifiez --config ou ASSISTANT_CONFIG.")
    return named.resolve()


def _read_file(path: Path) -> dict[str, Any]:
    """Values of a TOML file; its relative paths start from its own folder."""
    try:
        values = tomllib.loads(path.read_text(encoding="utf-8-sig"))
    except (tomllib.TOMLDecodeError, UnicodeDecodeError, OSError) as error:
        raise SettingsError(f"Fichier de réglages illisible : {path} ({error}). Écrivez-le en TOML, UTF-8.") from None
    for name in values:
        if name not in Settings.model_fields:
            raise SettingsError(f"Réglage inconnu : {name} (fichier {path}). {_remedy(name)}")
    chat_model = values.get("chat_model")
    if isinstance(chat_model, str) and chat_model.startswith(_LOCAL_MODEL):
        values["chat_model"] = _LOCAL_MODEL + str(path.parent / expanded(chat_model.removeprefix(_LOCAL_MODEL).strip()))
    for name in _PATHS:
        automatic = name == "thesaurus" and values.get(name) == str(AUTOMATIC)
        if isinstance(values.get(name), str) and values[name].strip() and not automatic:
            values[name] = str(path.parent / expanded(values[name]))
    return values


def _read_environment(environment: Mapping[str, str]) -> dict[str, str]:
    """Values of the ``ASSISTANT_*`` variables by setting; an unknown one is refused rather than ignored."""
    values: dict[str, str] = {}
    for variable in sorted(environment):
        if not variable.startswith(PREFIX) or variable in CONTROL_VARIABLES:
            continue
        name = variable.removeprefix(PREFIX).lower()
        if name not in Settings.model_fields or variable != variable.upper():
            raise SettingsError(f"Réglage inconnu : variable {variable}. {_remedy(name, PREFIX)}")
        values[name] = environment[variable]
    return values


def _remedy(name: str, prefix: str = "") -> str:
    """The next step after an unknown name: the nearest known one, or where the list stands."""
    near = difflib.get_close_matches(name.lower(), Settings.model_fields, n=1)
    if not near:
        return "La liste des réglages est dans docs/tuning.md et dans « assistant status »."
    suggestion = f"{prefix}{near[0].upper()}" if prefix else near[0]
    return f"Vouliez-vous dire {suggestion} ?"


def _explain(errors: list[ErrorDetails], sources: Mapping[str, str]) -> str:
    """One French line for all refusals: the key, where it stands, the value and what is expected."""
    parts: list[str] = []
    for error in errors:
        name = str(error["loc"][0]) if error["loc"] else ""
        if not name:
            parts.append(str(error.get("ctx", {}).get("error", error["msg"])))
        elif error["type"] == "extra_forbidden":
            parts.append(f"Réglage inconnu : {name} ({sources.get(name, FROM_OPTION)}). {_remedy(name)}")
        else:
            value = "********" if name == "chat_api_key" else repr(error["input"])
            parts.append(f"{name} = {value} ({sources.get(name, FROM_DEFAULT)}) : {_expectation(error)}")
    text = " ; ".join(parts)
    return text if text.startswith("Réglage inconnu") else f"Réglage refusé : {text}."


def _expectation(error: ErrorDetails) -> str:
    """What a refused value should have been, in French."""
    context = error.get("ctx", {})
    kind = error["type"]
    bounds = {
        "greater_than": ("gt", "supérieur à"),
        "greater_than_equal": ("ge", "au moins"),
        "less_than": ("lt", "inférieur à"),
        "less_than_equal": ("le", "au plus"),
    }
    if kind in bounds:
        key, words = bounds[kind]
        return f"attendu {words} {context[key]}"
    if kind == "literal_error":
        return f"attendu {str(context['expected']).replace(' or ', ' ou ')}"
    if kind.startswith("date"):
        return "attendu un jour, par exemple 2024-02-29"
    if kind.startswith("int"):
        return "attendu un nombre entier"
    if kind.startswith("float"):
        return "attendu un nombre"
    if kind.startswith("bool"):
        return "attendu true ou false"
    if kind.startswith("tuple"):
        return 'attendu une liste de textes, par exemple ["Qui ?", "Quand ?"]'
    if kind.startswith(("string", "path", "is_instance")):
        return "attendu un texte non vide"
    return str(error["msg"])
