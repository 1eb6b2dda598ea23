import type { Difference } from "./difference.ts";
import type { TestRuns } from "./junit-runs.ts";

/**
 * Which tests behave otherwise than in a reference run. Figures `newFailures`: failed now, and not then; `removed`: ran
 * or were skipped then, and are not there now; `added`; lists of the same names.
 *
 * @param reference  `none`: there never was one, so nothing can have been removed; `lost`: there should be one, so
 *                   `removed` and `added` stay unknown
 */
export const compareTests = (current: TestRuns, reference: TestRuns | "none" | "lost"): Difference => {
  const before = typeof reference === "string" ? new Map() : reference;
  const newFailures = more(current, before, ({ failed }) => failed);
  const difference = (lists: Readonly<Record<string, readonly string[]>>): Difference => ({
    figures: Object.fromEntries(Object.entries(lists).map(([name, ids]) => [name, ids.length])),
    lists,
    findings: newFailures.map((id) => ({ id, severity: "high", title: `${id} fails now`, where: "" })),
  });
  if (reference === "lost") return difference({ newFailures });
  if (reference === "none") return difference({ newFailures, removed: [], added: more(current, before, total) });
  return difference({ newFailures, removed: more(before, current, total), added: more(current, before, total) });
};

type Count = { readonly total: number; readonly failed: number };
const total = (count: Count): number => count.total;

/** Names of tests, once for each time that they are counted more often in `a` than in `b`. */
const more = (a: TestRuns, b: TestRuns, of: (count: Count) => number): readonly string[] =>
  [...a].flatMap(([name, count]): string[] =>
    Array(Math.max(0, of(count) - of(b.get(name) ?? { total: 0, failed: 0 }))).fill(name),
  );
