"""The joint spectrum of two series of counts, and a model of what makes it.

Two sides may move together because both follow something hidden, or because
one answers the other. In the spectrum the two differ: whatever is shared on
the same day leaves the cross-spectrum real, whereas an answer, which comes
after its cause, turns its phase. The model here is

    S = H M H* + r I,   H = (I - A)^-1,   M = sum over k of G_k s_k

with s_0 = 1 (noise, same-day coupling), s_k the spectra of drivers with
memories of 3, 12 and 50 days, G_k positive semi-definite with coupling >= 0,
A the geometric self-excitation and answers, and r what under-reporting adds.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from talion.dynamics.minimise import Minimum, bfgs

Floats = npt.NDArray[np.float64]
Complexes = npt.NDArray[np.complex128]

# Memories (days) of hidden drivers; sums of these come close to any driver of
# 2 to 100 days (the share of an answer that remains as bias is below .05 z).
DRIVER_DAYS = (3.0, 12.0, 50.0)
# Half-lives (days) of what a side does in the wake of its own acts.
SELF_HALF_LIVES = (1.0, 7.0)
# One half-life for answers: with more the test gains nothing at 1 to 8 days.
ANSWER_HALF_LIFE = 3.0
# Periods above this are left to trend and season.
LONGEST_PERIOD = 150
BINS = 90


@dataclass(frozen=True)
class Periodogram:
    """The averaged cross-periodogram of two series, in bins of frequencies."""

    frequency: Floats
    weight: Floats
    first: Floats
    second: Floats
    cross: Complexes


def periodogram(pair: Floats, bins: int = BINS) -> Periodogram:
    """Return the tapered cross-periodogram of an n × 2 array, noise scaled to one.

    Periods above `LONGEST_PERIOD` and the harmonics of the week are left out.

    Example:
        >>> seen = periodogram(np.random.default_rng(0).normal(size=(2000, 2)))
        >>> bool(abs(np.average(seen.first, weights=seen.weight) - 1) < 0.1)
        True
    """
    n = len(pair)
    tapered = (pair - pair.mean(0)) * _taper(n)[:, None]
    turned = np.fft.rfft(tapered, axis=0)
    frequency = 2 * np.pi * np.arange(len(turned)) / n
    keep = np.arange(max(1, -(-n // LONGEST_PERIOD)), (n - 1) // 2 + 1)
    week = np.min([np.abs(frequency[keep] - 2 * np.pi * j / 7) for j in (1, 2, 3)], axis=0)
    keep = keep[week > 5 * np.pi / n]
    # Bins are narrow where drivers act (low frequencies) and wide elsewhere.
    place = np.log1p(np.arange(len(keep)) / 20.0)
    label = np.floor(place / place[-1] * (bins - 1e-9)).astype(int)
    label = np.unique(label, return_inverse=True)[1]
    weight = np.bincount(label).astype(float)

    def average(values: Floats) -> Floats:
        return np.asarray(np.bincount(label, values) / weight)

    a, b = turned[keep, 0], turned[keep, 1]
    product = a * b.conj() / n
    first, second = average(np.abs(a) ** 2 / n), average(np.abs(b) ** 2 / n)
    cross = average(product.real) + 1j * average(product.imag)
    omega = average(frequency[keep])
    fast = omega > np.pi / 2
    one = np.average(first[fast], weights=weight[fast])
    two = np.average(second[fast], weights=weight[fast])
    return Periodogram(omega, weight, first / one, second / two, cross / np.sqrt(one * two))


def _taper(n: int) -> Floats:
    edge = max(1, n // 20)
    rise = 0.5 - 0.5 * np.cos(np.pi * (np.arange(edge) + 0.5) / edge)
    shape = np.ones(n)
    shape[:edge], shape[n - edge :] = rise, rise[::-1]
    return np.asarray(shape / np.sqrt((shape**2).mean()))


def _answer_response(frequency: Floats, half_life: float) -> Complexes:
    keep = 0.5 ** (1 / half_life)
    lag = np.exp(-1j * frequency)
    response: Complexes = (1 - keep) * lag / (1 - keep * lag)
    return response


def _driver_spectrum(frequency: Floats, days: float) -> Floats:
    keep = np.exp(-1 / days)
    spectrum: Floats = (1 - keep**2) / (1 - 2 * keep * np.cos(frequency) + keep**2)
    return spectrum


class SharedDriver:
    """Whittle's likelihood of a periodogram under hidden drivers and answers.

    `answers` names the free answers: `m` mutual (equal both ways), `a` the
    first side answers the second, `b` the second answers the first.
    """

    def __init__(self, seen: Periodogram, answers: str) -> None:
        self.seen = seen
        self.answers = answers
        omega = seen.frequency
        self.drivers = np.array(
            [np.ones_like(omega), *(_driver_spectrum(omega, d) for d in DRIVER_DAYS)]
        )
        self.own = np.array([_answer_response(omega, h) for h in SELF_HALF_LIVES])
        self.answer = _answer_response(omega, ANSWER_HALF_LIFE)

    def fit(self) -> Minimum:
        """Return the fit with the smallest deviance (half of it is `value`)."""
        return bfgs(self.objective, self.start())

    def start(self) -> Floats:
        """Return where the search begins: mostly noise, a little of everything."""
        w = self.seen.weight
        one, two = np.average(self.seen.first, weights=w), np.average(self.seen.second, weights=w)
        load = np.tile([np.sqrt(0.1 * one), 0.7, np.sqrt(0.1 * two)], (len(self.drivers), 1))
        load[0] = [np.sqrt(0.5 * one), 0.2, np.sqrt(0.5 * two)]
        rest = np.full(2 * len(self.own) + 1 + len(self.answers), 0.15)
        rest[2 * len(self.own)] = np.sqrt(0.1 * one)
        return np.concatenate([load.ravel(), rest])

    def _split(self, x: Floats) -> tuple[Floats, Floats, Floats, float, Mapping[str, float]]:
        k, s = 3 * len(self.drivers), len(self.own)
        free = dict(zip(self.answers, x[k + 2 * s + 1 :], strict=True))
        return x[:k].reshape(-1, 3), x[k : k + s], x[k + s : k + 2 * s], x[k + 2 * s], free

    def objective(self, x: Floats) -> tuple[float, Floats]:
        """Return half the deviance and its gradient; all parameters enter squared."""
        seen, w = self.seen, self.seen.weight
        load, self_a, self_b, under, free = self._split(x)
        m, a, b = (free.get(k, 0.0) ** 2 for k in "mab")
        p, q, own = load[:, 0], load[:, 1], load[:, 2]
        m11 = (p**2) @ self.drivers + 1e-6
        m12 = (p**2 * q**2) @ self.drivers
        m22 = (p**2 * q**4 + own**2) @ self.drivers + 1e-6
        # H = (I - A)^-1
        i11, i22 = 1 - (self_a**2) @ self.own, 1 - (self_b**2) @ self.own
        i12, i21 = -(m + a) * self.answer, -(m + b) * self.answer
        det = i11 * i22 - i12 * i21
        h11, h22, h12, h21 = i22 / det, i11 / det, -i12 / det, -i21 / det
        # S = H N + r, N = M H*
        n11, n12 = m11 * h11.conj() + m12 * h12.conj(), m11 * h21.conj() + m12 * h22.conj()
        n21, n22 = m12 * h11.conj() + m22 * h12.conj(), m12 * h21.conj() + m22 * h22.conj()
        k11, k22 = (h11 * n11 + h12 * n21).real, (h21 * n12 + h22 * n22).real
        s12 = h11 * n12 + h12 * n22
        s11, s22 = k11 + under**2, k22 + under**2
        size = s11 * s22 - np.abs(s12) ** 2
        fit = s22 * seen.first + s11 * seen.second - 2 * (s12.conj() * seen.cross).real
        value = float((w * (np.log(size) + fit / size)).sum())

        # Gradient: W = S^-1 - S^-1 I S^-1 is the slope in S.
        q11, q22, q12 = s22 / size, s11 / size, -s12 / size
        p11 = q11 * seen.first + q12 * seen.cross.conj()
        p12 = q11 * seen.cross + q12 * seen.second
        p21 = q12.conj() * seen.first + q22 * seen.cross.conj()
        p22 = q12.conj() * seen.cross + q22 * seen.second
        w11 = w * (q11 - (p11 * q11 + p12 * q12.conj())).real
        w22 = w * (q22 - (p21 * q12 + p22 * q22)).real
        w12 = w * (q12 - (p11 * q12 + p12 * q22))
        w21 = w12.conj()
        v11, v12 = w11 * h11 + w12 * h21, w11 * h12 + w12 * h22
        v21, v22 = w21 * h11 + w22 * h21, w21 * h12 + w22 * h22
        g11 = self.drivers @ (h11.conj() * v11 + h21.conj() * v21).real
        g22 = self.drivers @ (h12.conj() * v12 + h22.conj() * v22).real
        g12 = self.drivers @ (h11.conj() * v12 + h21.conj() * v22).real
        d_load = np.stack(
            [
                2 * g11 * p + 4 * g12 * p * q**2 + 2 * g22 * p * q**4,
                4 * g12 * p**2 * q + 4 * g22 * p**2 * q**3,
                2 * g22 * own,
            ],
            axis=1,
        )
        d_self_a = 4 * self_a * (self.own @ (k11 * v11 + s12 * v21)).real
        d_self_b = 4 * self_b * (self.own @ (s12.conj() * v12 + k22 * v22)).real
        d_under = 2 * under * (w11.sum() + w22.sum())
        d_a = 2 * (self.answer * (s12.conj() * v11 + k22 * v21)).sum().real
        d_b = 2 * (self.answer * (k11 * v12 + s12 * v22)).sum().real
        slopes = {"m": d_a + d_b, "a": d_a, "b": d_b}
        d_free = [slopes[k] * 2 * free[k] for k in self.answers]
        return value, np.concatenate([d_load.ravel(), d_self_a, d_self_b, [d_under], d_free])
