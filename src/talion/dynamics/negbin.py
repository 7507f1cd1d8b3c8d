"""Daily counts as negative binomial around a rate that past acts raise.

    y_t ~ NB2(λ_t, k),   λ_t = e_t · [exp(B_t β) + X_t a],   a ≥ 0

with variance λ + λ²/k. `B` is a spline with a penalty on its bends, `X` the
memories of past acts, `e` the reporting volume. Fisher scoring, with the
coefficients that would become negative held at zero.
"""

from __future__ import annotations

import math
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from talion.dynamics.spline import Basis

Floats = npt.NDArray[np.float64]

# From here on a negative binomial cannot be told from a Poisson.
POISSON = 1e4


@dataclass(frozen=True)
class Fit:
    """A fitted rate: coefficients, their covariance, and the fitted means."""

    base: Floats
    gains: Floats
    k: float
    loglik: float
    covariance: Floats
    mean: Floats
    freedom: float
    settled: bool

    @property
    def bic(self) -> float:
        """Return Schwarz's criterion with effective degrees of freedom."""
        return -2 * self.loglik + math.log(len(self.mean)) * self.freedom


def log_likelihood(y: Floats, mean: Floats, k: float) -> float:
    """Return the log-likelihood of counts under NB2.

    Example:
        >>> round(log_likelihood(np.array([0.0]), np.array([1.0]), 1.0), 4)
        -0.6931
    """
    return _of_table(np.unique(y, return_counts=True), y, mean, k)


def _of_table(
    table: tuple[Floats, npt.NDArray[np.intp]], y: Floats, mean: Floats, k: float
) -> float:
    """Return the log-likelihood given how often each count occurs."""
    base = math.lgamma(k)
    fixed = sum(
        c * (math.lgamma(v + k) - base - math.lgamma(v + 1))
        for v, c in zip(table[0].tolist(), table[1].tolist(), strict=True)
    )
    return float(
        fixed + (y * np.log(mean) - (y + k) * np.log(k + mean)).sum() + len(y) * k * math.log(k)
    )


def dispersion(y: Floats, mean: Floats) -> float:
    """Return the k of largest likelihood, `POISSON` if counts are no more uneven.

    Example:
        >>> y = np.random.default_rng(0).negative_binomial(2, 0.5, 5000).astype(float)
        >>> 1.7 < dispersion(y, np.full(5000, 2.0)) < 2.3
        True
    """
    table = np.unique(y, return_counts=True)
    low, high = math.log(0.02), math.log(POISSON)
    ratio = (math.sqrt(5) - 1) / 2
    a, b = high - ratio * (high - low), low + ratio * (high - low)
    fa, fb = (_of_table(table, y, mean, math.exp(v)) for v in (a, b))
    while high - low > 0.02:
        if fa > fb:
            high, b, fb = b, a, fa
            a = high - ratio * (high - low)
            fa = _of_table(table, y, mean, math.exp(a))
        else:
            low, a, fa = a, b, fb
            b = low + ratio * (high - low)
            fb = _of_table(table, y, mean, math.exp(b))
    return math.exp((low + high) / 2)


def fit(
    y: Floats,
    basis: Basis,
    drives: Floats,
    exposure: Floats | None = None,
    penalty: Floats | None = None,
    start: Fit | None = None,
    steps: int = 60,
    free_k: bool = True,
) -> Fit:
    """Fit the rate of *y* to a log-linear basis plus non-negative drives.

    With `free_k` false the unevenness stays that of `start`, which saves time
    where only the drives change.

    Example:
        >>> rng = np.random.default_rng(1)
        >>> x = rng.gamma(1.0, 1.0, 4000)
        >>> y = rng.poisson(0.5 + 0.3 * x).astype(float)
        >>> found = fit(y, Basis.of(np.ones((4000, 1))), x[:, None])
        >>> abs(float(found.gains[0]) - 0.3) < 0.05, abs(math.exp(found.base[0]) - 0.5) < 0.05
        (True, True)
    """
    model = _Model(
        y,
        basis,
        drives,
        np.ones(len(y)) if exposure is None else exposure,
        np.zeros((basis.size, basis.size)) if penalty is None else penalty,
    )
    m = basis.size
    x = np.concatenate(model.start() if start is None else (start.base, start.gains))
    k = 5.0 if start is None else start.k
    table = np.unique(y, return_counts=True)

    def height(x: Floats, mean: Floats, k: float) -> float:
        bend = 0.5 * float(x[:m] @ model.penalty @ x[:m])
        return _of_table(table, y, mean, k) - bend

    mean, grown = model.mean(x)
    value = height(x, mean, k)
    settled = False
    for step in range(steps):
        slope, info, _ = model.scores(x, mean, grown, k)
        move = _move(x, slope, info, m)
        size = 1.0 / max(1.0, float(np.abs(move[:m]).max(initial=0.0)) / 2)
        for _ in range(25):
            new = x + size * move
            new[m:] = np.maximum(new[m:], 0.0)
            new_mean, new_grown = model.mean(new)
            new_value = height(new, new_mean, k)
            if new_value >= value - 1e-9:
                break
            size *= 0.4
        gain = new_value - value
        x, mean, grown, value = new, new_mean, new_grown, new_value
        if not free_k:
            if gain < 1e-3:
                settled = True
                break
        elif step % 4 == 1 or gain < 1e-3:
            k_new = dispersion(y, mean)
            settled = gain < 1e-4 and abs(math.log(k_new / k)) < 0.05
            k = k_new
            value = height(x, mean, k)
            if settled:
                break
    _, info, plain = model.scores(x, mean, grown, k)
    inverse = np.linalg.inv(info + 1e-8 * np.trace(info) / len(info) * np.eye(len(info)))
    freedom = float(np.einsum("ij,ji->", inverse, plain)) + 1
    loglik = _of_table(table, y, mean, k)
    return Fit(x[:m], x[m:], k, loglik, inverse, mean, freedom, settled)


@dataclass(frozen=True)
class _Model:
    y: Floats
    basis: Basis
    drives: Floats
    exposure: Floats
    penalty: Floats

    def start(self) -> tuple[Floats, Floats]:
        level = max(float((self.y / self.exposure).mean()), 1e-3)
        beta = np.full(self.basis.size, 0.0)
        # Spline columns sum to one; of plain columns the first is the constant.
        beta[: max(self.basis.curves, 1)] = math.log(0.7 * level)
        count = max(1, self.drives.shape[1])
        return beta, 0.1 * level / np.maximum(self.drives.mean(0), 1e-9) / count

    def mean(self, x: Floats) -> tuple[Floats, Floats]:
        """Return the mean of each day, and the part of it that is not a drive."""
        m = self.basis.size
        grown = self.exposure * np.exp(np.clip(self.basis.at(x[:m]), -30, 20))
        driven = self.exposure * np.einsum("ij,j->i", self.drives, x[m:])
        return np.maximum(grown + driven, 1e-10), grown

    def scores(
        self, x: Floats, mean: Floats, grown: Floats, k: float
    ) -> tuple[Floats, Floats, Floats]:
        """Return the slope, the information, and the information without penalty."""
        m = self.basis.size
        weight = 1 / (mean + mean**2 / k)
        miss = weight * (self.y - mean)
        driven = self.exposure[:, None] * self.drives
        slope = np.concatenate(
            [
                self.basis.against(grown, miss[:, None])[:, 0] - self.penalty @ x[:m],
                np.einsum("ti,t->i", driven, miss),
            ]
        )
        cross = self.basis.against(weight * grown, driven)
        own = np.einsum("ti,tj->ij", weight[:, None] * driven, driven)
        plain = np.block([[self.basis.gram(weight * grown**2), cross], [cross.T, own]])
        info = plain.copy()
        info[:m, :m] += self.penalty
        return slope, info, plain


def _move(x: Floats, slope: Floats, info: Floats, m: int) -> Floats:
    """Return Newton's step, with gains that are zero and would fall held there."""
    free = np.ones(len(slope), dtype=bool)
    free[m:] = (x[m:] > 0) | (slope[m:] > 0)
    ridge = 1e-8 * float(np.trace(info)) / len(info) * np.eye(int(free.sum()))
    move = np.zeros(len(slope))
    move[free] = np.linalg.solve(info[np.ix_(free, free)] + ridge, slope[free])
    return move
