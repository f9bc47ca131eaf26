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
