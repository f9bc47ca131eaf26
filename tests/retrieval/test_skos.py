"""Reading SKOS files: labels, links, languages, broken and hostile files, and what is kept of them."""

from __future__ import annotations

import json
import time
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from assistant.errors import MissingPathError, SourceError
from assistant.retrieval.skos import FORMATS, Concept, read_concepts

HEAD = "@prefix skos: <http://www.w3.org/2004/02/skos/core#> .\n@prefix : <https://exemple.fr/t/> .\n"
RDF = (
    '<rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#"'
    ' xmlns:skos="http://www.w3.org/2004/02/skos/core#">{}</rdf:RDF>'
)
CONCEPT = (
    '<skos:Concept rdf:about="https://exemple.fr/t/a"><skos:prefLabel xml:lang="fr">{}</skos:prefLabel></skos:Concept>'
)


def turtle(folder: Path, text: str, name: str = "t.ttl") -> Path:
    path = folder / name
    path.write_text(HEAD + text, encoding="utf-8")
    return path


def named(concepts: list[Concept]) -> dict[str, Concept]:
    return {concept.id.rsplit("/", 1)[-1]: concept for concept in concepts}


def test_labels_codes_and_links_are_read_whichever_side_states_a_link(tmp_path: Path) -> None:
    path = turtle(
        tmp_path,
        """:a a skos:Concept ; skos:prefLabel "FORMATION"@fr ; skos:narrower :b ; skos:notation "10" .
        :b a skos:Concept ; skos:prefLabel "STAGE"@fr ; skos:altLabel "immersion"@fr ; skos:hiddenLabel "stge"@fr .
        :c a skos:Concept ; skos:prefLabel "TUTORAT"@fr ; skos:broader :a ; skos:related :b .""",
    )
    found = named(read_concepts(path))
    a, b, c = (f"https://exemple.fr/t/{name}" for name in "abc")
    assert found["a"] == Concept(a, "FORMATION", codes=("10",), narrower=(b, c))
    assert found["b"] == Concept(b, "STAGE", ("immersion",), ("stge",), broader=(a,), related=(c,))
    assert found["c"] == Concept(c, "TUTORAT", broader=(a,), related=(b,))


def test_french_labels_come_first_then_those_without_a_language_and_no_other(tmp_path: Path) -> None:
    path = turtle(
        tmp_path,
        """:a a skos:Concept ; skos:prefLabel "Training"@en, "Formation"@fr-FR, "Apprendre" ; skos:altLabel "Kurs"@de .
        :b a skos:Concept ; skos:prefLabel "Stage" , "Internship"@en .
        :c a skos:Concept ; skos:prefLabel "Only english"@en .""",
    )
    found = named(read_concepts(path))
    assert (found["a"].label, found["a"].alternatives) == ("Formation", ("Apprendre",))
    assert found["b"].label == "Stage"
    assert found["c"].label == ""


def test_a_concept_without_a_preferred_label_takes_its_first_other_label(tmp_path: Path) -> None:
    path = turtle(tmp_path, ':a a skos:Concept ; skos:altLabel "b"@fr, "a"@fr .')
    assert read_concepts(path) == [Concept("https://exemple.fr/t/a", "a", ("b",))]


def test_schemes_and_collections_are_no_concepts_and_links_to_unknown_or_own_terms_are_dropped(tmp_path: Path) -> None:
    path = turtle(
        tmp_path,
        """:s a skos:ConceptScheme ; skos:prefLabel "Tout"@fr . :g a skos:Collection ; skos:prefLabel "Lot"@fr .
        :a a skos:Concept ; skos:prefLabel "A"@fr ; skos:broader :a, :absent, :s ; skos:related :a .""",
    )
    assert read_concepts(path) == [Concept("https://exemple.fr/t/a", "A")]


@pytest.mark.parametrize(
    ("name", "text"),
    [
        ("t.rdf", RDF.format(CONCEPT.format("Emploi"))),
        ("t.xml", RDF.format(CONCEPT.format("Emploi"))),
        (
            "t.nt",
            '<https://exemple.fr/t/a> <http://www.w3.org/2004/02/skos/core#prefLabel> "Emploi"@fr .\n',
        ),
        (
            "t.jsonld",
            json.dumps(
                {
                    "@context": {"skos": "http://www.w3.org/2004/02/skos/core#"},
                    "@id": "https://exemple.fr/t/a",
                    "skos:prefLabel": {"@value": "Emploi", "@language": "fr"},
                }
            ),
        ),
    ],
)
def test_each_format_gives_the_same_concept(tmp_path: Path, name: str, text: str) -> None:
    (tmp_path / name).write_text(text, encoding="utf-8")
    expected = [Concept("https://exemple.fr/t/a", "Emploi")]
    assert read_concepts(tmp_path / name) == expected
    assert read_concepts(tmp_path) == expected


def test_the_files_of_a_folder_make_one_thesaurus(tmp_path: Path) -> None:
    turtle(tmp_path, ':a a skos:Concept ; skos:prefLabel "A"@fr .', "un.ttl")
    turtle(tmp_path, ':b a skos:Concept ; skos:prefLabel "B"@fr ; skos:broader :a .', "deux.ttl")
    (tmp_path / "vide.ttl").write_bytes(b"")
    (tmp_path / "autre.xml").write_text("<notices/>", encoding="utf-8")
    (tmp_path / "LISEZMOI.txt").write_text("rien", encoding="utf-8")
    found = named(read_concepts(tmp_path))
    assert found["a"].narrower == (found["b"].id,)


def test_a_path_that_does_not_exist_is_said_to_be_missing(tmp_path: Path) -> None:
    with pytest.raises(MissingPathError, match=r"introuvable .*rien\.ttl"):
        read_concepts(tmp_path / "rien.ttl")


@pytest.mark.parametrize(
    ("name", "content", "words"),
    [
        ("t.ttl", HEAD + ":a a skos:Concept ;\n  skos:prefLabel oups .\n", "syntaxe, ligne 4"),
        ("t.rdf", "<rdf:RDF\n>\n<", "syntaxe, ligne"),
        ("t.nt", '<https://exemple.fr/a> <https://exemple.fr/b> "c" .\nrien du tout\n', "syntaxe"),
        ("t.jsonld", '{"@id":\n oups}', "syntaxe, ligne 2"),
        ("t.ttl", "", "sans concept SKOS"),
        ("t.ttl", HEAD, "sans concept SKOS"),
        ("t.jsonld", "", "sans concept SKOS"),
        ("t.csv", "a;b", "format inconnu"),
        ("t.ttl", b"\xff\xfe\x00bad", "illisible"),
        ("t.jsonld", b'{"a": "\xe9"}', "UTF-8"),
    ],
)
def test_a_file_that_cannot_be_read_is_named_with_the_way_out(
    tmp_path: Path, name: str, content: str | bytes, words: str
) -> None:
    path = tmp_path / name
    path.write_bytes(content.encode() if isinstance(content, str) else content)
    with pytest.raises(SourceError) as refusal:
        read_concepts(path)
    message = str(refusal.value)
    assert words in message
    assert str(path) in message
    assert 'thesaurus = ""' in message
    assert "\n" not in message


def test_a_folder_without_a_skos_file_is_refused(tmp_path: Path) -> None:
    with pytest.raises(SourceError, match="Aucun fichier SKOS"):
        read_concepts(tmp_path)


def test_an_external_entity_of_rdf_xml_is_refused_and_not_read(tmp_path: Path) -> None:
    secret = tmp_path / "secret.txt"
    secret.write_text("motdepasse", encoding="utf-8")
    path = tmp_path / "t.rdf"
    for declared in (f'<!ENTITY x SYSTEM "{secret.as_uri()}">', '<!ENTITY x SYSTEM "http://ailleurs.example/x">'):
        path.write_text(f"<!DOCTYPE r [{declared}]>" + RDF.format(CONCEPT.format("A &x;")), encoding="utf-8")
        with pytest.raises(SourceError, match=r"illisible .*ligne 1") as refusal:
            read_concepts(path)
        assert "motdepasse" not in str(refusal.value)


def test_an_outside_document_type_is_not_fetched_and_the_entities_of_the_file_are_read(tmp_path: Path) -> None:
    path = tmp_path / "t.rdf"
    doctype = '<!DOCTYPE r SYSTEM "http://ailleurs.example/t.dtd" [<!ENTITY oe "œ">]>'
    path.write_text(doctype + RDF.format(CONCEPT.format("main-d'&oe;uvre")), encoding="utf-8")
    assert [concept.label for concept in read_concepts(path)] == ["main-d'œuvre"]


def test_entities_that_swell_without_end_are_refused_at_once(tmp_path: Path) -> None:
    bomb = '<!ENTITY a0 "lol">' + "".join(f'<!ENTITY a{n} "{f"&a{n - 1};" * 10}">' for n in range(1, 12))
    path = tmp_path / "t.rdf"
    path.write_text(f"<!DOCTYPE rdf [{bomb}]>" + RDF.format(CONCEPT.format("&a11;")), encoding="utf-8")
    before = time.perf_counter()
    with pytest.raises(SourceError, match="illisible"):
        read_concepts(path)
    assert time.perf_counter() - before < 10


def test_a_note_of_many_lines_costs_no_time(tmp_path: Path) -> None:
    note = "<skos:scopeNote>" + "ligne\n" * 1_000_000 + "</skos:scopeNote></skos:Concept>"
    path = tmp_path / "t.rdf"
    path.write_text(RDF.format(CONCEPT.format("A").replace("</skos:Concept>", note)), encoding="utf-8")
    before = time.perf_counter()
    assert [concept.label for concept in read_concepts(path)] == ["A"]
    assert time.perf_counter() - before < 10


@pytest.mark.parametrize(
    "tree",
    [
        {"@context": "https://ailleurs.example/contexte.json", "@id": "urn:a"},
        {"@context": [{"a": "urn:a"}, "contexte.json"], "@id": "urn:a"},
        {"@context": {"@import": "https://ailleurs.example/contexte.json"}, "@id": "urn:a"},
        {"@context": {"terme": {"@id": "urn:t", "@context": "https://ailleurs.example/c"}}, "terme": {}},
        {"@graph": [{"@context": "https://ailleurs.example/contexte.json", "@id": "urn:a"}]},
    ],
)
def test_a_json_ld_context_that_is_elsewhere_is_refused_and_not_fetched(tmp_path: Path, tree: object) -> None:
    path = tmp_path / "t.jsonld"
    path.write_text(json.dumps(tree), encoding="utf-8")
    with pytest.raises(SourceError, match="contexte JSON-LD est à une adresse"):
        read_concepts(path)


def test_json_nested_without_end_is_refused(tmp_path: Path) -> None:
    (tmp_path / "t.jsonld").write_text("[" * 500 + "]" * 500, encoding="utf-8")
    with pytest.raises(SourceError, match="imbriqués"):
        read_concepts(tmp_path / "t.jsonld")
    (tmp_path / "t.jsonld").write_text("[" * 200_000 + "]" * 200_000, encoding="utf-8")
    with pytest.raises(SourceError, match="illisible"):
        read_concepts(tmp_path / "t.jsonld")


def test_an_imported_ontology_is_not_fetched(tmp_path: Path) -> None:
    path = turtle(
        tmp_path,
        """<https://exemple.fr/t> <http://www.w3.org/2002/07/owl#imports> <https://ailleurs.example/onto.ttl> .
        :a a skos:Concept ; skos:prefLabel "A"@fr .""",
    )
    assert [concept.label for concept in read_concepts(path)] == ["A"]


def test_a_huge_literal_is_no_label_and_an_iri_as_a_label_is_ignored(tmp_path: Path) -> None:
    path = turtle(
        tmp_path,
        f':a a skos:Concept ; skos:prefLabel "A"@fr ; skos:altLabel "{"x " * 500_000}"@fr, :b ; skos:notation 12 .',
    )
    assert read_concepts(path) == [Concept("https://exemple.fr/t/a", "A", codes=("12",))]


def test_wrong_dates_numbers_and_addresses_of_a_file_are_no_matter_and_print_nothing(
    tmp_path: Path, caplog: pytest.LogCaptureFixture, capfd: pytest.CaptureFixture[str]
) -> None:
    path = turtle(
        tmp_path,
        """@prefix xsd: <http://www.w3.org/2001/XMLSchema#> .
        :a a skos:Concept ; skos:prefLabel "A"@fr ; skos:notation "dix"^^xsd:integer ; :le "hier"^^xsd:date .""",
    )
    with path.open("a", encoding="utf-8") as out:
        out.write(f':a :n "{"9" * 5000}"^^xsd:integer ; skos:related <http://exemple.fr/a%zz{{}}> .')
    assert read_concepts(path) == [Concept("https://exemple.fr/t/a", "A", codes=("dix",))]
    assert (caplog.text, *capfd.readouterr()) == ("", "", "")


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(suffix=st.sampled_from(sorted(FORMATS)), content=st.one_of(st.binary(max_size=60), st.text(max_size=60)))
def test_any_bytes_give_concepts_or_a_clear_refusal(tmp_path: Path, suffix: str, content: bytes | str) -> None:
    path = tmp_path / f"t{suffix}"
    path.write_bytes(content if isinstance(content, bytes) else HEAD.encode() + content.encode("utf-8", "replace"))
    with pytest.raises(SourceError, match="Thésaurus"):
        read_concepts(path)


def test_what_was_read_is_kept_until_a_file_changes(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path, cache = turtle(tmp_path, ':a a skos:Concept ; skos:prefLabel "A"@fr ; skos:altLabel "é"@fr .'), tmp_path / "c"
    first = read_concepts(path, cache)
    with monkeypatch.context() as without:
        without.setattr("assistant.retrieval.skos._triples", lambda contents: pytest.fail("read again"))
        assert read_concepts(path, cache) == first
    turtle(tmp_path, ':a a skos:Concept ; skos:prefLabel "B"@fr .')
    assert [concept.label for concept in read_concepts(path, cache)] == ["B"]
    assert len(list(cache.iterdir())) == 1


@pytest.mark.parametrize("damage", ["", "[[1]]", "{", '{"a": 1}', "[3]"])
def test_a_damaged_cache_is_made_again(tmp_path: Path, damage: str) -> None:
    path, cache = turtle(tmp_path, ':a a skos:Concept ; skos:prefLabel "A"@fr .'), tmp_path / "c"
    first = read_concepts(path, cache)
    (kept,) = cache.iterdir()
    kept.write_text(damage, encoding="utf-8")
    assert read_concepts(path, cache) == first


def test_a_cache_that_cannot_be_written_only_costs_time(tmp_path: Path) -> None:
    path = turtle(tmp_path, ':a a skos:Concept ; skos:prefLabel "A"@fr .')
    (tmp_path / "c").write_text("a file", encoding="utf-8")
    assert [concept.label for concept in read_concepts(path, tmp_path / "c")] == ["A"]
