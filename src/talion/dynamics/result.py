"""What every analysis returns: words, a table, a plot, caveats, and JSON."""

from __future__ import annotations

import json
import math
from abc import ABC, abstractmethod
from dataclasses import dataclass, field
from typing import Any

import numpy as np
import pandas as pd


def plain(value: Any) -> Any:
    """Return *value* as what JSON can hold; a number that is not finite becomes None.

    Example:
        >>> plain({"a": np.float64(0.5), "b": float("nan"), "c": (1, 2)})
        {'a': 0.5, 'b': None, 'c': [1, 2]}
    """
    if isinstance(value, dict):
        return {str(k): plain(v) for k, v in value.items()}
    if isinstance(value, (list, tuple, np.ndarray)):
        return [plain(v) for v in value]
    if isinstance(value, pd.Timestamp):
        return value.date().isoformat()
    if isinstance(value, (np.bool_, bool)):
        return bool(value)
    if isinstance(value, (np.integer, int)):
        return int(value)
    if isinstance(value, (np.floating, float)):
        return float(value) if math.isfinite(value) else None
    return value


@dataclass(frozen=True, kw_only=True)
class Result(ABC):
    """An answer with its uncertainty and its limits."""

    caveats: tuple[str, ...] = field(default=())

    @abstractmethod
    def summary(self) -> str:
        """Return the answer in plain words."""

    @abstractmethod
    def to_frame(self) -> pd.DataFrame:
        """Return the numbers behind the answer."""

    @abstractmethod
    def plot(self) -> Any:
        """Return an Altair chart."""

    @abstractmethod
    def to_dict(self) -> dict[str, Any]:
        """Return the answer as plain values."""

    def to_json(self) -> str:
        """Return the answer as one JSON object, caveats included."""
        return json.dumps(
            plain({**self.to_dict(), "caveats": list(self.caveats)}), ensure_ascii=False, indent=2
        )

    def __str__(self) -> str:
        return self.summary()
