"""Answers from a record of events, with their uncertainty and their limits."""

from talion.dynamics.effect import effect
from talion.dynamics.forecast import forecast
from talion.dynamics.hawkes import hawkes, hawkes_daily
from talion.dynamics.react import react
from talion.dynamics.table import load_events

__all__ = ["effect", "forecast", "hawkes", "hawkes_daily", "load_events", "react"]
