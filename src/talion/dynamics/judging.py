"""What may be said of a measured effect: deterred, provoked, nothing, or that it cannot be told."""

from __future__ import annotations

import math

import numpy as np
import numpy.typing as npt

from talion.dynamics.gap import LEAD_DAYS, Gap, Places

Floats = npt.NDArray[np.float64]

# The window is the shortest that leads one to expect this many acts over all dates.
WINDOWS, ENOUGH = (14, 30, 60, 90), 25.0
# After few dates it may be longer, until it would show the rate halved with 80% chance
# (1.96 + 0.84 errors). After several a longer one would thin what lasts a fortnight.
FEW, LONGEST = 2, 180
SOUGHT, NEEDED_ERRORS = 0.5, 2.8
# Nothing changed visibly if the interval leaves out a change by this factor, up or down.
EXCLUDED = 2.0
# Before the dates the rate was raised if it was this much above that of the year around.
RAISED = 1.2
# Dates are a record's own peaks if so many lie at the top of the fortnight to either side.
PEAK_DAYS, PEAK_SPANS, PEAK_SHARE, LEAST_DATES = 14, (1, 7, 14, 30), 0.8, 3


def choose_window(y: Floats, places: Places) -> int:
    """Choose how many days after the dates to look at, never by what was seen in them.

    Example:
        >>> y = np.random.default_rng(0).poisson(1.0, 1500).astype(float)
        >>> choose_window(y, np.array([700])), choose_window(y, np.arange(100, 1400, 40))
        (60, 14)
    """
    usual = float(np.array([y[max(0, p - 365) : p].mean() for p in places]).sum())
    window = next((w for w in WINDOWS if usual * w >= ENOUGH), WINDOWS[-1])
    if len(places) > FEW:
        return window
    room = float(np.diff(places).min(initial=LONGEST))
    for longer in [w for w in (*WINDOWS, LONGEST) if w > window]:
        if NEEDED_ERRORS * Gap.measure(y, places, window).error <= -math.log(SOUGHT):
            break
        if longer > room or places[-1] + longer >= len(y):
            break
        window = longer
    return window


def judge(gap: Gap, y: Floats, places: Places, window: int) -> tuple[str, str]:
    """Return the verdict and the numbers that decided it.

    Example:
        >>> y = np.random.default_rng(0).poisson(1.0, 1500).astype(float)
        >>> places = np.arange(100, 1400, 40)
        >>> judge(Gap.measure(y, places, 14), y, places, 14)[0]
        'no_visible_effect'
    """
    dates, acts = ("date", "act") if len(places) == 1 else ("dates", "acts")
    words = f"{gap.ratio:.2f} [{gap.low:.2f}–{gap.high:.2f}] times the expected rate."
    if gap.high < 1:
        peaks = at_peaks(y, places)
        if peaks < PEAK_SHARE:
            return "deterred", words
        return "cannot_tell", (
            f"{words} But {peaks:.0%} of the dates lie at the very peak of the weeks around them. "
            "If they were chosen so in hindsight, a fall follows by itself."
        )
    if gap.low > 1:
        if not _stands_out(gap, y, places, window):
            return "cannot_tell", (
                f"{words} But the rate was as high in the {_span(window)} before the {dates}: whatever "
                f"drew the dated {acts} may have drawn these too."
            )
        return "provoked", words
    if gap.low > 1 / EXCLUDED and gap.high < EXCLUDED:
        return "no_visible_effect", (
            f"{words} A fall to {1 / EXCLUDED:.2f} or a rise to {EXCLUDED:g} times is left out."
        )
    least = math.exp(-NEEDED_ERRORS * gap.error)
    return "cannot_tell", (
        f"{words} Only a fall to {least:.2f} or less of the expected rate would surely show in "
        "this record."
    )


def _span(window: int) -> str:
    return "day" if window == 1 else f"{window} days"


def _stands_out(gap: Gap, y: Floats, places: Places, window: int) -> bool:
    """Tell if a rise is one over the days before too, where these were raised themselves."""
    before = np.array([y[max(0, p - window) : p].sum() for p in places])
    usual = float(np.array([y[max(0, p - 365) : p + 366].mean() for p in places]).mean())
    week = float(np.array([y[max(0, p - LEAD_DAYS) : p].mean() for p in places]).mean())
    if max(float(before.mean()) / window, week) < RAISED * usual:
        return True
    rise = gap.totals - before
    error = gap.error * gap.expected * math.sqrt(1 + float(before.mean()) / gap.expected)
    spread = float(rise.std()) / math.sqrt(len(places))
    return bool(rise.mean() > 1.96 * max(error, spread))


def at_peaks(y: Floats, places: Places) -> float:
    """Return the share of dates at the very top of what is around them.

    Acts on the date, and sums over 7, 14 or 30 days up to it or around it, are
    compared with those of the fortnight before and after; the sum that finds most
    peaks counts. Acts that answer bursts come after a high, seldom at its very top.

    Example:
        >>> y = np.zeros(400); y[95:101] = y[195:201] = y[295:301] = 2.0
        >>> at_peaks(y, np.array([100, 200, 300])), at_peaks(y, np.array([103, 188, 292]))
        (1.0, 0.0)
    """
    if len(places) < LEAST_DATES:
        return 0.0
    found = []
    for span, shift in [(s, h) for s in PEAK_SPANS for h in {0, s // 2}]:
        level = np.convolve(y, np.ones(span), "full")[shift : shift + len(y)]
        tops = [y[p] > 0 and level[p] >= level[_around(p, len(y))].max() for p in places]
        found.append(float(np.mean(tops)))
    return max(found)


def _around(place: int, length: int) -> slice:
    return slice(max(0, place - PEAK_DAYS), min(length, place + PEAK_DAYS + 1))
