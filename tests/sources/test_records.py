"""A notice is the same whatever format and character set its record comes in."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import asdict, replace
from pathlib import Path

import pytest

from assistant.errors import SourceError
from assistant.models import Agent, Attachment, Descriptor, Notice
from assistant.sources.notice_body import event_dates
from assistant.sources.opac import read_notice
from assistant.sources.records import read_records
from tests.sources.record_forms import COPY, CORPUS, FORMS, NOTICE, PMB, UNIMARC, only
from tests.sources.record_makers import (
    LOSSES,
    Fields,
    dublin_core,
    iso2709,
    marc_fields,
    marcxchange,
    oai,
    pmb_notice,
    pmb_xml,
    printed,
    rss,
    rss_item,
)


def test_the_copied_text_gives_the_golden_notice() -> None:
    assert read_notice(COPY.read_bytes(), COPY.name) == NOTICE
    assert asdict(NOTICE)["dates"]["events"] == event_dates(NOTICE.abstract, "2023-06-01")


@pytest.mark.parametrize(("form", "data"), FORMS.values(), ids=FORMS.keys())
def test_the_record_gives_the_notice_of_its_page_but_for_what_the_format_loses(form: str, data: bytes) -> None:
    record = only(data)
    assert record.key == "65474"
    assert record.deleted is False
    assert record.notice == LOSSES[form](NOTICE)


@pytest.mark.parametrize("path", CORPUS, ids=[path.name for path in CORPUS])
def test_the_record_of_each_notice_of_the_sample_corpus_gives_what_its_page_gives(path: Path) -> None:
    page = read_notice(path.read_bytes(), path.name)
    codes = f"{(page.dates.recorded or '').replace('-', ''):8}u        u  u0frey50      ba"
    fields = marc_fields(page, codes, ("2", "Thesaurus Centre-Inffo"))
    for data in (pmb_notice(fields).encode(), iso2709(fields), marcxchange(fields).encode()):
        notice = only(data).notice
        for name in ("id", "title", "abstract", "contents", "authors", "publishers", "descriptors", "dates"):
            assert getattr(notice, name) == getattr(page, name)


def test_the_date_of_the_record_comes_from_the_server_where_the_record_has_none() -> None:
    assert only(oai(dublin_core(NOTICE))).notice.dates.recorded == "2023-09-07"


def test_a_record_that_the_server_says_is_deleted_has_its_key_and_no_title() -> None:
    record = only(oai("", "oai:portail.exemple.fr:65474", "deleted"))
    assert (record.key, record.deleted, record.notice) == ("65474", True, Notice(id="65474", title=""))


def test_a_record_whose_label_says_deleted_is_deleted() -> None:
    data = iso2709(UNIMARC)
    assert only(data[:5] + b"d" + data[6:]).deleted is True


@pytest.mark.parametrize("make", [pmb_notice, lambda fields: marcxchange(fields)], ids=["PMB", "marcxchange"])
def test_the_fields_of_unimarc_each_go_to_their_place(make: Callable[[Fields], str]) -> None:
    fields: Fields = [
        ("001", [("", "812")]),
        ("010", [("a", "978-2-0000-0000-2"), ("d", "12 €")]),
        ("011", [("a", "0000-0019")]),
        ("101", [("a", "fre"), ("a", "eng"), ("c", "ger")]),
        ("200", [("a", "Forêts"), ("d", "Forests"), ("e", "chartes locales")]),
        ("205", [("a", "2e éd.")]),
        ("210", [("a", "Guérande"), ("c", "ENI : métiers"), ("d", "cop. 2021")]),
        ("214", [("a", "Guérande"), ("c", "ENI : métiers"), ("d", "cop. 2021")]),
        ("210", [("a", "[S.l.]"), ("c", "[s.n.]")]),
        ("215", [("a", "120 p."), ("c", "ill."), ("d", "24 cm"), ("e", "1 carte")]),
        ("225", [("a", "Métiers"), ("v", "12")]),
        ("300", [("a", "Index en fin de volume")]),
        ("327", [("a", "Sommaire.\nDeux parties.")]),
        ("330", [("a", "<p>Un <b>résumé</b></p><script>alert(1)</script><p>en deux&nbsp;lignes</p>")]),
        ("461", [("t", "Revue du bois"), ("9", "id:5"), ("9", "lnk:perio")]),
        ("463", [("t", "N° 12"), ("e", "mars 2021"), ("d", "2021-03-01")]),
        ("606", [("a", "SYLVICULTURE 51044"), ("9", "idthes:2")]),
        ("606", [("a", "Forêts"), ("x", "Gestion"), ("y", "France"), ("2", "rameau")]),
        ("610", [("a", "scierie;Du Bellay, Joachim; internat ")]),
        ("676", [("a", "634.9"), ("l", "Sylviculture")]),
        ("700", [("a", "Dupont"), ("b", "Jeanne"), ("4", "340"), ("9", "id:3")]),
        ("702", [("a", "Durand"), ("b", "Luc"), ("4", "730")]),
        ("711", [("a", "Onisep"), ("b", "Direction régionale"), ("4", "651")]),
        ("712", [("a", "Ville de Guérande"), ("4", "999")]),
        ("856", [("u", "https://exemple.fr/guide")]),
        ("856", [("u", "javascript:alert(1)")]),
        ("900", [("a", "Élus"), ("l", "Public visé"), ("n", "public")]),
        ("900", [("a", "14/02/2022"), ("l", "Date de la notice"), ("n", "date_notice")]),
    ]
    notice = only(make(fields).encode()).notice
    assert notice.title == "Forêts = Forests : chartes locales"
    assert notice.identifiers == ("978-2-0000-0000-2", "0000-0019")
    assert notice.languages == ("Français", "Anglais")
    assert (notice.places, notice.publishers) == (("Guérande",), ("ENI : métiers",))
    assert (notice.dates.published, notice.dates.recorded) == ("2021", "2022-02-14")
    assert notice.abstract == "Un résumé\nen deux lignes"
    assert notice.contents == "Sommaire.\nDeux parties."
    assert notice.descriptors == (
        Descriptor("SYLVICULTURE", "51044", "thésaurus 2"),
        Descriptor("Forêts -- Gestion -- France", None, "rameau"),
    )
    assert notice.keywords == ("scierie", "Du Bellay, Joachim", "internat")
    assert notice.authors == (
        Agent("Dupont, Jeanne", "Éditeur scientifique", "person"),
        Agent("Durand, Luc", "Traducteur", "person"),
        Agent("Onisep. Direction régionale", "Directeur de la publication", "organisation"),
        Agent("Ville de Guérande", None, "organisation"),
    )
    assert set(notice.site_fields) == {
        ("Mention d'édition", "2e éd."), ("Importance", "120 p."), ("Présentation", "ill."), ("Format", "24 cm"),
        ("Accompagnement", "1 carte"), ("Collection", "Métiers ; 12"), ("Note générale", "Index en fin de volume"),
        ("Dans", "Revue du bois"), ("Bulletin", "N° 12, mars 2021"), ("Index. décimale", "634.9 Sylviculture"),
        ("Langues originales", "Allemand"), ("En ligne", "https://exemple.fr/guide"), ("Public visé", "Élus"),
    }  # fmt: skip


@pytest.mark.parametrize(
    ("computed", "said", "published", "raw"),
    [
        ("2023-06-01", "2023", "2023-06-01", ()),
        ("2023-01-01", "2023", "2023", ()),
        ("2023-01-01", "1er janvier 2023", "2023-01-01", ()),
        ("2023-06-01", "juin 2023", "2023-06-01", ()),
        ("2002-01-01", "2002 (DL)", "2002", ()),
        ("2023-01-01", "", "2023", ()),
        ("", "[2021]", "2021", ()),
        ("", "cop. 1997", "1997", ()),
        ("", "19..?", None, ("19..?",)),
        ("1765-01-01", "1765", None, ("1765", "1765-01-01")),
        ("2023-02-31", "", None, ("2023-02-31",)),
    ],
)
def test_the_date_of_publication_is_as_precise_as_the_source(
    computed: str, said: str, published: str | None, raw: tuple[str, ...]
) -> None:
    fields: Fields = [
        ("001", [("", "1")]),
        ("200", [("a", "Titre")]),
        ("009", [("a", computed)]),
        ("210", [("d", said)]),
    ]
    dates = only(pmb_notice(fields).encode()).notice.dates
    assert (dates.published, dates.raw) == (published, raw)


def test_a_date_told_in_the_text_stays_an_event() -> None:
    text = [("330", [("a", "Signé le 1er juin 2023, le texte prendra effet le 5 mars 2041.")])]
    dates = only(pmb_notice([*PMB[:4], *text]).encode()).notice.dates
    assert (dates.recorded, dates.published, dates.events) == ("2023-09-07", "2023-06-01", ("2023-06-01", "2041-03-05"))


def test_the_address_of_a_notice_is_its_own_link_before_that_of_its_files() -> None:
    own = "https://autre.exemple.fr/index.php?lvl=notice_display&id=65474"
    notice = only(pmb_notice([*PMB, ("856", [("u", own)])]).encode()).notice
    assert (notice.url, notice.source) == (own, "autre.exemple.fr")
    assert "En ligne" not in dict(notice.site_fields)


def test_a_link_that_is_a_file_of_the_web_has_the_type_of_a_link() -> None:
    link = ("897", [("a", "https://exemple.fr/son.mp3"), ("b", "Extrait"), ("t", "URL")])
    notice = only(pmb_notice([*PMB[:4], link]).encode()).notice
    assert (notice.url, notice.source) == (None, None)  # a file elsewhere does not tell where the portal is
    (file,) = notice.attachments
    assert file == Attachment("Extrait", "text/uri-list", "https://exemple.fr/son.mp3")


def test_the_marks_of_libraries_around_an_article_are_taken_out() -> None:
    title = ("200", [("a", "\x98Le \x9cpetit bois \x96 c\x9cur de guide")])
    assert only(pmb_notice([("001", [("", "1")]), title]).encode()).notice.title == "Le petit bois – cœur de guide"
    latin = iso2709(
        [("001", [("", "1")]), ("200", [("a", "\x88La \x89forêt d’été")])], lambda t: t.encode("latin-1", "replace")
    )
    assert only(latin).notice.title == "La forêt d?été"


def test_a_labelled_description_of_a_feed_gives_its_fields() -> None:
    lines = [
        "Titre : Bois et forêt",
        "Auteurs : Syndicat mixte, Auteur",
        "Editeur : Guérande : Éditions du Marais",
        f"Date de publication : {printed('2022-01-20')}",
        "Résumé : Onze scieries ont signé.",
    ]
    notice = only(rss(rss_item(NOTICE, lines)).encode()).notice
    assert (notice.title, notice.abstract) == ("Bois et forêt", "Onze scieries ont signé.")
    assert notice.authors == (Agent("Syndicat mixte", "Auteur", "organisation"),)
    assert notice.dates.recorded == "2023-09-07"
    assert [file.name for file in notice.attachments] == ["Document numérique 31"]


def test_the_description_that_pmb_writes_by_default_gives_its_fields() -> None:
    statement = (
        f"{NOTICE.title} [texte imprimé] / Région Pays de la Loire, Auteur ; Académie de Nantes, Auteur . - "
        "Nantes : RÉGION PAYS DE LA LOIRE, 2023 . - 4 p."
    )
    rows = (
        "<table><tr><td>Catégories : </td><td>[Thesaurus Centre-Inffo] POLE EMPLOI<br/>"
        "[Thesaurus Centre-Inffo] RECRUTEMENT 33029</td></tr>"
        "<tr><td>Résumé : </td><td>Un texte.<br/>Sa suite.</td></tr></table>"
    )
    description = f"<img src='x.png'/>{statement}<br/>Langues : Français (fre)<br/>{rows}"
    item = rss_item(NOTICE, ["X"]).replace("<description>X", f"<description><![CDATA[{description}]]>")
    notice = only(rss(item).encode()).notice
    assert (notice.title, notice.abstract) == (NOTICE.title, "Un texte.\nSa suite.")
    assert notice.authors == NOTICE.authors[:2]
    assert (notice.places, notice.publishers) == (("Nantes",), NOTICE.publishers)
    assert (notice.dates.published, notice.languages) == ("2023", ("Français",))
    assert notice.descriptors == (NOTICE.descriptors[8], NOTICE.descriptors[11])
    assert ("Importance", "4 p.") in notice.site_fields


def test_a_description_of_a_feed_that_is_plain_text_is_the_abstract() -> None:
    notice = only(rss(rss_item(NOTICE, ["Une phrase.", "Une autre."])).encode()).notice
    assert (notice.abstract, notice.url) == ("Une phrase.\nUne autre.", f"{LOSSES['rss'](NOTICE).url}")


def test_the_author_that_a_portal_writes_after_a_title_is_not_of_the_title() -> None:
    lines = ["Auteurs : Région Pays de la Loire, Auteur", "Résumé : Un texte."]
    assert only(rss(rss_item(NOTICE, lines)).encode()).notice.title == NOTICE.title


@pytest.mark.parametrize("day", ["2023-09-07 10:00:00", "Thu, 07 Sep 2023 10:00:00 +0200"])
def test_a_day_of_a_feed_is_read_as_portals_and_as_the_standard_write_it(day: str) -> None:
    item = rss_item(NOTICE, ["Texte."]).replace("2023-09-07 10:00:00", day)
    assert only(rss(item).encode()).notice.dates.recorded == "2023-09-07"


def test_dublin_core_keeps_people_places_and_notes() -> None:
    values = {"creator": "Dupont, Jeanne", "coverage": "Index", "publisher": "Éditions du Marais (Guérande)"}
    notice = only(dublin_core(NOTICE, values).encode()).notice
    assert notice.authors == (Agent("Dupont, Jeanne", None, "person"),)
    assert (notice.publishers[-1], notice.places) == ("Éditions du Marais", ("Guérande",))
    assert ("Note générale", "Index") in notice.site_fields
    acronym = only(dublin_core(NOTICE, {"publisher": "Direction de l'emploi (DECF)"}).encode()).notice
    assert (acronym.publishers[-1], acronym.places) == ("Direction de l'emploi (DECF)", ())


def test_the_extent_that_dublin_core_calls_a_description_is_not_the_abstract() -> None:
    element = dublin_core(NOTICE).replace(
        "<dc:description>", "<dc:description>143 p.</dc:description><dc:description>", 1
    )
    notice = only(element.encode()).notice
    assert (notice.abstract, ("Importance", "143 p.") in notice.site_fields) == (NOTICE.abstract, True)


def test_each_record_of_a_file_has_a_key_of_its_own() -> None:
    other = [("200", [("a", "Sans numéro")])]
    twice = [("001", [("", "65474")]), ("200", [("a", "Autre titre")])]
    made = [pmb_notice(PMB), pmb_notice(PMB), pmb_notice(twice), pmb_notice(other)]
    records = read_records(pmb_xml(*made), "export.xml").records
    keys = [record.key for record in records]
    assert len(keys) == len(set(keys)) == 3
    assert keys[0] == "65474"
    assert keys[1].startswith("65474-")
    assert keys[2] == records[2].notice.id
    alone = only(pmb_xml(pmb_notice(other)))
    assert alone.key == keys[2]


@pytest.mark.parametrize(
    ("broken", "reason"),
    [
        ("<notice><f c='200'><s c='a'>jamais fermé</f></notice>", "notice n° 2, ligne"),
        ("<notice><f c='001'>9</f><f c='200' ind='1 '><s c='a'>coupé", "notice n° 2, ligne"),
        ("<notice><f c='001'>9</f></notice>", "notice n° 2 (identifiant 9) : elle n'a pas de titre"),
    ],
)
def test_one_broken_record_does_not_lose_the_others(broken: str, reason: str) -> None:
    last = pmb_notice([("001", [("", "2")]), ("200", [("a", "Dernière")])])
    records = read_records(pmb_xml(pmb_notice(PMB), broken, last), "export.xml")
    assert [record.key for record in records.records] == ["65474", "2"]
    assert records.records[0].notice == LOSSES["pmb_xml"](NOTICE)
    (problem,) = records.problems
    assert problem.startswith(reason)


def test_a_file_cut_in_its_last_record_gives_those_before() -> None:
    whole = iso2709(UNIMARC)
    records = read_records(whole + whole[:900], "export.mrc")
    assert [record.key for record in records.records] == ["65474"]
    assert records.problems == ("notice n° 2 : enregistrement tronqué, notice laissée de côté",)
    feed = pmb_xml(pmb_notice(PMB), pmb_notice(PMB))
    assert len(read_records(feed[: len(feed) - 300], "export.xml").problems) == 1


def test_a_record_in_another_set_than_its_file_is_read_right() -> None:
    first, second = (pmb_notice([("001", [("", n)]), ("200", [("a", "Forêt, été, métier, à côté")])]) for n in "12")
    data = pmb_xml(first * 1).replace(b"</unimarc>", second.encode("latin-1") + b"</unimarc>")
    text = data.replace(b"<unimarc>", b"<unimarc>" + ("<!-- " + "é" * 40 + " -->").encode())
    assert {record.notice.title for record in read_records(text, "e.xml").records} == {"Forêt, été, métier, à côté"}


@pytest.mark.parametrize(
    ("data", "reason"),
    [
        (b"", "n'est ni de l'UNIMARC"),
        (b"bonjour", "n'est ni de l'UNIMARC"),
        (b"\x89PNG\r\n\x1a\n", "n'est ni de l'UNIMARC"),
        (b"<a><b/></a>", "aucune notice n'y est reconnue"),
        (b"<unimarc><notice>", "XML mal form"),
        (b"00024nam", "n'est ni de l'UNIMARC"),
        (oai("").replace(b"GetRecord", b"error"), "enregistrement vide"),
        (iso2709([("001", [("", "1")]), ("245", [("a", "Title")])]), "elle est en MARC 21"),
        (marcxchange([("245", [("a", "Title")])]).encode(), "elle est en MARC 21"),
    ],
)
def test_a_file_that_gives_nothing_is_refused_with_its_reason(data: bytes, reason: str) -> None:
    with pytest.raises(SourceError, match=reason):
        read_records(data, "export.xml")


def test_many_broken_records_are_counted() -> None:
    records = read_records(pmb_xml(pmb_notice(PMB), *["<notice><f c='001'>9</f></notice>"] * 150), "export.xml")
    assert (len(records.problems), records.problems[-1]) == (101, "et 50 autres notices non lues")


def test_a_format_that_is_not_read_says_which_to_ask_for() -> None:
    with pytest.raises(SourceError, match="demandez pmb_xml_unimarc"):
        read_records(oai("<mods><titleInfo><title>T</title></titleInfo></mods>"), "e.xml")


def test_a_type_of_document_is_said_in_words() -> None:
    fields = [*PMB[:4]]
    assert only(pmb_notice(fields, kind="a").encode()).notice.document_type == "texte imprimé"
    assert only(pmb_notice(fields, kind="x").encode()).notice.document_type is None
    article = only(pmb_notice([*fields, ("215", [("a", "p. 12-15")])], level="a").encode()).notice
    assert article.site_fields == (("Article en page(s)", "p. 12-15"),)


def test_losses_are_those_of_the_formats_only() -> None:
    assert LOSSES["unimarc"](NOTICE) == replace(LOSSES["pmb_xml"](NOTICE), descriptors=NOTICE.descriptors)
