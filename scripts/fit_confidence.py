"""Fits the weights behind the column `confidence` and writes confidence.toml.

Run: python scripts/fit_confidence.py
The weights come from the development rows of tests/gold by ridge logistic regression. The
rules were tuned on those rows, so their share of right rows flatters; the bias is therefore
set so that the mean confidence on the held rows is their share of right rows. That one
number is all that is taken from them.
"""

from __future__ import annotations

import sys
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT / "benchmarks"))

import gold  # noqa: E402
from talion.coding.coder import Coder  # noqa: E402
from talion.coding.review import Reviewer  # noqa: E402

TARGET = ROOT / "src" / "talion" / "knowledge" / "data" / "confidence.toml"
#: Pulls each weight towards 0; chosen so that no weight exceeds 2 on some 500 rows.
RIDGE = 4.0
STEPS = 50

Floats = NDArray[np.float64]


def table(
    judged: list[tuple[float, dict[str, float], bool]], names: list[str]
) -> tuple[Floats, Floats]:
    """Return the features with a leading 1, and whether each row was right."""
    x = np.array([[1.0, *(row[1][n] for n in names)] for row in judged])
    return x, np.array([float(row[2]) for row in judged])


def fit(x: Floats, y: Floats) -> Floats:
    """Return the ridge logistic weights by Newton's method; the bias is not penalised."""
    w = np.zeros(x.shape[1])
    penalty = np.full(x.shape[1], RIDGE)
    penalty[0] = 0.0
    for _ in range(STEPS):
        p = 1 / (1 + np.exp(-x @ w))
        gradient = x.T @ (p - y) + penalty * w
        hessian = (x * (p * (1 - p))[:, None]).T @ x + np.diag(penalty)
        w -= np.linalg.solve(hessian, gradient)
    return w


def bias_for(x: Floats, w: Floats, share: float) -> float:
    """Return the bias by which the mean confidence over *x* is *share*."""
    low, high = -5.0, 5.0
    for _ in range(60):
        middle = (low + high) / 2
        mean = float(np.mean(1 / (1 + np.exp(-(x[:, 1:] @ w[1:] + middle)))))
        low, high = (middle, high) if mean < share else (low, middle)
    return low


def main() -> None:
    """Fit, write the file and print the reliability on the held rows."""
    coder = Coder()
    # The network is asked about every development row, not only the doubtful: among those alone
    # its agreement would stand for doubt.
    usual, coder.reviewer = coder.reviewer, Reviewer(coder.network, doubt=1.1)
    dev = gold.score("dev", coder)
    coder.reviewer = usual
    held = gold.score("held", coder)
    names = sorted(dev.judged[0][1])
    w = fit(*table(dev.judged, names))
    x, y = table(held.judged, names)
    w[0] = bias_for(x, w, float(y.mean()))
    lines = [
        "# Weights of the logistic score behind the column `confidence`.",
        "# Fitted by `python scripts/fit_confidence.py` on the development rows of tests/gold.",
        "[weights]",
        f"bias = {w[0]:.3f}",
        *(f"{name} = {value:.3f}" for name, value in zip(names, w[1:], strict=True)),
    ]
    TARGET.write_text("\n".join(lines) + "\n", encoding="utf-8")
    p = 1 / (1 + np.exp(-x @ w))
    rows = [(float(c), {}, bool(right)) for c, right in zip(p, y, strict=True)]
    print("\n".join(gold.reliability(rows)))


if __name__ == "__main__":
    main()
