"""Minimises smooth functions of a few dozen parameters, with numpy alone."""

from __future__ import annotations

import math
from collections.abc import Callable
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

Floats = npt.NDArray[np.float64]
Objective = Callable[[Floats], tuple[float, Floats]]


@dataclass(frozen=True)
class Minimum:
    """Where a search ended: the point, its value, and whether it settled."""

    x: Floats
    value: float
    steps: int
    settled: bool


def bfgs(objective: Objective, start: Floats, steps: int = 200, tolerance: float = 1e-3) -> Minimum:
    """Minimise a function that returns its value and gradient.

    The search ends when two steps running gain less than *tolerance*.

    Example:
        >>> found = bfgs(lambda x: (float((x**2).sum()), 2 * x), np.array([3.0, -4.0]))
        >>> found.settled, round(found.value, 6)
        (True, 0.0)
    """
    x = start.astype(float)
    value, slope = objective(x)
    inverse = np.eye(len(x)) * 1e-2
    idle = 0
    for step in range(1, steps + 1):
        direction = -inverse @ slope
        descent = float(direction @ slope)
        if descent >= 0:
            inverse = np.eye(len(x)) * 1e-2
            direction = -inverse @ slope
            descent = float(direction @ slope)
        point = _line_search(objective, x, value, direction, descent)
        if point is None:
            return Minimum(x, value, step, idle > 0 or abs(descent) < tolerance)
        new, new_value, new_slope = point
        inverse = _update(inverse, new - x, new_slope - slope, first=step == 1)
        idle = idle + 1 if value - new_value < tolerance else 0
        x, value, slope = new, new_value, new_slope
        if idle >= 2:
            return Minimum(x, value, step, True)
    return Minimum(x, value, steps, False)


def _line_search(
    objective: Objective, x: Floats, value: float, direction: Floats, descent: float
) -> tuple[Floats, float, Floats] | None:
    """Halve the step until the function falls enough; None if it never does."""
    # No parameter moves by more than half a unit at once: all are of order one.
    size = min(1.0, 0.5 / max(float(np.abs(direction).max()), 1e-12))
    for _ in range(14):
        new = x + size * direction
        new_value, new_slope = objective(new)
        if np.isfinite(new_value) and new_value <= value + 1e-4 * size * descent:
            return new, new_value, new_slope
        size *= 0.35
    return None


def _update(inverse: Floats, step: Floats, turn: Floats, first: bool) -> Floats:
    """Return the inverse curvature after one more step."""
    along = float(step @ turn)
    if along <= 1e-12:
        return inverse
    if first:
        inverse = np.eye(len(step)) * (along / float(turn @ turn))
    bent = inverse @ turn
    scale = (1 + float(turn @ bent) / along) / along
    cross = np.outer(step, bent) / along
    updated: Floats = inverse + scale * np.outer(step, step) - cross - cross.T
    return updated


def peak(
    height: Callable[[float], float], low: float, middle: float, high: float, width: float
) -> float:
    """Return where a function with one top is highest, to within *width*.

    Two steps by a parabola through the three best points, then one golden section
    of the wider side, which keeps the bracket shrinking.

    Example:
        >>> round(peak(lambda x: -((x - 1.3) ** 2), 0.0, 1.0, 3.0, 1e-3), 2)
        1.3
        >>> round(peak(lambda x: -abs(x - 2.9), 0.0, 1.0, 3.0, 1e-3), 2)
        2.9
    """
    points = sorted((x, height(x)) for x in {low, middle, high})
    for step in range(60):
        best = max(range(len(points)), key=lambda i: points[i][1])
        x = points[best][0]
        left, right = points[max(best - 1, 0)][0], points[min(best + 1, len(points) - 1)][0]
        if right - left < 2 * width:
            break
        wide = left if x - left > right - x else right
        new = _parabola(points, best) if step % 3 < 2 else None
        if new is not None and left < new < right:
            # So close to the best point, a step beyond `width` closes the bracket instead.
            new = x + math.copysign(0.9 * width, wide - x) if abs(new - x) < 0.5 * width else new
        else:
            new = x + 0.382 * (wide - x)
        points = sorted([*points, (new, height(new))])
    return max(points, key=lambda p: p[1])[0]


def _parabola(points: list[tuple[float, float]], best: int) -> float | None:
    """Return the top of the parabola through the best point and its neighbours."""
    if best in (0, len(points) - 1):
        return None
    (a, fa), (b, fb), (c, fc) = points[best - 1 : best + 2]
    first, second = (b - a) * (fb - fc), (b - c) * (fb - fa)
    if first == second:
        return None
    return b - 0.5 * ((b - a) * first - (b - c) * second) / (first - second)
