"""Cubic splines over days, with a penalty on their bends."""

from __future__ import annotations

import numpy as np
import numpy.typing as npt

Floats = npt.NDArray[np.float64]


def cubic_basis(days: int, knot_every: int) -> Floats:
    """Return a days × m matrix of uniform cubic B-splines that sum to one.

    Example:
        >>> basis = cubic_basis(100, 30)
        >>> basis.shape, bool(np.allclose(basis.sum(1), 1))
        ((100, 7), True)
    """
    pieces = max(1, -(-days // knot_every))
    place = np.arange(days) / max(days, 1) * pieces
    piece = np.minimum(place.astype(int), pieces - 1)
    u = place - piece
    values = (
        np.stack(
            [(1 - u) ** 3, 3 * u**3 - 6 * u**2 + 4, -3 * u**3 + 3 * u**2 + 3 * u + 1, u**3], axis=1
        )
        / 6
    )
    basis = np.zeros((days, pieces + 3))
    for j in range(4):
        basis[np.arange(days), piece + j] = values[:, j]
    return basis


def bend_penalty(size: int) -> Floats:
    """Return D'D of second differences: zero for a straight line.

    Example:
        >>> line = np.arange(6.0)
        >>> float(line @ bend_penalty(6) @ line)
        0.0
    """
    if size < 3:
        return np.zeros((size, size))
    second = np.diff(np.eye(size), n=2, axis=0)
    penalty: Floats = second.T @ second
    return penalty
