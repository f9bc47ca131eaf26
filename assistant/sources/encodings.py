"""The character set of a file: told by a mark, by its content, by what it announces, in that order."""

from __future__ import annotations

import codecs
import re
import unicodedata
from collections.abc import Callable

_BOMS = ((codecs.BOM_UTF8, "utf-8"), (codecs.BOM_UTF16_LE, "utf-16-le"), (codecs.BOM_UTF16_BE, "utf-16-be"))
_META_CHARSET = re.compile(rb"<meta[^>]+charset\s*=\s*[\"']?\s*([A-Za-z0-9_:-]+)", re.IGNORECASE)
_XML_CHARSET = re.compile(rb"^\s*<\?xml[^>]+encoding\s*=\s*[\"']([A-Za-z0-9_:-]+)", re.IGNORECASE)
_DECLARATIONS = 4096
_LATIN = {"iso8859-1", "cp1252"}
_SETS = ("iso8859", "cp", "mac", "koi8", "gb", "big5", "shift_jis", "euc")
_UTF8_SEQUENCE = re.compile(rb"[\xc2-\xdf][\x80-\xbf]|[\xe0-\xef][\x80-\xbf]{2}|[\xf0-\xf4][\x80-\xbf]{3}")
_HIGH = re.compile(rb"[\x80-\xff]")
_C1 = {code: bytes([code]).decode("cp1252", "ignore") for code in range(0x80, 0xA0)} | {0x88: "", 0x98: ""}
_ARTICLE = re.compile("\x88([^\x88\x89]{0,60})\x89|\x98([^\x98\x9c]{0,60})\x9c")
_NOT_SORTED = re.compile(rb"\x88([^\x88\x89\x1e\x1d]{0,60})\x89")

_ACCENTS_5426 = {0xC1: "\u0300", 0xC2: "\u0301", 0xC3: "\u0302", 0xC4: "\u0303", 0xC8: "\u0308", 0xC9: "\u0308"} | {
    0xCA: "\u030a", 0xCF: "\u030c", 0xD0: "\u0327",
}  # fmt: skip
_LETTERS_5426 = {
    0xA1: "¡", 0xA2: "„", 0xA3: "£", 0xA4: "$", 0xA7: "§", 0xA9: "‘", 0xAA: "“", 0xAB: "«", 0xB0: "ʿ", 0xB3: "’",
    0xB9: "’", 0xBA: "”", 0xBB: "»", 0xE1: "Æ", 0xEA: "Œ", 0xE9: "Ø", 0xF1: "æ", 0xFA: "œ", 0xF9: "ø", 0xFB: "ß",
}  # fmt: skip
_FRENCH_5426 = re.compile(rb"[\xc1\xc2\xc3\xc8\xc9][aeiouyAEIOUY]|\xd0[cC]")


def decode(data: bytes) -> str:
    """Text of a file whose character set is not known.

    A byte order mark decides; else strict UTF-8, which text in another set practically never passes (a page re-saved
    as UTF-8 often still announces ISO-8859-1); else, where most characters are well-formed UTF-8, UTF-8 with the
    bytes that are not read as cp1252 (a record of another set pasted in, a file cut in a character); else the
    set that the file announces; else cp1252, of which ISO-8859-1 text is a part (WHATWG Encoding Standard, 4.2).
    """
    for mark, name in _BOMS:
        if data.startswith(mark):
            return data[len(mark) :].decode(name, errors="replace")
    if _is_utf8(data) or _is_damaged_utf8(data):
        return _decode_utf8(data)
    name = _announced(data) or "cp1252"
    return data.decode(name, errors="as_cp1252" if name == "cp1252" else "replace")


def unimarc_decoder(data: bytes, label: str, charset: str) -> Callable[[bytes], str]:
    """What decodes the values of one ISO 2709 record.

    The content decides before what is declared: PMB announces ISO 5426 (« 03 ») over ISO-8859-1 text, and a file
    re-saved as UTF-8 keeps its old declaration.

    Args:
        data: The bytes of the whole record, which tell the set.
        label: Its label, whose position 9 is « a » for UTF-8 in records made after MARC 21.
        charset: Positions 26-29 of its field 100 (« 50 » is UTF-8, « 03 » is ISO 5426).
    """
    announced = {charset[:2], charset[2:4]}
    if _is_utf8(data) or _is_damaged_utf8(data):
        return _decode_utf8
    if ("50" in announced or label[9:10] == "a") and _UTF8_SEQUENCE.search(data):
        return _decode_utf8
    if "03" in announced and _is_iso5426(data):
        return _decode_iso5426
    return _decode_cp1252


def plain_characters(text: str) -> str:
    r"""Text without the control characters of ISO 6630 that libraries put around an article (« \\x98Le\\x9c titre »).

    The other codes from U+0080 to U+009F are those of cp1252 that somebody took for ISO-8859-1: they become the
    quotes and dashes that were meant.
    """
    if text.isascii():
        return text
    return unicodedata.normalize("NFC", _ARTICLE.sub(r"\1\2", text).translate(_C1))


def _is_utf8(data: bytes) -> bool:
    try:
        data.decode("utf-8")
    except UnicodeDecodeError:
        return False
    return True


def _decode_utf8(data: bytes) -> str:
    return data.decode("utf-8", errors="as_cp1252")


def _decode_cp1252(data: bytes) -> str:
    return _NOT_SORTED.sub(rb"\1", data).decode("cp1252", errors="as_cp1252")


def _is_damaged_utf8(data: bytes) -> bool:
    """True where most characters are well-formed: text in another set practically never has one such sequence."""
    characters = _UTF8_SEQUENCE.findall(data)
    strays = len(_HIGH.findall(data)) - sum(map(len, characters))
    return len(characters) >= max(strays, 1)


def _is_iso5426(data: bytes) -> bool:
    """Accents before their letter, and none of the small letters with an accent of ISO-8859-1."""
    marked = len(_FRENCH_5426.findall(data))
    small = sum(1 for byte in data if 0xE0 <= byte <= 0xFF and byte not in _LETTERS_5426)
    return marked > small


def _decode_iso5426(data: bytes) -> str:
    parts: list[str] = []
    accent = ""
    for byte in _NOT_SORTED.sub(rb"\1", data):
        if byte in _ACCENTS_5426:
            accent = _ACCENTS_5426[byte]
            continue
        parts.append(_LETTERS_5426.get(byte, chr(byte) if byte < 0x80 else "\ufffd") + accent)
        accent = ""
    return unicodedata.normalize("NFC", "".join(parts))


def _announced(data: bytes) -> str | None:
    head = data[:_DECLARATIONS]
    match = _META_CHARSET.search(head) or _XML_CHARSET.search(head)
    if match is None:
        return None
    try:
        name = codecs.lookup(match.group(1).decode("ascii")).name
    except LookupError:
        return None
    # The web reads ISO-8859-1 as cp1252, UTF-8 has just failed, and « rot13 » is a codec but no character set.
    return name if name.startswith(_SETS) and name not in _LATIN else None


def _as_cp1252(error: UnicodeError) -> tuple[str, int]:
    if not isinstance(error, UnicodeDecodeError):
        raise error
    raw = error.object[error.start : error.end]
    return "".join(bytes([byte]).decode("cp1252", "ignore") or "\ufffd" for byte in raw), error.end


codecs.register_error("as_cp1252", _as_cp1252)
