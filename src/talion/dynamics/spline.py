"""Regression bases over days: cubic splines with a penalty on bends, and plain columns.

A spline column is zero but for four pieces, so sums over days are taken piece by
piece. That is faster than a dense product, and does not set several threads to
work on a small matrix, which on a busy machine costs more than the sums.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

Floats = npt.NDArray[np.float64]


@dataclass(frozen=True)
class Basis:
    """Spline columns (possibly none) followed by plain columns, one row per day."""

    piece: npt.NDArray[np.intp]
    values: Floats
    pieces: int
    plain: Floats

    @classmethod
    def of(cls, plain: Floats) -> Basis:
        """Return a basis of plain columns alone.

        Example:
            >>> Basis.of(np.ones((5, 1))).size
            1
        """
        return cls(np.zeros(len(plain), dtype=np.intp), np.zeros((len(plain), 0)), 0, plain)

    @classmethod
    def cubic(cls, days: int, knot_every: int, plain: Floats | None = None) -> Basis:
        """Return uniform cubic B-splines, which sum to one, before the plain columns.

        Example:
            >>> basis = Basis.cubic(100, 30)
            >>> basis.size, bool(np.allclose(basis.at(np.ones(7)), 1))
            (7, True)
        """
        pieces = max(1, -(-days // knot_every))
        place = np.arange(days) / max(days, 1) * pieces
        piece = np.minimum(place.astype(np.intp), pieces - 1)
        u = place - piece
        cubes = ((1 - u) ** 3, 3 * u**3 - 6 * u**2 + 4, -3 * u**3 + 3 * u**2 + 3 * u + 1, u**3)
        values = np.stack(cubes, axis=1) / 6
        return cls(piece, values, pieces, np.zeros((days, 0)) if plain is None else plain)

    @property
    def curves(self) -> int:
        """Return the number of spline columns."""
        return self.pieces + 3 if self.pieces else 0

    @property
    def size(self) -> int:
        """Return the number of columns."""
        return self.curves + int(self.plain.shape[1])

    def at(self, beta: Floats) -> Floats:
        """Return the value on each day of the combination *beta*."""
        out = np.einsum("ij,j->i", self.plain, beta[self.curves :])
        for j in range(self.values.shape[1]):
            out = out + self.values[:, j] * beta[self.piece + j]
        return np.asarray(out)

    def gram(self, weight: Floats) -> Floats:
        """Return B' diag(weight) B."""
        out = np.zeros((self.size, self.size))
        c = self.curves
        row = np.arange(self.pieces)
        for j in range(self.values.shape[1]):
            for k in range(j, 4):
                total = self._by_piece((weight * self.values[:, j] * self.values[:, k])[:, None])
                out[row + j, row + k] += total[:, 0]
                if k > j:
                    out[row + k, row + j] += total[:, 0]
        cross = self.against(weight, self.plain)
        out[:, c:] = cross
        out[c:, :] = cross.T
        return out

    def against(self, weight: Floats, columns: Floats) -> Floats:
        """Return B' diag(weight) X for a matrix X of few columns."""
        weighted = weight[:, None] * columns
        out = np.zeros((self.size, columns.shape[1]))
        row = np.arange(self.pieces)
        for j in range(self.values.shape[1]):
            out[row + j] += self._by_piece(self.values[:, j, None] * weighted)
        out[self.curves :] = np.einsum("ti,tj->ij", self.plain, weighted)
        return out

    def _by_piece(self, columns: Floats) -> Floats:
        starts = np.searchsorted(self.piece, np.arange(self.pieces))
        return np.asarray(np.add.reduceat(columns, starts, axis=0))

    def rows(self, keep: npt.NDArray[np.bool_]) -> Basis:
        """Return a basis of plain columns on the days to keep.

        Example:
            >>> Basis.of(np.ones((3, 1))).rows(np.array([True, False, True])).plain.shape
            (2, 1)
        """
        if self.pieces:
            raise ValueError("only a basis without splines can be cut to some days")
        return Basis.of(self.plain[keep])


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
