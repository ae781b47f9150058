"""Writes trend.csv: made-up diaries, and what SciPy and pyMannKendall say of them.

A diary is a day a character: "." without a score, "0" to "9" and "X" (ten) with one, "(38)" with several, whose mean is the
day's value. `factor` is empty where pyMannKendall gives none: below four values, or when all are equal.
"""

import csv
import random
import warnings
from pathlib import Path

import numpy as np
import pymannkendall
from scipy.stats import theilslopes

SERIES = 2400
COLUMNS = ["diary", "slope", "intercept", "low", "high", "s", "var_s", "z", "p", "factor", "p_corrected"]


def levels(rng, kind, length):
    """What the pain is about, day by day."""
    start = rng.uniform(1, 9)
    if kind == "constant":
        return [start] * length
    if kind == "line":
        step = rng.choice([-1, -0.5, -0.1, 0.1, 0.25, 1])
        return [(0 if step > 0 else 10) + step * day for day in range(length)]
    if kind == "alternating":
        return [start + (2 if day % 2 else -2) for day in range(length)]
    drift = rng.uniform(-5, 5) / length if kind == "trend" else 0
    phi = rng.choice([0.3, 0.5, 0.7, 0.9]) if kind == "autocorrelated" else 0
    noise, spread, pain = 0.0, rng.uniform(0.3, 2.5), []
    for day in range(length):
        noise = phi * noise + rng.gauss(0, spread)
        pain.append(start + drift * day + noise)
    return pain


def scores(rng, level, jitter):
    """The scores of a day: one on most days, up to four."""
    several = rng.choice([1, 1, 1, 2, 3, 4]) if jitter else 1
    around = [level + rng.gauss(0, 0.8) if jitter else level for _ in range(several)]
    return [min(10, max(0, round(pain))) for pain in around]


def diary(rng):
    """The scores of each day, None on days without; two scored days at least."""
    kinds = ["constant", "line", "alternating", "plain", "trend", "trend", "trend", "autocorrelated", "autocorrelated"]
    kind = rng.choice(kinds)
    length = rng.choice([rng.randint(2, 12), rng.randint(2, 60), rng.randint(2, 200)])
    missing = rng.choice([0, 0.05, 0.2, 0.4, 0.7])
    jitter = kind not in ("constant", "line", "alternating") and rng.random() < 0.6
    days = [scores(rng, level, jitter) for level in levels(rng, kind, length)]
    days = [None if 0 < day < length - 1 and rng.random() < missing else given for day, given in enumerate(days)]
    return days


def written(given):
    if given is None:
        return "."
    text = "".join("X" if score == 10 else str(score) for score in given)
    return text if len(given) == 1 else f"({text})"


def answers(days):
    grid = np.array([np.nan if given is None else sum(given) / len(given) for given in days])
    at = np.flatnonzero(~np.isnan(grid))
    line = theilslopes(grid[at], at, 0.95)
    plain = pymannkendall.original_test(grid)
    factor, p_corrected = "", plain.p
    if len(at) >= 4 and plain.var_s > 0:
        modified = pymannkendall.hamed_rao_modification_test(grid, lag=3)
        factor = modified.var_s / plain.var_s
        if factor > 1:
            p_corrected = modified.p
        if np.isnan(factor):
            factor = ""
    numbers = [*line, plain.s, plain.var_s, plain.z, plain.p, factor, p_corrected]
    return [number if number == "" else repr(float(number)) for number in numbers]


def main():
    rng = random.Random(20261123)
    np.seterr(all="ignore")
    warnings.simplefilter("ignore")
    with Path(__file__).with_name("trend.csv").open("w", newline="") as file:
        table = csv.writer(file, lineterminator="\n")
        table.writerow(COLUMNS)
        for _ in range(SERIES):
            days = diary(rng)
            table.writerow(["".join(map(written, days)), *answers(days)])


main()
