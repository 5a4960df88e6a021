"""Spreads the checking of many files: over this process, over several, or over a Dask cluster; the reports come in the order of the files.

One file never takes others with it: when a worker dies over a file, that file is told as unreadable and the rest goes on.
"""

from __future__ import annotations

import itertools
import signal
from collections import deque
from typing import TYPE_CHECKING

from plancheck.checker import Checker
from plancheck.errors import ConfigError, told
from plancheck.model.finding import FileReport
from plancheck.results import ResultStore

if TYPE_CHECKING:
    from collections.abc import Generator, Iterable, Iterator
    from concurrent.futures import Future, ProcessPoolExecutor
    from pathlib import Path

    from plancheck.settings import Options

    Batch = tuple[Path, ...]
    Done = tuple[FileReport, ...]

_BATCH = 16
_AHEAD = 4  # batches under way for each worker: enough to keep it busy, few enough to keep memory flat
_DASK = "dask"


def reports(paths: Iterable[Path], options: Options) -> Iterator[FileReport]:
    """A report for every path, in order. Raises ConfigError, RuleError, and ConfigError for an engine that is not there."""
    if options.engine.partition(":")[0] == _DASK:
        yield from _spread_by_dask(paths, options)
    elif options.jobs > 1:
        yield from _spread(_batches(paths), options)
    else:
        with_store = ResultStore.open(options.today) if options.cache else None
        checker = Checker(options, with_store)
        for number, path in enumerate(paths, start=1):
            yield checker.report(path)
            if with_store is not None and number % _BATCH == 0:
                with_store.commit()
        if with_store is not None:
            with_store.close()


def _batches(paths: Iterable[Path]) -> Iterator[Batch]:
    rest = iter(paths)
    while batch := tuple(itertools.islice(rest, _BATCH)):
        yield batch


def run_batch(batch: Batch, options: Options) -> Done:
    """The reports of a few files: what a worker process does."""
    store = ResultStore.open(options.today) if options.cache else None
    checker = Checker(options, store)
    done = tuple(checker.report(path) for path in batch)
    if store is not None:
        store.close()
    return done


def _quiet() -> None:
    """Ctrl-C is for the process that the user started; it stops its workers itself."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)


def _pool(workers: int) -> ProcessPoolExecutor:
    import multiprocessing
    from concurrent.futures import ProcessPoolExecutor

    # A fresh interpreter on every system: what a worker knows does not depend on what its parent happened to have loaded.
    return ProcessPoolExecutor(workers, mp_context=multiprocessing.get_context("spawn"), initializer=_quiet)


def _spread(batches: Iterator[Batch], options: Options) -> Generator[FileReport, None, None]:
    from concurrent.futures.process import BrokenProcessPool

    pool = _pool(options.jobs)
    waiting: deque[tuple[Batch, Future[Done]]] = deque()
    try:
        while True:
            for batch in itertools.islice(batches, options.jobs * _AHEAD - len(waiting)):
                waiting.append((batch, pool.submit(run_batch, batch, options)))
            if not waiting:
                break
            first, future = waiting.popleft()
            try:
                yield from future.result()
            except BrokenProcessPool:
                pool.shutdown(wait=False, cancel_futures=True)
                again = itertools.chain(first, *(batch for batch, _ in waiting))
                waiting.clear()
                yield from _one_by_one(again, options)
                pool = _pool(options.jobs)
    except BaseException:
        _stop(pool)
        raise
    pool.shutdown()


def _stop(pool: ProcessPoolExecutor) -> None:
    """End the workers now: what they have under way is of no use any more."""
    processes = list((pool._processes or {}).values())  # noqa: SLF001 - the executor has no public way before Python 3.14
    pool.shutdown(wait=False, cancel_futures=True)
    for process in processes:
        process.terminate()


def _one_by_one(paths: Iterable[Path], options: Options) -> Iterator[FileReport]:
    """Files after a worker has died: each alone in a worker, to find the one that kills it."""
    from concurrent.futures.process import BrokenProcessPool

    pool = _pool(1)
    for path in paths:
        try:
            yield from pool.submit(run_batch, (path,), options).result()
        except BrokenProcessPool:
            pool.shutdown(wait=False)
            yield _died(path)
            pool = _pool(1)
    pool.shutdown()


def _died(path: Path) -> FileReport:
    why = told("{path}: tiến trình đọc tệp này bị dừng đột ngột (hết bộ nhớ?); hãy kiểm tra riêng tệp này", path=path)
    return FileReport(str(path), error=why)


def _spread_by_dask(paths: Iterable[Path], options: Options) -> Iterator[FileReport]:
    """`dask` is a cluster on this machine, `dask:ADDRESS` that of a scheduler; its workers must see the same files.

    Dask itself gives the work of a worker that died to another one.
    """
    try:
        from distributed import Client, KilledWorker, LocalCluster
    except ImportError:
        raise ConfigError('chưa cài Dask; cài bằng: pip install "plancheck[dask]"') from None

    address = options.engine.partition(":")[2]
    cluster = None if address else LocalCluster(n_workers=options.jobs, threads_per_worker=1, dashboard_address=None)  # type: ignore[no-untyped-call]
    try:
        with Client(address or cluster, set_as_default=False) as client:  # type: ignore[no-untyped-call]
            batches = _batches(paths)
            ahead = max(1, len(client.scheduler_info()["workers"])) * _AHEAD
            waiting = deque((b, client.submit(run_batch, b, options, pure=False)) for b in itertools.islice(batches, ahead))
            while waiting:
                batch, future = waiting.popleft()
                try:
                    yield from future.result()
                except KilledWorker:
                    yield from map(_died, batch)
                waiting.extend((b, client.submit(run_batch, b, options, pure=False)) for b in itertools.islice(batches, 1))
    finally:
        if cluster is not None:
            cluster.close()
