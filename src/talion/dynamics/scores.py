"""Scores of a forecast that is a set of draws."""

from __future__ import annotations

import numpy as np
import numpy.typing as npt

Floats = npt.NDArray[np.float64]


def crps(draws: Floats, seen: float) -> float:
    """Return the continuous ranked probability score: mean distance less half the spread.

    Example:
        >>> crps(np.array([3.0]), 5.0)
        2.0
        >>> crps(np.array([4.0, 6.0]), 5.0)
        0.5
    """
    x = np.sort(np.asarray(draws, dtype=float))
    n = len(x)
    rank = np.arange(1, n + 1)
    return float(np.abs(x - seen).mean() - ((2 * rank - n - 1) * x).sum() / n**2)


def pit(draws: Floats, seen: float) -> float:
    """Return where what was seen lies among the draws, from 0 to 1; ties count half.

    Example:
        >>> pit(np.array([1.0, 2.0, 2.0, 9.0]), 2.0)
        0.5
    """
    x = np.asarray(draws)
    return float(((x < seen).mean() + (x <= seen).mean()) / 2)


def covers(draws: Floats, seen: float, share: float = 0.9) -> bool:
    """Tell if the central interval of the draws holds what was seen.

    Example:
        >>> covers(np.arange(100.0), 50.0), covers(np.arange(100.0), 99.0)
        (True, False)
    """
    low, high = np.quantile(draws, [(1 - share) / 2, (1 + share) / 2])
    return bool(low <= seen <= high)
