"""Reading the list of records page by page, writing each page before the next is asked for."""

from __future__ import annotations

import hashlib
from collections.abc import Callable
from dataclasses import asdict, dataclass, replace

from assistant.errors import OperationError
from assistant.harvest.mirror import Mirror, State, Underway, record_name
from assistant.harvest.protocol import OaiError, OaiServer, Page

_MOST_EMPTY_PAGES = 20

_LOOP = (
    "le portail redonne une page déjà reçue (page {page} de la liste) : sa liste tourne en rond ; signalez-le à"
    " l'administrateur du portail"
)
_EXPIRED_AGAIN = (
    "le portail a refusé deux fois son jeton de reprise (page {page} de la liste) ; relancez plus tard, ou demandez à"
    " l'administrateur du portail d'allonger la durée des jetons"
)


@dataclass(slots=True)
class RecordCounts:
    """What became of the records."""

    received: int = 0
    new: int = 0
    changed: int = 0
    unchanged: int = 0
    deleted: int = 0
    no_longer_listed: int = 0

    def as_dict(self) -> dict[str, int]:
        """The counts by name."""
        return asdict(self)


class Listing:
    """The reading of one list. ``underway`` and ``state`` say how far it went, as written in the mirror."""

    def __init__(
        self,
        server: OaiServer,
        mirror: Mirror,
        state: State,
        underway: Underway,
        counts: RecordCounts,
        tell: Callable[[str, int, int], None],
    ) -> None:
        self.state = state
        self.underway = underway
        self._server = server
        self._mirror = mirror
        self._counts = counts
        self._tell = tell
        self._seen: set[bytes] = set()
        self._empty = 0

    def read(self) -> None:
        """Read the list to its end.

        A token that has expired begins the list again, once, beside the one left by an earlier harvest.

        Raises:
            OperationError: The portal, the network or the disk stopped it; what was written stays, and the next
                harvest goes on from there.
        """
        left_by_another = self.underway.token is not None
        restarts = 0
        while True:
            try:
                page = self._next_page()
            except OaiError as error:
                if error.name == "noRecordsMatch":
                    return
                if error.name != "badResumptionToken" or self.underway.token is None:
                    raise
                if restarts and not left_by_another:
                    number = self.underway.pages + 1
                    self._begin_again()
                    raise OperationError(_EXPIRED_AGAIN.format(page=number)) from None
                restarts += not left_by_another
                left_by_another = False
                self._begin_again()
                continue
            self._keep(page)
            if page.token is None:
                return

    def _next_page(self) -> Page:
        token = self.underway.token
        arguments = {"resumptionToken": token} if token else self.underway.arguments
        return self._server.records(arguments, self.underway.pages + 1)

    def _keep(self, page: Page) -> None:
        self._refuse_loop(page)
        self._mirror.check_room()
        names = []
        for record in page.records:
            name = record_name(record.identifier)
            self._counts.received += 1
            if record.deleted:
                self._counts.deleted += self._mirror.drop(name)
                continue
            names.append(name)
            written = self._mirror.put(name, record.xml)
            setattr(self._counts, written, getattr(self._counts, written) + 1)
        self._mirror.add_listed(names)
        self._note(
            replace(
                self.underway,
                response_date=self.underway.response_date or page.response_date,
                token=page.token,
                pages=self.underway.pages + 1,
            )
        )
        self._tell("notices", self._counts.received, max(page.total or 0, self._counts.received))

    def _refuse_loop(self, page: Page) -> None:
        """Stop a list that goes round: a token or a page that came before, or pages without records."""
        marks = [b"token " + page.token.encode()] if page.token else []
        if page.records:
            text = "\n".join(f"{record.identifier} {record.datestamp}" for record in page.records)
            marks.append(hashlib.sha256(text.encode()).digest())
        self._empty = 0 if page.records else self._empty + 1
        same_token = page.token is not None and page.token == self.underway.token
        if same_token or self._empty > _MOST_EMPTY_PAGES or not self._seen.isdisjoint(marks):
            number = self.underway.pages + 1
            self._begin_again()  # going on from this token would go round again
            raise OperationError(_LOOP.format(page=number))
        self._seen.update(marks)

    def _begin_again(self) -> None:
        self._seen.clear()
        self._mirror.forget_listed()
        self._note(replace(self.underway, token=None, pages=0, response_date=""))

    def _note(self, underway: Underway) -> None:
        self.underway = underway
        self.state = replace(self.state, underway=underway)
        self._mirror.keep(self.state)
