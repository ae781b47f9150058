"""Writes trend.csv: made-up diaries, and what SciPy and pyMannKendall say of them.

The line through days that resemble each other is no library's: `autocorrelated_line` works it out a second time, with the whole
covariance matrix where the program goes from day to day.

A diary is a day a character: "." without a score, "0" to "9" and "X" (ten) with one, "(38)" with several, whose mean is the
day's value. `autocorrelation`, `rises` and `falls` are empty below three values, and when all are on a line.
"""

import csv
import random
import warnings
from pathlib import Path

import numpy as np
import pymannkendall
from scipy.stats import t as student
from scipy.stats import theilslopes

SERIES = 2400
COLUMNS = ["diary", "slope", "intercept", "low", "high", "s", "var_s", "z", "p", "autocorrelation", "rises", "falls"]


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


def autocorrelated_line(at, values):
    """Mean correlation of neighbouring days, and probability that the line rises and that it falls; None where it cannot be told."""
    n = len(at)
    day, pain = at - at.mean(), values - values.mean()
    columns = np.column_stack([np.ones(n), day])
    left = pain - columns @ np.linalg.lstsq(columns, pain, rcond=None)[0]
    if n < 3 or left @ left <= 1e-12 * (pain @ pain):
        return None
    apart = np.abs(np.subtract.outer(at, at))
    logs, correlations, up, down = [], [], [], []
    for own, prior in [(0.0, 0.8), (0.3, 0.2)]:
        for degrees in np.arange(1.5, 90, 3):
            phi = np.sin(np.radians(degrees))
            covariance = (1 - own) * phi**apart + own * np.eye(n)
            root = np.linalg.cholesky(covariance)
            white = np.linalg.solve(root, np.column_stack([columns, pain]))
            orthogonal, triangle = np.linalg.qr(white)
            # The last row of the triangle is what no column explains, the one before it what only the day explains.
            slope = triangle[1, 2] / triangle[1, 1]
            error = np.abs(triangle[2, 2] / triangle[1, 1]) / np.sqrt(n - 2)
            determinants = np.log(np.diag(root)).sum() + np.log(np.abs(np.diag(triangle)[:2])).sum()
            logs.append(np.log(prior) - determinants - (n - 2) * np.log(np.abs(triangle[2, 2])))
            correlations.append((1 - own) * phi)
            up.append(student.sf(-slope / error, n - 2))
            down.append(student.sf(slope / error, n - 2))
    weights = np.exp(np.array(logs) - max(logs))
    weights /= weights.sum()
    return [float(weights @ np.array(one)) for one in (correlations, up, down)]


def answers(days):
    grid = np.array([np.nan if given is None else sum(given) / len(given) for given in days])
    at = np.flatnonzero(~np.isnan(grid))
    line = theilslopes(grid[at], at, 0.95)
    plain = pymannkendall.original_test(grid)
    resembling = autocorrelated_line(at, grid[at]) or ["", "", ""]
    numbers = [*line, plain.s, plain.var_s, plain.z, plain.p, *resembling]
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
