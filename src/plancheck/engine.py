"""Spreads work on many files: over this process, over several, or over a Dask cluster; the results come in the order of the files.

One file never takes others with it: when a worker dies over a file, that file is told as unreadable and the rest goes on.
"""

from __future__ import annotations

import itertools
import os
import signal
import threading
from collections import deque
from typing import TYPE_CHECKING, Any, TypeVar

from plancheck.errors import ConfigError, told

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator
    from concurrent.futures import Future, ProcessPoolExecutor
    from pathlib import Path

    from plancheck.settings import Options

    Batch = tuple[Path, ...]

T = TypeVar("T")
_BATCH = 16
_LAST_MOMENT = 2.0  # seconds
_AHEAD = 4  # batches under way for each worker: enough to keep it busy, few enough to keep memory flat
_DASK = "dask"
_MOST_WORKERS = 61  # what Windows can wait for at once
_CONNECT = "8s"


def spread(
    paths: Iterable[Path], work: Callable[[Batch], tuple[T, ...]], options: Options, died: Callable[[Path, str], T]
) -> Iterator[T]:
    """What `work` makes of every path, in order; it is given a few paths at once and must be able to travel to another process.

    `died` makes the result of a file over which a worker was lost, from the path and the reason in words. Raises what `work` raises, and
    ConfigError for an engine that is not there.
    """
    if options.engine.partition(":")[0] == _DASK:
        return _over_dask(_batches(paths), work, options, died)
    if options.jobs > 1:
        return _over_processes(_batches(paths), work, options.jobs, died)
    return itertools.chain.from_iterable(work((path,)) for path in paths)


def _batches(paths: Iterable[Path]) -> Iterator[Batch]:
    rest = iter(paths)
    while batch := tuple(itertools.islice(rest, _BATCH)):
        yield batch


def _worker() -> None:
    """What a worker process does first: Ctrl-C is for the process that the user started, and when that one is killed its workers end."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    threading.Thread(target=_outlive_nobody, daemon=True).start()


def _outlive_nobody() -> None:
    import multiprocessing
    from multiprocessing.connection import wait

    parent = multiprocessing.parent_process()
    if parent is not None:
        wait([parent.sentinel])
        os._exit(1)


def _pool(workers: int) -> ProcessPoolExecutor:
    import multiprocessing
    from concurrent.futures import ProcessPoolExecutor

    # A fresh interpreter on every system: what a worker knows does not depend on what its parent happened to have loaded.
    return ProcessPoolExecutor(min(workers, _MOST_WORKERS), mp_context=multiprocessing.get_context("spawn"), initializer=_worker)


def _over_processes(
    batches: Iterator[Batch], work: Callable[[Batch], tuple[T, ...]], jobs: int, died: Callable[[Path, str], T]
) -> Iterator[T]:
    from concurrent.futures.process import BrokenProcessPool

    pool = _pool(jobs)
    waiting: deque[tuple[Batch, Future[tuple[T, ...]]]] = deque()
    taken: list[Batch] = []
    try:
        while True:
            try:
                taken.extend(itertools.islice(batches, jobs * _AHEAD - len(waiting) - len(taken)))
                while taken:
                    waiting.append((taken[0], pool.submit(work, taken[0])))
                    del taken[0]
                if not waiting:
                    break
                done = waiting[0][1].result()
            except BrokenProcessPool:
                pool.shutdown(wait=False, cancel_futures=True)
                again = itertools.chain(*(batch for batch, _ in waiting), *taken)
                waiting.clear()
                taken = []
                yield from _one_by_one(again, work, died)
                pool = _pool(jobs)
            else:
                waiting.popleft()
                yield from done
    except BaseException:
        _stop(pool)
        raise
    pool.shutdown()


def _stop(pool: ProcessPoolExecutor) -> None:
    """End the workers now: what they have under way is of no use any more.

    The thread that watches them is given a moment to end: else Python, ending too, may wake it by a pipe that it is just closing.
    """
    processes = list((pool._processes or {}).values())  # noqa: SLF001 - the executor has no public way before Python 3.14
    watching: Any = getattr(pool, "_executor_manager_thread", None)
    pool.shutdown(wait=False, cancel_futures=True)
    for process in processes:
        process.terminate()
    if watching is not None:
        watching.join(_LAST_MOMENT)


def _one_by_one(paths: Iterable[Path], work: Callable[[Batch], tuple[T, ...]], died: Callable[[Path, str], T]) -> Iterator[T]:
    """Files after a worker has died: each alone in a worker, to find the one that kills it."""
    from concurrent.futures.process import BrokenProcessPool

    pool = _pool(1)
    try:
        for path in paths:
            try:
                yield from pool.submit(work, (path,)).result()
            except BrokenProcessPool:
                pool.shutdown(wait=False)
                yield died(path, _lost(path))
                pool = _pool(1)
    except BaseException:
        _stop(pool)
        raise
    pool.shutdown()


def _lost(path: Path) -> str:
    return told("{path}: tiến trình đọc tệp này bị dừng đột ngột (hết bộ nhớ?); hãy kiểm tra riêng tệp này", path=path)


def _over_dask(
    batches: Iterator[Batch], work: Callable[[Batch], tuple[T, ...]], options: Options, died: Callable[[Path, str], T]
) -> Iterator[T]:
    """`dask` is a cluster on this machine, `dask:ADDRESS` that of a scheduler; its workers must see the same files.

    Dask itself gives the work of a worker that died to another one.
    """
    try:
        from distributed import Client, KilledWorker, LocalCluster
    except ImportError:
        raise ConfigError('chưa cài Dask; cài bằng: pip install "plancheck[dask]"') from None

    address = options.engine.partition(":")[2]
    cluster: Any = None
    if not address:
        cluster = LocalCluster(n_workers=options.jobs, threads_per_worker=1, dashboard_address=None)  # type: ignore[no-untyped-call]
    try:
        client = Client(address or cluster, set_as_default=False, timeout=_CONNECT)  # type: ignore[no-untyped-call]
    except (OSError, ValueError) as error:
        raise ConfigError("không nối được cụm Dask {address} ({why})", address=address, why=str(error)) from None
    try:
        with client:
            ahead = max(1, len(client.scheduler_info()["workers"])) * _AHEAD
            waiting = deque((b, client.submit(work, b, pure=False)) for b in itertools.islice(batches, ahead))
            while waiting:
                batch, future = waiting.popleft()
                try:
                    yield from future.result()
                except KilledWorker:
                    yield from (died(path, _lost(path)) for path in batch)
                waiting.extend((b, client.submit(work, b, pure=False)) for b in itertools.islice(batches, 1))
    finally:
        if cluster is not None:
            cluster.close()
