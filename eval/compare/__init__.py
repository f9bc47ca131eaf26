"""Two runs over the same questions, side by side: which figures differ, by how much, and whether it is shown."""

from eval.compare.pairing import compare
from eval.compare.results import Change, Compared, Comparison, Side
from eval.compare.text import comparison_text

__all__ = ["Change", "Compared", "Comparison", "Side", "compare", "comparison_text"]
