"""The same chunks on an existing Dask cluster.

The workers need this version of Ischia; the protocol itself, packs included, is sent to them.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any

from ischia.population.simulation import Experiment, Run, Simulator, Tallies

TIMEOUT_S = 10


class ClusterError(Exception):
    """The cluster cannot be used; the text names the fault and the remedy."""


def on_cluster(address: str) -> Run:
    """Chunks spread over the workers of the scheduler at `address`.

    Raises `ClusterError` where Dask is not installed or nobody answers there.
    """

    def run(experiment: Experiment, firsts: Sequence[int]) -> Iterator[Tallies]:
        with _client(address) as client:
            sent = client.scatter(experiment, broadcast=True, hash=False)
            for future in client.map(_chunk, list(firsts), experiment=sent, pure=False):
                yield future.result()  # in their order, so that the sums are the same everywhere
                future.release()

    return run


def _client(address: str) -> Any:
    try:
        from distributed import Client
    except ModuleNotFoundError:
        raise ClusterError(
            "Dask is not installed. Remedy: pip install 'ischia[cluster]'."
        ) from None
    try:
        return Client(address, timeout=TIMEOUT_S, set_as_default=False)
    except (OSError, ValueError, TimeoutError) as error:
        raise ClusterError(
            f"--dask {address}: no cluster answers there ({error}). "
            "Remedy: give the address that its scheduler prints, such as tcp://10.0.0.5:8786."
        ) from None


_prepared: dict[tuple[object, ...], Simulator] = {}


def _chunk(first: int, experiment: Experiment) -> Tallies:
    """Run on a worker: make it ready once for each experiment, then live one chunk."""
    versions = (
        experiment.shipped.version,
        *(protocol.version for protocol in experiment.protocols),
    )
    key = (experiment.people, experiment.weeks, experiment.seed, versions)
    if key not in _prepared:
        _prepared.clear()
        _prepared[key] = Simulator(experiment)
    return _prepared[key].chunk(first)
