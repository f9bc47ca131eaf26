"""The errors of the assistant, one tree.

    AssistantError
    ├── UsageError            wrong use: exit code 2
    │   ├── SettingsError     unknown setting or bad value
    │   └── MissingPathError  a path that does not exist
    └── OperationError        what was asked could not be done: exit code 1
        ├── IndexLockedError  another process is writing
        ├── StampError        the index was made with another model or chunker
        ├── CatalogueError    the catalogue cannot be opened
        ├── ModelError        a model cannot be loaded or does not answer
        └── SourceError       a file cannot be read (encrypted, broken, over a limit)

Messages are in French, since staff read them: the offending value, then the next step.
"""

from __future__ import annotations

import errno

_OS_REASONS = {
    errno.EACCES: "accès refusé",
    errno.EPERM: "opération interdite",
    errno.EROFS: "disque en lecture seule",
    errno.ENOSPC: "plus de place sur le disque",
    errno.EDQUOT: "quota de disque atteint",
    errno.ENOENT: "introuvable",
    errno.EEXIST: "un fichier porte déjà ce nom",
    errno.ENOTDIR: "ce n'est pas un dossier",
    errno.EISDIR: "c'est un dossier",
    errno.ENAMETOOLONG: "nom trop long",
    errno.ELOOP: "lien qui tourne en rond",
    errno.EMFILE: "trop de fichiers ouverts",
    errno.ENOMEM: "mémoire insuffisante",
    errno.EIO: "erreur de lecture du disque",
    errno.EADDRINUSE: "port déjà pris",
    errno.EADDRNOTAVAIL: "cette adresse n'est pas celle de cette machine",
}


class AssistantError(Exception):
    """Root of the tree. ``code`` is the stable name printed by ``--json``; ``exit_code`` that of the process."""

    code = "error"
    exit_code = 1


class UsageError(AssistantError):
    """The command or the question is wrong."""

    code = "usage"
    exit_code = 2


class SettingsError(UsageError):
    """A setting is unknown or its value is refused."""

    code = "bad_setting"


class MissingPathError(UsageError):
    """A path that was given does not exist."""

    code = "missing_path"


class OperationError(AssistantError):
    """What was asked could not be done."""

    code = "operation_failed"


class IndexLockedError(OperationError):
    """Another process is writing to the data folder."""

    code = "index_locked"


class StampError(OperationError):
    """The index was made with another model, other prompts or another chunker."""

    code = "stamp_mismatch"


class CatalogueError(OperationError):
    """The catalogue is damaged or of an unknown version."""

    code = "catalogue_unusable"


class ModelError(OperationError):
    """A model cannot be loaded, or does not answer."""

    code = "model_unavailable"


class SourceError(OperationError):
    """A file cannot be read; the rest of an ingestion goes on."""

    code = "file_refused"


def os_reason(error: OSError) -> str:
    """Why the system refused, in French for the usual causes."""
    return _OS_REASONS.get(error.errno or 0) or error.strerror or str(error)
