"""In what language a question is written: its script, then the function words that it holds.

A rule of our own and no library: a question has a dozen words, on which statistical detectors of n-grams are at their
worst, and only one decision is wanted here, French or not. The words below are the most frequent function words and
question words of each language, folded; a word that two of them share counts for both. A doubt goes to French.
"""

from __future__ import annotations

from assistant.text import tokens

FRENCH = "français"

_SCRIPTS = (
    ("arabe", 0x0600, 0x06FF),
    ("russe", 0x0400, 0x04FF),
    ("grec", 0x0370, 0x03FF),
    ("géorgien", 0x10A0, 0x10FF),
    ("arménien", 0x0530, 0x058F),
    ("hébreu", 0x0590, 0x05FF),
    ("tigrinya ou amharique", 0x1200, 0x137F),
    ("hindi", 0x0900, 0x097F),
    ("bengali", 0x0980, 0x09FF),
    ("tamoul", 0x0B80, 0x0BFF),
    ("thaï", 0x0E00, 0x0E7F),
    ("coréen", 0xAC00, 0xD7AF),
    ("japonais", 0x3040, 0x30FF),
    ("chinois", 0x4E00, 0x9FFF),
)
"""A script, by its first and last code points (Unicode), and the language that most often uses it here."""

_LETTERS = (("arabe", "پچژگکی", "persan"), ("russe", "іїєґ", "ukrainien"), ("russe", "ўџђћљњ", "serbe ou bélarusse"))
"""Letters that tell a language from another one of its script."""

_WORDS = {
    FRENCH: "le la les un une des du de et est sont a ont qui que quoi quel quelle quels quelles combien comment ou "
    "quand pourquoi dans pour par sur avec en au aux ce cette ces son sa ses il elle ils elles y se ne pas plus "
    "d l qu c j n s je tu nous vous faut peut doit quelles est-ce me mon ma mes votre vos leur leurs donne moi",
    "anglais": "the of and is are was were what which who whom how many much when where why does do did has have can "
    "could should would to in for with by about this that these those it its there be i you my your from at an on",
    "espagnol": "el los las una unos del y es son que cual cuales cuando donde como cuanto cuantos cuanta cuantas "
    "quien quienes por para con hay esta estan tiene tienen se su sus al en este puedo puede mi me lo ha han fue",
    "portugais": "o os as uma uns do dos da das e sao que qual quais quando onde como quanto quantos quanta quantas "
    "quem por para com ha tem esta estao no na nos nas se seu sua ao em este posso pode meu minha foi",
    "allemand": "der die das den dem des ein eine einen und ist sind war was wer wie wann wo warum welche welcher "
    "welches wieviel viele wird werden hat haben kann im in zu zur zum mit fur von auf nicht ich sie es gibt",
    "italien": "il lo gli i uno una di del della dei delle e sono che chi quale quali quando dove come quanto quanti "
    "quanta quante perche per con nel nella c si al posso ha hanno mio questa questo",
    "roumain": "si este sunt care cine cand unde cum cat cati cate pentru cu din la un o pe ce are in de sa pot mea",
    "turc": "ve bir bu ne kim nasil nerede kac hangi icin ile mi mu var nedir midir kadar olan da neden",
    "polonais": "i w na jest sa co kto jak kiedy gdzie ile dlaczego dla z do czy ktory ktore jaki jakie sie nie to od",
    "albanais": "dhe eshte jane cfare kush si kur ku sa per me ne te nje nga qe cili cilat",
}
_SETS = {name: frozenset(words.split()) for name, words in _WORDS.items()}

_SHORTEST = 2
"""Function words that another language must show, and more than French does."""


def language_of(question: str) -> str:
    """The French name of the language of a question; ``FRENCH`` when nothing says otherwise.

    >>> language_of("How many commitments are in the agreement?")
    'anglais'
    """
    script = _script(question)
    if script:
        return script
    words = tokens(question)
    counts = {name: sum(word in known for word in words) for name, known in _SETS.items()}
    marked = any(character in question for character in "¿¡")
    best = max(counts, key=lambda name: (counts[name], name == FRENCH))
    if marked and counts["espagnol"] >= counts[FRENCH]:
        return "espagnol"
    enough = counts[best] >= _SHORTEST and counts[best] > counts[FRENCH]
    return best if enough and best != FRENCH else FRENCH


def _script(question: str) -> str:
    """The language of the script that most of the letters are of; empty for the Latin one."""
    letters = [character for character in question.lower() if character.isalpha()]
    for name, first, last in _SCRIPTS:
        if 2 * sum(first <= ord(character) <= last for character in letters) > len(letters):
            told = (other for script, marks, other in _LETTERS if script == name and set(marks) & set(letters))
            return next(told, name)
    return ""
