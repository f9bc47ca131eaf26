"""Texts and layout of the sample PDFs in ``corpus/protocoles``."""
