"""The reaction test: does one side answer the other, or do both follow a third thing?

Two statistics, each valid when both sides share hidden drivers:

* *direction*: the likelihood ratio of an answer over a model in which the two
  sides share drivers, couple on the same day, excite themselves and answer each
  other equally. Only what turns the phase of the cross-spectrum counts.
* *excess*: acts after the other side's acts, beyond what the persistence of both
  sides allows. A driver that moves both sides also makes each side persistent,
  at least as much (Cauchy-Schwarz); an answer need not.

Neither side's own dynamics, nor an answer the other way, raises them.
"""

from __future__ import annotations

import math
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from talion.dynamics.spectrum import ANSWER_HALF_LIFE, SharedDriver, periodogram

Floats = npt.NDArray[np.float64]

# Windows (days) of the moving mean taken out first; short enough to lose season
# and coverage drift, long enough to keep a driver of 60 days symmetric.
DIRECTION_WINDOW, EXCESS_WINDOW = 181, 91
BLOCK = 60
# The two statistics correlate by about .3 without answers, so their sum has a
# standard deviation of 1.6; the best of the three counts as 2.5 tests
# (benchmarks/reaction_size_power.py holds the sizes this gives).
SUM_SPREAD, TESTS = 1.6, 2.5
# An excess above this would be an answer by itself (p = .05 after `TESTS`).
ALONE = 2.05
# Lags (days) within which an answer or deterrence of a few days is over.
NEAR = 14
# Test sizes were measured from this many acts on each side upwards.
MIN_ACTS, MIN_DAYS = 100, 730


@dataclass(frozen=True)
class Answer:
    """The evidence that the first side answers the second."""

    p_value: float
    direction: float
    excess: float
    statistic: float
    unit: float
    error: float


def normal_tail(z: float) -> float:
    """Return the chance that a standard normal exceeds *z*.

    Example:
        >>> round(normal_tail(1.96), 3)
        0.025
    """
    return 0.5 * math.erfc(z / math.sqrt(2))


def answers(counts: Floats) -> tuple[Answer, Answer]:
    """Test an n × 2 array of daily counts in both directions.

    Example:
        >>> quiet = np.random.default_rng(3).poisson(1.0, (1500, 2)).astype(float)
        >>> min(a.p_value for a in answers(quiet)) > 0.05
        True
    """
    slow = standardise(counts, DIRECTION_WINDOW)
    first, second = _directions(slow)
    spread = math.sqrt(max(1.0, unevenness(slow)))
    fast = standardise(counts, EXCESS_WINDOW)
    return (
        _combine(first / spread, *_excess(fast, 0)),
        _combine(second / spread, *_excess(fast, 1)),
    )


def _combine(direction: float, excess: float, unit: float, error: float, follow: float) -> Answer:
    # Acts that do not follow the other side's at all answer nothing: then the order is
    # uneven because the other side acts less after them, which is deterrence.
    best = max(direction, excess, (direction + excess) / SUM_SPREAD)
    best = min(best, max(excess, follow))
    p_value = 1 - (1 - normal_tail(best)) ** TESTS
    return Answer(p_value, direction, excess, best, unit, error)


def power(found: Answer, counts: Floats, share: float) -> float:
    """Return the chance that the test would have seen an answer share of *share*.

    Judged by the excess alone, which also sees answers that go both ways: the
    effect such a share would have, against the error in this record and against
    what persistence leaves room for.
    """
    effect = share / robust_share(found, counts)[1] if found.error > 0 else 0.0
    return 1 - normal_tail(effect + min(found.excess, 0.0) - ALONE)


def robust_share(found: Answer, counts: Floats) -> tuple[float, float]:
    """Return the answer share that the excess alone amounts to, and its standard error.

    A lower bound: persistence that is a side's own is taken for a shared driver.
    """
    mean, spread = counts.mean(0), counts.std(0)
    scale = (mean[1] / mean[0]) * (spread[0] / spread[1]) / max(found.unit, 1e-9)
    return found.excess * found.error * scale, found.error * scale


def standardise(counts: Floats, window: int) -> Floats:
    """Return counts with stable variance, without local mean and local scale."""
    root = np.sqrt(counts + 0.375)
    level = root - moving_mean(root, window)
    scale = np.sqrt(0.5 * moving_mean(level**2, window) + 0.5 * (level**2).mean(0))
    level = level / np.maximum(scale, 1e-9)
    return np.asarray(level / np.maximum(level.std(0), 1e-9), dtype=float)


def moving_mean(values: Floats, window: int) -> Floats:
    """Return the centred moving mean of each column, shorter at the ends."""
    n, half = len(values), window // 2
    total = np.concatenate([np.zeros((1, *values.shape[1:])), np.cumsum(values, axis=0)])
    low, high = np.maximum(np.arange(n) - half, 0), np.minimum(np.arange(n) + half + 1, n)
    width = (high - low).reshape(-1, *[1] * (values.ndim - 1))
    return np.asarray((total[high] - total[low]) / width, dtype=float)


def memory(values: Floats, half_life: float) -> Floats:
    """Return the geometric memory of the days before: S_t = θ S_(t-1) + (1-θ) y_(t-1).

    Example:
        >>> memory(np.array([4.0, 0.0, 0.0]), 1.0).tolist()
        [0.0, 2.0, 1.0]
    """
    keep = 0.5 ** (1 / half_life)
    out = np.zeros_like(values, dtype=float)
    # Blocks: within one, all powers of θ at once; between blocks, one carry.
    size = max(1, min(64, int(30 / max(-math.log2(keep), 1e-9)) + 1))
    power = keep ** np.arange(size + 1)
    toeplitz = np.tril(keep ** np.abs(np.subtract.outer(np.arange(size), np.arange(size))))
    carry = np.zeros(values.shape[1:])
    for low in range(0, len(values), size):
        block = values[low : low + size]
        m = len(block)
        end = (1 - keep) * np.tensordot(toeplitz[:m, :m], block, axes=1)
        end = end + power[1 : m + 1].reshape(-1, *[1] * (values.ndim - 1)) * carry
        out[low] = carry
        out[low + 1 : low + m] = end[:-1]
        carry = end[-1]
    return out


def _directions(pair: Floats) -> tuple[float, float]:
    """Return signed roots of the likelihood ratio of an answer, both ways."""
    seen = periodogram(pair)
    second_only, first_only, both = (SharedDriver(seen, k).fit().value for k in ("mb", "ma", "ab"))
    best = min(second_only, first_only, both)
    first, second = 2 * (second_only - best), 2 * (first_only - best)
    sign = 1.0 if first > second else -1.0
    root = math.sqrt(max(first, second, 0.0))
    return sign * root, -sign * root


def unevenness(pair: Floats) -> float:
    """Return how much more the product of both sides varies than with even noise.

    Drivers make noisy days coincide; then a cross-product is less sure than
    Whittle's likelihood, which knows only means, takes it to be.
    """
    power = pair**2 / (pair**2).mean(0)
    around = (memory(power, ANSWER_HALF_LIFE) + memory(power[::-1], ANSWER_HALF_LIFE)[::-1]) / 2
    return float((power * around[:, ::-1]).mean())


def _excess(pair: Floats, follow: int) -> tuple[float, float, float, float]:
    """Return the studentised excess of following over what persistence allows.

    With it come the power of the other side's memory, the excess's error, and the
    studentised following itself.
    """
    past = memory(pair, ANSWER_HALF_LIFE)
    lead = 1 - follow
    # Taking a moving mean out makes white noise look anti-persistent by 1/window. Put
    # back for all the variance, driver's too, which errs on the side of no answer.
    own = pair * past + 1 / EXCESS_WINDOW
    # Likewise, if one side acts less after the other, the other would seem to follow it.
    after = pair[:, follow] * past[:, lead] + min(0.0, _near_sum(pair)) / EXCESS_WINDOW
    products = np.stack([after, own[:, 0], own[:, 1]], axis=1)
    blocks = len(products) // BLOCK
    means = products[: blocks * BLOCK].reshape(blocks, BLOCK, 3).mean(1)
    whole = means.mean(0)
    without = (whole * blocks - means) / (blocks - 1)
    each = _beyond(without)
    error = math.sqrt((blocks - 1) / blocks * float(((each - each.mean()) ** 2).sum()))
    unit = float((past[:, lead] ** 2).mean())
    follow = whole[0] / max(float(means[:, 0].std(ddof=1)) / math.sqrt(blocks), 1e-12)
    ratio = float(_beyond(whole)) / error if error > 0 else 0.0
    return _as_normal(ratio, blocks - 1), unit, error, float(follow)


def _as_normal(t: float, freedom: int) -> float:
    """Return the normal deviate about as rare as Student's t with *freedom* degrees.

    Three years hold eighteen blocks: their jackknife error is itself uncertain.
    """
    return t * (1 - 1 / (4 * freedom)) / math.sqrt(1 + t**2 / (2 * freedom))


def _near_sum(pair: Floats) -> float:
    """Return the cross-covariance summed over lags of up to `NEAR` days either way.

    The moving mean took a share of the sum from every lag; that is put back.
    """
    first, second = pair[:, 0], pair[:, 1]
    lags = range(1, NEAR + 1)
    sides = (float(first[k:] @ second[:-k]) + float(second[k:] @ first[:-k]) for k in lags)
    left = 1 - (2 * NEAR + 1) / EXCESS_WINDOW
    return (float(first @ second) + sum(sides)) / len(pair) / left


def _beyond(means: Floats) -> Floats:
    bound = np.sqrt(np.maximum(means[..., 1], 0) * np.maximum(means[..., 2], 0))
    return np.asarray(means[..., 0] - bound)
