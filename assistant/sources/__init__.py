"""Reading what is brought: a file becomes a ``Document`` (pages, blocks) and, for a notice, a ``Notice``."""
