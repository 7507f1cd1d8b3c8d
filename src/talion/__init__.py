"""talion reads reports of conflict and codes who did what to whom."""

from talion.records import Coded

__all__ = ["Coded"]
