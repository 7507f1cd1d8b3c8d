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
    values, count = np.unique(y, return_counts=True)
    fixed = sum(
        int(c) * (math.lgamma(v + k) - math.lgamma(k) - math.lgamma(v + 1))
        for v, c in zip(values.tolist(), count, strict=True)
    )
    return float(fixed + (k * np.log(k / (k + mean)) + y * np.log(mean / (k + mean))).sum())


def dispersion(y: Floats, mean: Floats) -> float:
    """Return the k of largest likelihood, `POISSON` if counts are no more uneven.

    Example:
        >>> y = np.random.default_rng(0).negative_binomial(2, 0.5, 5000).astype(float)
        >>> 1.7 < dispersion(y, np.full(5000, 2.0)) < 2.3
        True
    """
    low, high = math.log(0.02), math.log(POISSON)
    ratio = (math.sqrt(5) - 1) / 2
    a, b = high - ratio * (high - low), low + ratio * (high - low)
    fa, fb = (log_likelihood(y, mean, math.exp(v)) for v in (a, b))
    while high - low > 0.02:
        if fa > fb:
            high, b, fb = b, a, fa
            a = high - ratio * (high - low)
            fa = log_likelihood(y, mean, math.exp(a))
        else:
            low, a, fa = a, b, fb
            b = low + ratio * (high - low)
            fb = log_likelihood(y, mean, math.exp(b))
    return math.exp((low + high) / 2)


def fit(
    y: Floats,
    basis: Floats,
    drives: Floats,
    exposure: Floats | None = None,
    penalty: Floats | None = None,
    start: Fit | None = None,
    steps: int = 60,
) -> Fit:
    """Fit the rate of *y* to a log-linear basis plus non-negative drives.

    Example:
        >>> rng = np.random.default_rng(1)
        >>> x = rng.gamma(1.0, 1.0, 4000)
        >>> y = rng.poisson(0.5 + 0.3 * x).astype(float)
        >>> found = fit(y, np.ones((4000, 1)), x[:, None])
        >>> abs(float(found.gains[0]) - 0.3) < 0.05, abs(math.exp(found.base[0]) - 0.5) < 0.05
        (True, True)
    """
    e = np.ones(len(y)) if exposure is None else exposure
    m = basis.shape[1]
    bend = np.zeros((m, m)) if penalty is None else penalty
    level = max(float((y / e).mean()), 1e-3)
    beta = start.base.copy() if start is not None else np.full(m, math.log(0.7 * level))
    gains = (
        start.gains.copy()
        if start is not None and len(start.gains) == drives.shape[1]
        else 0.1 * level / np.maximum(drives.mean(0), 1e-9) / max(1, drives.shape[1])
    )
    k = start.k if start is not None else 5.0
    mean, grown = _mean(beta, gains, basis, drives, e)
    value = log_likelihood(y, mean, k) - 0.5 * beta @ bend @ beta
    settled = False
    for step in range(steps):
        jacobian = np.concatenate([grown[:, None] * basis, e[:, None] * drives], axis=1)
        weight = 1 / (mean + mean**2 / k)
        slope = jacobian.T @ (weight * (y - mean))
        slope[:m] -= bend @ beta
        info = jacobian.T @ (weight[:, None] * jacobian)
        info[:m, :m] += bend
        free = np.ones(len(slope), dtype=bool)
        free[m:] = (gains > 0) | (slope[m:] > 0)
        move = np.zeros(len(slope))
        ridge = 1e-8 * np.trace(info) / len(info)
        move[free] = np.linalg.solve(
            info[np.ix_(free, free)] + ridge * np.eye(int(free.sum())), slope[free]
        )
        size = 1.0 / max(1.0, float(np.abs(move[:m]).max(initial=0.0)) / 2)
        for _ in range(25):
            new_beta = beta + size * move[:m]
            new_gains = np.maximum(gains + size * move[m:], 0.0)
            new_mean, new_grown = _mean(new_beta, new_gains, basis, drives, e)
            new = log_likelihood(y, new_mean, k) - 0.5 * new_beta @ bend @ new_beta
            if new >= value - 1e-9:
                break
            size *= 0.4
        gain = new - value
        beta, gains, mean, grown, value = new_beta, new_gains, new_mean, new_grown, new
        if step % 4 == 1 or gain < 1e-3:
            k_new = dispersion(y, mean)
            done = gain < 1e-4 and abs(math.log(k_new / k)) < 0.05
            k = k_new
            value = log_likelihood(y, mean, k) - 0.5 * beta @ bend @ beta
            if done:
                settled = True
                break
    return _finish(y, mean, grown, beta, gains, k, basis, drives, e, bend, settled)


def _mean(
    beta: Floats, gains: Floats, basis: Floats, drives: Floats, e: Floats
) -> tuple[Floats, Floats]:
    grown = e * np.exp(np.clip(basis @ beta, -30, 20))
    return np.maximum(grown + e * (drives @ gains), 1e-10), grown


def _finish(
    y: Floats, mean: Floats, grown: Floats, beta: Floats, gains: Floats, k: float,
    basis: Floats, drives: Floats, e: Floats, bend: Floats, settled: bool,
) -> Fit:  # fmt: skip
    m = len(beta)
    jacobian = np.concatenate([grown[:, None] * basis, e[:, None] * drives], axis=1)
    weight = 1 / (mean + mean**2 / k)
    plain = jacobian.T @ (weight[:, None] * jacobian)
    info = plain.copy()
    info[:m, :m] += bend
    ridge = 1e-8 * np.trace(info) / len(info) * np.eye(len(info))
    inverse = np.linalg.inv(info + ridge)
    freedom = float(np.trace(inverse @ plain)) + 1
    return Fit(
        beta, gains, k, log_likelihood(y, mean, k), inverse, mean, freedom, settled
    )
