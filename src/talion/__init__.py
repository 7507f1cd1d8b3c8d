"""talion reads reports of conflict and codes who did what to whom."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from talion.records import Article, Coded

if TYPE_CHECKING:
    from talion.api import code, relation, relations
    from talion.coding.coder import Coder
    from talion.dynamics.hawkes import hawkes

__version__ = "0.1.0"
__all__ = ["Article", "Coded", "Coder", "__version__", "code", "hawkes", "relation", "relations"]


def __getattr__(name: str) -> Any:
    """Load the parts that need spaCy or numpy only when they are asked for."""
    if name in ("code", "relation", "relations"):
        from talion import api

        return getattr(api, name)
    if name == "Coder":
        from talion.coding.coder import Coder

        return Coder
    if name == "hawkes":
        from talion.dynamics.hawkes import hawkes

        return hawkes
    msg = f"module 'talion' has no attribute {name!r}"
    raise AttributeError(msg)
