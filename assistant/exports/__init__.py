"""An answer with its sources as a file: Markdown, Word, LibreOffice, RIS, BibTeX, and plain text for a mail."""
