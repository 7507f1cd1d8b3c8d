"""The checks of a rate model find what is wrong with it, and nothing where nothing is."""

from __future__ import annotations

import numpy as np

from talion.dynamics.calibration import check


def counts(k: float, seed: int, days: int = 4000) -> np.ndarray:
    rng = np.random.default_rng(seed)
    return rng.negative_binomial(k, k / (k + 1.5), days).astype(float)


def test_a_right_model_passes() -> None:
    for seed in range(5):
        assert check(counts(2.0, seed), np.full(4000, 1.5), 2.0).caveats("A") == []


def test_counts_wider_than_said_are_found() -> None:
    found = check(counts(0.3, 1), np.full(4000, 1.5), 1e4)
    assert found.pit > 0.1
    assert "off in its spread" in found.caveats("A")[0]


def test_a_level_that_drifts_leaves_correlated_residuals() -> None:
    level = np.repeat([0.5, 2.5], 2000)
    y = np.random.default_rng(2).poisson(level).astype(float)
    assert "is correlated" in check(y, np.full(4000, 1.5), 1e4).caveats("A")[-1]
