"""Writes relief.jsonl and exercise.jsonl: made-up diaries, and what NumPy says of the days after visits and sessions.

A diary is a day a character: "." without a score, "0" to "9" and "X" (ten) with one, "(38)" with several, whose mean is the
day's value. Its first character is day 0; `visits` (each a line, its day first), `others` (days of visits not asked about) and
`sessions` count from there.
"""

import json
import random
from pathlib import Path
from statistics import median

import numpy as np

DIARIES = 360
LONG = 6
WINDOW = 1096


def pain(rng, kind, length):
    """What the pain is about, day by day."""
    start, spread = rng.uniform(2, 8), rng.choice([0.4, 1, 1.5, 2.5])
    if kind == "constant":
        return [start] * length
    if kind == "alternating":
        return [4 + 2 * (day % 2) for day in range(length)]
    if kind == "blocks":
        return [4 + 2 * (day % 4 // 2) for day in range(length)]
    if kind == "two":
        return [rng.choice([3, 7]) for _ in range(length)]
    if kind == "weekly":
        return [start + (2 if day % 7 == 3 else 0) for day in range(length)]
    phi, noise, levels = rng.choice([0, 0.5, 0.7]), 0.0, []
    for _ in range(length):
        noise = phi * noise + rng.gauss(0, spread)
        levels.append(start + noise)
    return levels


def diary(rng, kind, length):
    """The scores of each day, None on days without; the first and last day are scored."""
    missing = rng.choice([0, 0, 0, 0.05, 0.1, 0.2, 0.2, 0.4, 0.7])
    several = kind == "noise" and rng.random() < 0.5
    days = []
    for day, level in enumerate(pain(rng, kind, length)):
        around = [level + rng.gauss(0, 0.8) for _ in range(rng.choice([1, 1, 2, 3]))] if several else [level]
        scores = [min(10, max(0, round(one))) for one in around]
        days.append(None if 0 < day < length - 1 and rng.random() < missing else scores)
    return days


def written(scores):
    if scores is None:
        return "."
    text = "".join("X" if score == 10 else str(score) for score in scores)
    return text if len(scores) == 1 else f"({text})"


def daily(days):
    """The daily values of the days looked at, by day, and the first of these days."""
    values = {day: sum(scores) / len(scores) for day, scores in enumerate(days) if scores is not None}
    if not values:
        return values, 0
    first = max(0, len(days) - WINDOW)
    return {day: value for day, value in values.items() if day >= first}, first


def scored(values, *days):
    return [values[day] for day in days if day in values]


def part(values, *days):
    found = scored(values, *days)
    return [median(found) if found else None, len(found)]


def solve(columns, series):
    return np.linalg.lstsq(np.column_stack(columns), np.array(series), rcond=None)[0]


def rank(columns):
    return np.linalg.matrix_rank(np.column_stack(columns))


def told_apart(nulls, observed):
    """Refuses values so near each other that rounding would decide."""
    gaps = [abs(null - observed) for null in nulls]
    assert all(gap < 1e-11 or gap > 1e-9 for gap in gaps)


def relief(days, visits, others):
    values, first = daily(days)
    around = {}
    for t in range(first, len(days)):
        before, after = scored(values, t - 3, t - 2, t - 1), scored(values, t + 1, t + 2)
        if len(before) >= 2 and len(after) >= 1:
            around[t] = (median(after), median(before), before[-1])
    everyone = set(visits) | set(others)
    far = [t for t in around if not everyone & {t - 2, t - 1, t, t + 1}]
    free = [t for t in around if t not in everyone]
    basis, fitted = ("away_from_visits", far) if len(far) >= 30 else ("without_visit", free)
    answer = {"basis": None, "visits": [], "mean": None, "p": None}
    surprise = {}
    if len(fitted) >= 30:
        post, pre, last = np.array([around[t] for t in fitted]).T
        columns = ["median_before", "latest_before"]
        if rank([np.ones(len(post)), pre, last]) < 3:
            columns = ["median_before"]
            if rank([np.ones(len(post)), pre]) < 2:
                columns = []
        design = [np.ones(len(post)), pre, last][: 1 + len(columns)]
        beta = solve(design, post)
        for t, (after, before, latest) in around.items():
            surprise[t] = after - float(np.dot(beta, [1, before, latest][: len(beta)]))
        answer["basis"] = [len(fitted), basis, columns, len(around)]
    order = sorted(surprise)
    hit = [order.index(t) for t in sorted(set(visits)) if t in surprise]
    if hit:
        n = len(order)
        spread = np.linalg.inv(np.column_stack(design).T @ np.column_stack(design))
        studentised = []
        for shift in range(n):
            moved = [order[(place + shift) % n] for place in hit]
            x = np.mean([[1, around[t][1], around[t][2]][: len(beta)] for t in moved], axis=0)
            mean = float(np.mean([surprise[t] for t in moved]))
            studentised.append(mean / float(np.sqrt(1 / len(hit) + x @ spread @ x)))
        told_apart(studentised[1:], studentised[0])
        answer["mean"] = float(np.mean([surprise[order[place]] for place in hit]))
        answer["p"] = (1 + sum(null <= studentised[0] + 1e-12 for null in studentised[1:])) / n
    effects = [around[t][0] - around[t][1] for t in set(visits) if t in around]
    answer["raw"] = median(effects) if effects else None
    answer["n"] = len(effects)
    if answer["mean"] is None or answer["n"] < 8:
        answer["verdict"] = "insufficient_data"
    else:
        low = answer["p"] < 0.04 and answer["mean"] <= -0.5 + 1e-9
        answer["verdict"] = "lower_after_visits" if low else "no_clear_difference"
    for visit in sorted(visits):
        before, after = part(values, visit - 3, visit - 2, visit - 1), part(values, visit + 1, visit + 2)
        week = [part(values, *range(visit - 7, visit)), part(values, *range(visit + 1, visit + 8))]
        near = any(0 < abs(other - visit) < 8 for other in everyone)
        if near or week[0][1] < 4 or week[1][1] < 4:
            week = None
        early, late = before[1] < 2, after[1] < 1
        reasons = {
            (False, False): None,
            (True, False): "too_few_days_before",
            (False, True): "too_few_days_after",
            (True, True): "too_few_days_before_and_after",
        }
        left_out = reasons[early, late]
        if left_out and visit < first and first > 0:
            left_out = "before_window"
        effect = after[0] - before[0] if visit in around else None
        answer["visits"].append([visit, effect, surprise.get(visit), before, after, week, left_out])
    return answer


def exercise(days, sessions):
    values, first = daily(days)
    lags = []
    for k in (1, 2, 3):
        rows = []
        # A day outside the span of sessions is not known to be one without.
        span = range(max(first, min(sessions)), min(len(days), max(sessions) + 1)) if sessions else range(0)
        for t in span:
            before = scored(values, t - 3, t - 2, t - 1)
            if t in values and t + k in values and len(before) >= 2:
                rows.append((values[t + k], values[t], median(before), 1.0 if t in sessions else 0.0))
        lag = {"with": sum(row[3] == 1 for row in rows), "without": sum(row[3] == 0 for row in rows)}
        lag["mean_with"] = float(np.mean([row[0] for row in rows if row[3] == 1])) if lag["with"] else None
        lag["mean_without"] = float(np.mean([row[0] for row in rows if row[3] == 0])) if lag["without"] else None
        lag["coefficient"] = lag["p"] = lag["p_adjusted"] = lag["left_out"] = None
        if lag["with"] < 10:
            lag["left_out"] = "too_few_days_with_session"
        elif lag["without"] < 10:
            lag["left_out"] = "too_few_days_without_session"
        else:
            later, today, before, session = np.array(rows).T
            fixed = [np.ones(len(later)), today, before]
            fixed_rank = rank(fixed)
            unexplained = float(np.sum((later - np.column_stack(fixed) @ solve(fixed, later)) ** 2))
            found, explained = [], []
            for shift in range(len(rows)):
                columns = [*fixed, np.roll(session, shift)]
                found.append(float(solve(columns, later)[3]) if rank(columns) > fixed_rank else None)
                left = float(np.sum((later - np.column_stack(columns) @ solve(columns, later)) ** 2))
                explained.append(unexplained - left if found[-1] is not None else None)
            if found[0] is None:
                lag["left_out"] = "sessions_follow_pain"
            else:
                told_apart([null for null in explained[1:] if null is not None], explained[0])
                far = [null is None or null >= explained[0] - 1e-10 for null in explained[1:]]
                lag["coefficient"], lag["p"] = found[0], (1 + sum(far)) / len(rows)
        lags.append(lag)
    tested = sorted((lag for lag in lags if lag["p"] is not None), key=lambda lag: lag["p"])
    for place, lag in enumerate(tested):
        stepped = [min(1.0, (len(tested) - step) * tested[step]["p"]) for step in range(place + 1)]
        lag["p_adjusted"] = max(stepped)
    # A p below 0.05 needs dates enough, as the least is one in as many, times the lags that Holm allows for.
    enough = any(len(tested) / (lag["with"] + lag["without"]) < 0.05 for lag in tested)
    verdict = "no_clear_difference" if enough else "insufficient_data"
    for lag in reversed(lags):
        if lag["p"] is not None and lag["p_adjusted"] < 0.05 and abs(lag["coefficient"]) >= 0.3 - 1e-9:
            verdict = ("lower" if lag["coefficient"] < 0 else "higher") + "_in_the_days_after"
    return {"lags": lags, "verdict": verdict}


def some_visits(rng, days):
    """Days of visits: booked by the clock or by pain, one or many, some of them twice or outside the diary."""
    length, step = len(days), rng.choice([2, 3, 5, 7, 7, 9, 14])
    way = rng.choice(["none", "few", "regular", "regular", "regular", "random", "random", "bad", "bad", "bad"])
    if way == "none":
        return []
    if way == "few":
        visits = [rng.randrange(-4, length + 5) for _ in range(rng.randint(1, 6))]
    elif way == "regular":
        visits = list(range(rng.randrange(step), length, step))
    elif way == "random":
        visits = [day for day in range(length) if rng.random() < 1 / step]
    else:
        delay, visits = rng.choice([0, 1, 2, 4]), []
        ranked = sorted(sum(scores) / len(scores) for scores in days if scores)
        bad = ranked[len(ranked) * 3 // 4]
        for day, scores in enumerate(days):
            if scores and sum(scores) / len(scores) >= bad and (not visits or day + delay - visits[-1] >= step):
                visits.append(day + delay)
    return visits + [visit for visit in visits if rng.random() < rng.choice([0, 0, 0.2])]


def ease(rng, days, visits):
    """The same diary with less pain on the two days after visits."""
    points = rng.choice([0, 1, 2, 4])
    eased = {visit + 1 for visit in visits} | {visit + 2 for visit in visits}
    return [
        [max(0, score - points) for score in scores] if scores and day in eased else scores
        for day, scores in enumerate(days)
    ]


def some_sessions(rng, days):
    """Days of sessions: by the clock, by chance, or unless sore."""
    way = rng.choice(["none", "few", "all", "weekdays", "weekdays", "blocks", "strict", *["sore"] * 4, "random", "random"])
    level = {day: sum(scores) / len(scores) for day, scores in enumerate(days) if scores}
    chance = {"none": 0, "few": 0.07, "all": 0.97, "random": rng.uniform(0.2, 0.8)}
    sessions = []
    for day in range(len(days)):
        if way == "weekdays":
            trains = day % 7 in (0, 2, 4)
        elif way == "blocks":
            trains = (day + 1) % 4 < 2
        elif way in ("strict", "sore"):
            rested = level.get(day, 5) <= 5
            trains = rested if way == "strict" else rng.random() < (0.8 if rested else 0.2)
        else:
            trains = rng.random() < chance[way]
        if trains:
            sessions.append(day)
    return sessions


def change(rng, days, sessions):
    """The same diary with the pain of some day after each session changed."""
    points, lag = rng.choice([0, -1, -2, 2]), rng.choice([1, 2, 3])
    changed = {session + lag for session in sessions}
    return [
        [min(10, max(0, score + points)) for score in scores] if scores and day in changed else scores
        for day, scores in enumerate(days)
    ]


def compact(value):
    """Numbers to twelve digits."""
    if isinstance(value, dict):
        return {key: compact(inner) for key, inner in value.items()}
    if isinstance(value, list):
        return [compact(inner) for inner in value]
    return float(f"{value:.12g}") if isinstance(value, float) else value


def write(name, lines):
    with Path(__file__).with_name(name).open("w") as file:
        for line in lines:
            file.write(json.dumps(compact(line), separators=(",", ":")) + "\n")


def main():
    rng = random.Random(20261124)
    kinds = ["constant", "alternating", "blocks", "two", "weekly"] + ["noise"] * 12
    reliefs, exercises = [], []
    for number in range(DIARIES + LONG):
        length = WINDOW + rng.randint(0, 60) if number >= DIARIES else rng.choice([0, 8, 45, 60, 75, 90, 120, 150, 180, 210, 240])
        kind = rng.choice(kinds) if number < DIARIES else "noise"
        days = diary(rng, kind, length)
        visits = some_visits(rng, days) if days else [3]
        eased = ease(rng, days, visits) if kind == "noise" else days
        others = [visit for visit in visits if rng.random() < 0.3] if rng.random() < 0.2 else []
        visits = [visit for visit in visits if visit not in others]
        line = {"diary": "".join(map(written, eased)), "others": others}
        reliefs.append(line | relief(eased, visits, others))
        sessions = some_sessions(rng, days)
        changed = change(rng, days, sessions) if kind == "noise" else days
        line = {"diary": "".join(map(written, changed)), "sessions": sessions}
        exercises.append(line | exercise(changed, set(sessions)))
    write("relief.jsonl", reliefs)
    write("exercise.jsonl", exercises)


if __name__ == "__main__":
    main()
