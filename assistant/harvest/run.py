"""One harvest: list the records of a portal, keep them in its mirror, then download their files."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta
from pathlib import Path
from typing import TYPE_CHECKING

import httpx

from assistant.errors import OperationError, UsageError
from assistant.harvest.addresses import Gate, Resolver, addresses_of, allowed_host, portal_url
from assistant.harvest.attachments import Attachments, Counts, Failure
from assistant.harvest.listing import Listing, RecordCounts
from assistant.harvest.mirror import Mirror, Underway
from assistant.harvest.protocol import OaiError, OaiServer
from assistant.harvest.transport import Manners, Transport

if TYPE_CHECKING:
    from assistant.settings import Settings

BEST_PREFIX = "pmb_xml_unimarc"
PLAIN_PREFIX = "oai_dc"

OVERLAP = timedelta(days=1)
"""Read again before the last harvest: PMB dates its records by a local clock and writes them as universal time, so
those of a portal west of Greenwich would be missed. A record that has not changed costs nothing."""

LOSES = (
    f"Le portail n'offre pas {BEST_PREFIX} : moisson en {PLAIN_PREFIX}, qui perd les organismes auteurs, les fichiers"
    " joints, les mots-clés et le nom du thésaurus. Demandez à l'administrateur du portail d'ouvrir ce format."
)
NO_DELETIONS = (
    "Ce portail ne signale pas toutes les notices supprimées : lancez de temps en temps la moisson avec --full."
)
LISTED_NOTHING = (
    "Le portail ne liste plus aucune notice : celles qui avaient été moissonnées sont gardées. Si elles ont bien été"
    " supprimées, effacez le dossier de la moisson."
)
NOTHING = "Aucune notice reçue. Vérifiez l'adresse, --set et --from."
GAP = "--from vient après la dernière moisson : la prochaine repartira de celle-ci, pour ne rien manquer."

ProgressCallback = Callable[[str, int, int], None]
"""Called with what is being done, how much is done, and of how much (0 when it is not known)."""


@dataclass(frozen=True, slots=True)
class Request:
    """What to harvest: the server's address, a set, a first day ``AAAA-MM-JJ``, the files, and hosts let through."""

    url: str
    set: str | None = None
    date_from: str | None = None
    full: bool = False
    attachments: bool = True
    hosts: Sequence[str] = ()


@dataclass(slots=True)
class HarvestReport:
    """What came of a harvest. ``error`` says why it stopped before its end; what came before is kept."""

    url: str
    folder: Path
    set: str | None
    prefix: str | None = None
    date_from: str | None = None
    response_date: str | None = None
    resumed: bool = False
    error: str | None = None
    records: RecordCounts = field(default_factory=RecordCounts)
    files: Counts = field(default_factory=Counts)
    failures: list[Failure] = field(default_factory=list)
    warnings: list[str] = field(default_factory=list)

    @property
    def complete(self) -> bool:
        """True when the harvest went to its end."""
        return self.error is None


def check(request: Request, resolve: Resolver = addresses_of) -> Gate:
    """Refuse a request that cannot be right, before anything is opened or asked; gives the addresses it allows.

    Raises:
        UsageError: The address or an option is wrong.
    """
    if request.full and request.date_from:
        raise UsageError("--full et --from se contredisent. Retirez l'un des deux.")
    return Gate(portal_url(request.url), frozenset(allowed_host(host) for host in request.hosts), resolve)


def harvest(
    request: Request,
    settings: Settings,
    progress: ProgressCallback | None = None,
    *,
    manners: Manners | None = None,
    resolve: Resolver = addresses_of,
) -> HarvestReport:
    """Bring the mirror of a portal up to date.

    Args:
        request: What to harvest.
        settings: The data folder and the limits.
        progress: Told of each page and of each record whose files are downloaded.
        manners: How requests are made, by default as the settings say.
        resolve: Gives the addresses of a host.

    Returns:
        The report; its ``error`` is set when the harvest stopped after it had begun to list records.

    Raises:
        UsageError: The address or an option is wrong.
        OperationError: Another harvest is under way, or the portal gives no list at all.
    """
    gate = check(request, resolve)
    url = gate.portal
    mirror = Mirror(settings.data_dir, url, request.set, free_mb=settings.harvest_free_mb)
    manners = manners or Manners(settings.harvest_delay_s, settings.harvest_timeout_s, settings.harvest_retries)
    with _named_failure(), mirror.opened(), Transport(manners) as transport:
        run = _Harvest(request, url, mirror, OaiServer(url, transport, settings.harvest_page_mb), progress)
        run.records()
        if request.attachments and run.report.complete:
            run.files(Attachments(mirror, transport, gate, max_mb=settings.max_file_mb, again=request.full))
    return run.report


@contextmanager
def _named_failure() -> Iterator[None]:
    try:
        yield
    except UsageError:
        raise
    except OperationError as error:
        raise OperationError(f"Moisson impossible : {error}.") from None


class _Harvest:
    """One harvest of one mirror."""

    def __init__(
        self, request: Request, url: httpx.URL, mirror: Mirror, server: OaiServer, progress: ProgressCallback | None
    ) -> None:
        self.report = HarvestReport(str(url), mirror.folder, request.set)
        self._request = request
        self._mirror = mirror
        self._server = server
        self._tell = progress or (lambda *_: None)
        self._state = mirror.state()

    def records(self) -> None:
        """Read the list of records to its end, or as far as it goes."""
        self._tell("identité du portail", 0, 0)
        identity = self._server.identify()
        prefix = self._choose_prefix()
        underway = self._plan(prefix, to_the_second=identity.to_the_second)
        report = self.report
        report.prefix, report.date_from = prefix, underway.arguments.get("from")
        if identity.deleted_record != "persistent" and report.date_from:
            report.warnings.append(NO_DELETIONS)
        self._mirror.check_room()
        state = replace(self._state, url=report.url, set=report.set)
        listing = Listing(self._server, self._mirror, state, underway, report.records, self._tell)
        try:
            listing.read()
            self._conclude(listing, prefix)
        except OperationError as error:
            if not report.records.received and not underway.pages:
                raise
            report.error = str(error)

    def files(self, attachments: Attachments) -> None:
        """Download the files of the records."""
        self.report.files, self.report.failures = attachments.counts, attachments.failures
        names = self._mirror.names()
        try:
            for n, name in enumerate(names):
                self._tell("fichiers joints", n, len(names))
                attachments.of_record(name)
        except OperationError as error:
            self.report.error = str(error)

    def _choose_prefix(self) -> str:
        try:
            offered = self._server.formats()
        except OaiError:
            offered = ()
        if BEST_PREFIX in offered:
            return BEST_PREFIX
        self.report.warnings.append(LOSES)
        return PLAIN_PREFIX

    def _plan(self, prefix: str, *, to_the_second: bool) -> Underway:
        """The list to read: the one that was interrupted when it is the same, else a new one."""
        request, state = self._request, self._state
        changed_format = state.prefix not in (None, prefix)
        asked, full = request.date_from, request.full or changed_format
        known = state.underway
        wanted = (asked, full, prefix)
        if known and known.token and (known.asked_from, known.full, known.arguments.get("metadataPrefix")) == wanted:
            self.report.resumed = True
            return known
        arguments = {"metadataPrefix": prefix}
        first = asked or (None if full else default_from(state.response_date, to_the_second=to_the_second))
        if first:
            arguments["from"] = first
        if request.set:
            arguments["set"] = request.set
        self._mirror.forget_listed()
        return Underway(asked, full, arguments)

    def _conclude(self, listing: Listing, prefix: str) -> None:
        """The list was read whole: remove what it holds no more when it was asked for whole, and keep its date."""
        report, state, counts = self.report, self._state, self.report.records
        kept, listed = self._mirror.names(), self._mirror.listed()
        if listing.underway.full or (not state.response_date and "from" not in listing.underway.arguments):
            gone = [name for name in kept if name not in listed]
            if gone and not listed:
                report.warnings.append(LISTED_NOTHING)
            else:
                counts.no_longer_listed = sum(self._mirror.drop(name) for name in gone)
        if not kept:
            report.warnings.append(NOTHING)
        date = listing.underway.response_date or state.response_date
        if self._request.date_from and state.response_date and self._request.date_from > state.response_date[:10]:
            report.warnings.append(GAP)
            date = state.response_date
        report.response_date = date
        self._mirror.keep(
            replace(listing.state, prefix=prefix, response_date=date, counts=counts.as_dict(), underway=None)
        )


def default_from(response_date: str | None, *, to_the_second: bool) -> str | None:
    """The first date to ask for: a little before the last complete harvest, to the server's own precision."""
    if not response_date:
        return None
    try:
        date = datetime.fromisoformat(response_date) - OVERLAP
    except (ValueError, OverflowError):
        return None
    return f"{date:%Y-%m-%dT%H:%M:%SZ}" if to_the_second else f"{date:%Y-%m-%d}"
