"""Settings: defaults, order of the sources, refusals."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

from assistant.errors import MissingPathError, SettingsError
from assistant.settings import AUTOMATIC, Settings, load_settings, user_cache_dir


@pytest.fixture(autouse=True)
def empty_folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.delenv("ASSISTANT_MODEL_CACHE_DIR", raising=False)
    monkeypatch.chdir(tmp_path)
    return tmp_path


def write(path: Path, text: str) -> Path:
    path.write_text(text, encoding="utf-8")
    return path


def test_without_file_or_variable_every_value_is_the_default() -> None:
    settings = load_settings()
    assert settings == Settings()
    assert set(settings.sources.values()) == {"défaut"}
    assert settings.sources.keys() == Settings.model_fields.keys()


def test_the_default_data_folder_is_data_in_the_current_folder(tmp_path: Path) -> None:
    assert load_settings().data_dir == tmp_path / "data"


def test_an_option_wins_over_a_variable_which_wins_over_the_file(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    file = write(tmp_path / "assistant.toml", 'port = 1111\nsearch_k = 3\nhost = "0.0.0.0"\n')
    monkeypatch.setenv("ASSISTANT_PORT", "2222")
    monkeypatch.setenv("ASSISTANT_SEARCH_K", "4")
    settings = load_settings(overrides={"port": 3333, "contact": None})
    assert (settings.port, settings.search_k, settings.host) == (3333, 4, "0.0.0.0")
    assert settings.sources["port"] == "option"
    assert settings.sources["search_k"] == "variable ASSISTANT_SEARCH_K"
    assert settings.sources["host"] == f"fichier {file}"
    assert settings.sources["contact"] == "défaut"


def test_the_file_named_on_the_command_line_replaces_the_one_of_the_variable_and_of_the_folder(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    write(tmp_path / "assistant.toml", "port = 1\n")
    by_variable = write(tmp_path / "b.toml", "port = 2\n")
    by_option = write(tmp_path / "c.toml", "port = 3\n")
    assert load_settings().port == 1
    monkeypatch.setenv("ASSISTANT_CONFIG", str(by_variable))
    assert load_settings().port == 2
    assert load_settings(by_option).port == 3


def test_a_relative_folder_in_a_file_starts_from_the_folder_of_the_file(tmp_path: Path) -> None:
    (tmp_path / "site").mkdir()
    file = write(tmp_path / "site" / "reglages.toml", 'data_dir = "fonds"\n')
    assert load_settings(file).data_dir == tmp_path / "site" / "fonds"


def test_a_relative_folder_in_a_variable_starts_from_the_current_folder(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("ASSISTANT_DATA_DIR", "fonds")
    assert load_settings().data_dir == tmp_path / "fonds"


def test_the_thesaurus_is_that_of_the_corpus_unless_it_is_named_or_switched_off(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert load_settings().thesaurus == AUTOMATIC
    file = write(tmp_path / "assistant.toml", 'thesaurus = "mots/mien.ttl"\n')
    assert load_settings().thesaurus == tmp_path / "mots" / "mien.ttl"
    monkeypatch.setenv("ASSISTANT_THESAURUS", "")
    assert load_settings().thesaurus is None
    monkeypatch.delenv("ASSISTANT_THESAURUS")
    write(file, 'thesaurus = "auto"\ndata_dir = "auto"\n')
    settings = load_settings()
    assert (settings.thesaurus, settings.data_dir) == (AUTOMATIC, tmp_path / "auto")
    assert settings.masked()["thesaurus"] == "auto"


def test_a_file_saved_with_a_byte_order_mark_is_read(tmp_path: Path) -> None:
    (tmp_path / "assistant.toml").write_bytes(b'\xef\xbb\xbfcontact = "doc@example.org"\n')
    assert load_settings().contact == "doc@example.org"


def test_an_empty_variable_gives_back_the_absence_of_a_chat_model(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    write(tmp_path / "assistant.toml", 'chat_model = "openai:x"\n')
    monkeypatch.setenv("ASSISTANT_CHAT_MODEL", "")
    assert load_settings().chat_model is None


@pytest.mark.parametrize(
    ("variable", "value", "words"),
    [
        ("ASSISTANT_PROT", "1", ["variable ASSISTANT_PROT", "ASSISTANT_PORT"]),
        ("ASSISTANT_ZZZ", "1", ["variable ASSISTANT_ZZZ", "assistant status"]),
        ("ASSISTANT_port", "1", ["variable ASSISTANT_port", "ASSISTANT_PORT"]),
        ("ASSISTANT_PORT", "abc", ["port", "'abc'", "ASSISTANT_PORT", "nombre entier"]),
        ("ASSISTANT_PORT", "99999", ["port", "au plus 65535"]),
        ("ASSISTANT_PORT", "", ["port", "nombre entier"]),
        ("ASSISTANT_DENSE_WEIGHT", "-0.1", ["dense_weight", "au moins 0"]),
        ("ASSISTANT_DENSE_WEIGHT", "nan", ["dense_weight"]),
        ("ASSISTANT_CHAT_TIMEOUT_S", "0", ["chat_timeout_s", "supérieur à 0"]),
        ("ASSISTANT_KEEP_CONVERSATIONS", "peut-être", ["keep_conversations", "true ou false"]),
        ("ASSISTANT_HARVEST_DELAY_S", "-1", ["harvest_delay_s", "au moins 0"]),
        ("ASSISTANT_HARVEST_RETRIES", "1.5", ["harvest_retries", "nombre entier"]),
        ("ASSISTANT_EMBEDDING_DTYPE", "int8", ["embedding_dtype", "'auto', 'float32' ou 'bfloat16'"]),
        ("ASSISTANT_EMBEDDING_MODEL", "", ["embedding_model", "texte non vide"]),
        ("ASSISTANT_CHAT_MAX_TOKENS", "5000", ["chat_max_tokens (5000)", "chat_context_tokens (4096)"]),
    ],
)
def test_a_wrong_variable_is_refused_with_its_name_and_the_remedy(
    variable: str, value: str, words: list[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv(variable, value)
    with pytest.raises(SettingsError) as refusal:
        load_settings()
    message = str(refusal.value)
    assert "\n" not in message
    for word in words:
        assert word in message


def test_an_unknown_key_of_the_file_is_refused_with_the_nearest_name(tmp_path: Path) -> None:
    write(tmp_path / "assistant.toml", "serach_k = 3\n")
    with pytest.raises(SettingsError, match=r"serach_k .*assistant\.toml.*Vouliez-vous dire search_k \?"):
        load_settings()


def test_two_wrong_values_are_named_together(tmp_path: Path) -> None:
    write(tmp_path / "assistant.toml", 'port = "x"\nsearch_k = 0\n')
    with pytest.raises(SettingsError, match=r"port .*search_k"):
        load_settings()


def test_a_file_that_is_not_toml_is_refused(tmp_path: Path) -> None:
    write(tmp_path / "assistant.toml", "port: 3\n")
    with pytest.raises(SettingsError, match="illisible"):
        load_settings()


def test_a_named_file_that_is_missing_is_refused(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    with pytest.raises(MissingPathError, match=r"rien\.toml"):
        load_settings(tmp_path / "rien.toml")
    monkeypatch.setenv("ASSISTANT_CONFIG", str(tmp_path / "absent.toml"))
    with pytest.raises(MissingPathError, match=r"absent\.toml"):
        load_settings()


def test_a_key_is_never_shown(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("ASSISTANT_CHAT_API_KEY", "secret-1234")
    settings = load_settings()
    assert settings.chat_api_key is not None
    assert settings.chat_api_key.get_secret_value() == "secret-1234"
    assert settings.masked()["chat_api_key"] == "********"
    assert "secret-1234" not in f"{settings!r} {settings} {settings.masked()}"
    monkeypatch.delenv("ASSISTANT_CHAT_API_KEY")
    write(tmp_path / "assistant.toml", "chat_api_key = 987654321\n")
    with pytest.raises(SettingsError, match="chat_api_key") as refusal:
        load_settings()
    assert "987654321" not in str(refusal.value)


def test_settings_cannot_be_changed_after_they_are_read() -> None:
    with pytest.raises(ValueError, match="frozen"):
        load_settings().port = 1  # type: ignore[misc]  # the refusal is what is tested


def test_the_packaged_model_goes_to_the_folder_that_is_set_or_to_the_cache_of_the_user(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert load_settings().model_cache == user_cache_dir() / "models"
    monkeypatch.setenv("ASSISTANT_MODEL_CACHE_DIR", str(tmp_path / "modeles"))
    assert load_settings().model_cache == tmp_path / "modeles"


def test_the_cache_folder_follows_the_custom_of_the_system(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setattr("sys.platform", "linux")
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path))
    assert user_cache_dir() == tmp_path / "assistant-documentaire"
    monkeypatch.setattr("sys.platform", "darwin")
    assert user_cache_dir().parts[-3:] == ("Library", "Caches", "assistant-documentaire")


def test_every_setting_is_described() -> None:
    assert [name for name, field in Settings.model_fields.items() if not field.description] == []


@pytest.mark.parametrize(
    ("line", "told"),
    [
        ('data_dir = ""', "attendu un texte non vide"),
        ("search_k = true", "attendu un nombre"),
        ('examples = "Qui ?"', "attendu une liste de textes"),
    ],
)
def test_a_value_that_would_be_taken_for_another_is_refused(tmp_path: Path, line: str, told: str) -> None:
    (tmp_path / "c.toml").write_text(line)
    with pytest.raises(SettingsError, match=told):
        load_settings(tmp_path / "c.toml")


def test_the_opening_questions_are_a_json_list_in_the_environment(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("ASSISTANT_EXAMPLES", '["Qui ?", "Quand ?"]')
    assert load_settings().examples == ("Qui ?", "Quand ?")
    monkeypatch.setenv("ASSISTANT_EXAMPLES", "Qui ?")
    with pytest.raises(SettingsError, match=r"examples = 'Qui \?' \(variable ASSISTANT_EXAMPLES\) : attendu une liste"):
        load_settings()


def test_a_folder_is_told_without_its_detours(tmp_path: Path) -> None:
    assert load_settings(overrides={"data_dir": tmp_path / "a" / ".." / "b"}).data_dir == tmp_path / "b"
    assert load_settings(overrides={"data_dir": Path("~personne/b")}).data_dir == Path.cwd() / "~personne" / "b"


def test_the_day_taken_as_today_is_a_day_or_none(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    assert load_settings(overrides={"today": ""}).today is None
    monkeypatch.setenv("ASSISTANT_TODAY", "2024-02-29")
    settings = load_settings()
    assert settings.today == date(2024, 2, 29)
    assert settings.masked()["today"] == "2024-02-29"
    monkeypatch.setenv("ASSISTANT_TODAY", "2023-02-29")
    with pytest.raises(SettingsError, match="attendu un jour"):
        load_settings()


def test_a_local_model_named_in_a_file_starts_from_the_folder_of_that_file(tmp_path: Path) -> None:
    file = tmp_path / "assistant.toml"
    file.write_text('chat_model = "gguf:modeles/petit.gguf"\n')
    assert load_settings(file).chat_model == f"gguf:{tmp_path / 'modeles' / 'petit.gguf'}"
    file.write_text('chat_model = "gguf:/srv/petit.gguf"\n')
    assert load_settings(file).chat_model == "gguf:/srv/petit.gguf"
    file.write_text('chat_model = "openai:petit"\n')
    assert load_settings(file).chat_model == "openai:petit"
