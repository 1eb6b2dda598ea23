"""Check values for guardrail.ts and conditional-odds.ts, from other forms of the same quantities and with 60 digits.

guardrail.ts adds up log-likelihood ratios; this multiplies the capital of a gambler who bets lambda on every request:
1 + lambda (1 - p) for a bad one, 1 - lambda p for a good one, lambda = (e^g - 1) / (1 + p (e^g - 1)).

conditional-odds.ts sums ratios of neighbouring terms outwards from the largest; this sums whole binomial coefficients,
which Python keeps exactly.

Run: python3 src/analysis/check-values.py > src/analysis/check-values.ts
"""

from decimal import Decimal, getcontext
from math import comb

getcontext().prec = 60

HARM = [Decimal("0.1") * Decimal("1.4") ** j for j in range(13)]
GOOD = [Decimal("-0.7"), Decimal("-1.4"), Decimal("-2.3")]


def capital(p, g, bad, total):
    odds = g.exp() - 1
    stake = odds / (1 + p * odds)
    return (1 + stake * (1 - p)) ** bad * (1 - stake * p) ** (total - bad)


def log_mean(p, grid, bad, total):
    return (sum(capital(p, g, bad, total) for g in grid) / len(grid)).ln()


def log_normalizer(n, other, bad, g):
    terms = range(max(0, bad - other), min(n, bad) + 1)
    total = sum(Decimal(comb(n, j) * comb(other, bad - j)) * (g * j).exp() for j in terms)
    return (total / Decimal(comb(n + other, bad))).ln()


def needed(p, bad, beta):
    low, high = bad, max(1, bad)
    goal = (1 / beta).ln()
    while log_mean(p, GOOD, bad, high) < goal:
        high *= 2
    while low < high:
        middle = (low + high) // 2
        if log_mean(p, GOOD, bad, middle) >= goal:
            high = middle
        else:
            low = middle + 1
    return high


CASES = [
    ("0.01", 0, 0),
    ("0.01", 0, 1),
    ("0.01", 1, 1),
    ("0.01", 0, 390),
    ("0.01", 3, 100),
    ("0.01", 50, 100),
    ("0.01", 10000, 10000),
    ("0.001", 6, 1200),
    ("0.001", 0, 5000),
    ("0.05", 120, 2000),
    ("0.05", 0, 1000000),
    ("0.2", 7, 9),
    ("0.999", 5, 10),
]
NEEDED = [("0.01", 0, "0.05"), ("0.01", 2, "0.05"), ("0.001", 0, "0.05"), ("0.05", 0, "0.05"), ("0.05", 40, "0.01")]

print("/** Made by check-values.py; do not edit. */")
print("export const evidenceValues = [")
for limit, bad, total in CASES:
    p = Decimal(limit)
    breach, meets = (log_mean(p, grid, bad, total) for grid in (HARM, GOOD))
    print(f"  {{ limit: {limit}, bad: {bad}, total: {total}, logBreach: {float(breach)!r}, logMeets: {float(meets)!r} }},")
print("] as const;")
print()
print("export const neededValues = [")
for limit, bad, beta in NEEDED:
    print(f"  {{ limit: {limit}, bad: {bad}, beta: {beta}, requests: {needed(Decimal(limit), bad, Decimal(beta))} }},")
print("] as const;")

print()
print("export const normalizerValues = [")
for n, other, bad, g in [
    (25, 475, 1, "2.2"),
    (25, 475, 3, "5"),
    (25, 475, 250, "0.2"),
    (25, 475, 499, "-1.2"),
    (1, 3, 2, "0.9"),
    (40, 2, 41, "3.2"),
    (250, 750, 500, "-0.35"),
    (5000, 15000, 40, "1.5"),
    (5000, 15000, 10000, "0.45"),
    (12500, 37500, 49000, "5"),
    (300, 300, 60, "40"),
    (300, 300, 60, "-40"),
]:
    value = log_normalizer(n, other, bad, Decimal(g))
    print(f"  {{ n: {n}, other: {other}, bad: {bad}, g: {g}, log: {float(value)!r} }},")
print("] as const;")
