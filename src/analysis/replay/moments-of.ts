import type { Instant, Percent } from "../../domain/units.ts";
import type { Counts } from "../window.ts";
import type { Problem, Row, Side } from "./row.ts";

/** Both sides at one time; null where a side was not measured. */
export type Moment = {
  readonly at: Instant;
  readonly line: number;
  readonly candidate: Counts | null;
  readonly baseline: Counts | null;
  readonly weight: Percent | null;
};

/** Rows by time, in order; and what keeps two rows from being two sides of the same moment. */
export const momentsOf = (
  rows: readonly Row[],
): { readonly moments: readonly Moment[]; readonly problems: readonly Problem[] } => {
  const byTime = new Map<Instant, Partial<Record<Side, Row>>>();
  const problems: Problem[] = [];
  for (const row of rows) {
    const there = byTime.get(row.at) ?? {};
    if (there[row.side] !== undefined) problems.push(twice(row, there[row.side]!));
    byTime.set(row.at, { ...there, [row.side]: row });
  }
  const pairs = [...byTime].toSorted(([a], [b]) => a - b);
  for (const [, { candidate, baseline }] of pairs)
    if (candidate && baseline && (candidate.weight ?? baseline.weight) !== (baseline.weight ?? candidate.weight))
      problems.push({
        line: Math.max(candidate.line, baseline.line),
        path: "weight",
        what: `${candidate.weight} % and ${baseline.weight} % at the same time`,
        fix: "write the candidate's share in both rows, or in one",
      });
  return {
    problems: [...problems, ...withoutWeight(pairs.map(([, pair]) => pair)), ...noPair(pairs.map(([, pair]) => pair))],
    moments: pairs.map(([at, { candidate, baseline }]) => ({
      at,
      line: Math.min(candidate?.line ?? Number.POSITIVE_INFINITY, baseline?.line ?? Number.POSITIVE_INFINITY),
      candidate: candidate?.counts ?? null,
      baseline: baseline?.counts ?? null,
      weight: candidate?.weight ?? baseline?.weight ?? null,
    })),
  };
};

type Pair = Partial<Record<Side, Row>>;

const twice = ({ line, side }: Row, first: Row): Problem => ({
  line,
  path: "time",
  what: `a second row of the ${side} at the time of line ${first.line}`,
  fix: "add up what the instances of a side counted: one row for each side and time",
});

/** Weights are all written down, or all read off the requests. */
const withoutWeight = (pairs: readonly Pair[]): readonly Problem[] => {
  const lacking = pairs.filter(({ candidate, baseline }) => (candidate?.weight ?? baseline?.weight ?? null) === null);
  const [first] = lacking;
  if (first === undefined || lacking.length === pairs.length) return [];
  return [
    {
      line: lineOf(first),
      path: "weight",
      what: `none here${lacking.length > 1 ? `, nor at ${lacking.length - 1} other times` : ""}, but elsewhere`,
      fix: "write it for every time, or nowhere",
    },
  ];
};

const lineOf = ({ candidate, baseline }: Pair): number => candidate?.line ?? baseline?.line ?? 1;

/** Clocks that differ by a second would make every window one-sided, and nothing would be compared. */
const noPair = (pairs: readonly Pair[]): readonly Problem[] => {
  const all = pairs.flatMap(({ candidate, baseline }) => [candidate, baseline].filter((row) => row !== undefined));
  const has = (side: Side): boolean => all.some((row) => row.side === side);
  if (!has("candidate")) return [{ line: 1, path: "side", what: "no row is the candidate's", fix: "add its rows" }];
  if (has("baseline"))
    return pairs.some(({ candidate, baseline }) => candidate !== undefined && baseline !== undefined)
      ? []
      : [
          {
            line: 1,
            path: "time",
            what: "no time has a row of both sides",
            fix: "give the two rows of an interval the same time: the end of the interval",
          },
        ];
  return all.some(({ weight }) => weight !== null)
    ? []
    : [
        {
          line: 1,
          path: "side",
          what: "no row is the baseline's",
          fix: "add its rows; or, if the candidate had all traffic, a weight of 100",
        },
      ];
};
