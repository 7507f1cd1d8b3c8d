"""Answers from a record of events, with their uncertainty and their limits."""

from talion.dynamics.binned import hawkes_daily
from talion.dynamics.dyads import dyads
from talion.dynamics.effect import effect
from talion.dynamics.forecast import forecast
from talion.dynamics.hawkes import hawkes
from talion.dynamics.pressure import pressure
from talion.dynamics.proxies import proxies
from talion.dynamics.react import react
from talion.dynamics.since import since
from talion.dynamics.spill import spill
from talion.dynamics.table import load_events
from talion.dynamics.threats import threats

__all__ = [
    "dyads",
    "effect",
    "forecast",
    "hawkes",
    "hawkes_daily",
    "load_events",
    "pressure",
    "proxies",
    "react",
    "since",
    "spill",
    "threats",
]
