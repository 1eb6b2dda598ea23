import type { Digest } from "../../../domain/units.ts";
import { type Answer, part, type Series } from "./ask.ts";
import type { Part } from "./question.ts";

/** One counter as one instance last told it. */
export type Reading = {
  readonly part: Part;
  readonly build: Digest;
  /** All labels but `le`: the buckets of one histogram have it in common. */
  readonly group: string;
  /** What Prometheus scrapes, so in effect the instance. */
  readonly target: Target;
  /** Upper edge of a bucket in seconds, `Infinity` for the last; null for a plain counter. */
  readonly edge: number | null;
  readonly value: number;
  /** When it was scraped, in ms by Prometheus's clock; 0 = some time in the last hour. */
  readonly at: number;
};

export type Target = { readonly job: string; readonly instance: string };

export const sameTarget = (a: Target, b: Target): boolean => a.job === b.job && a.instance === b.instance;

/** Bookkeeping of one query: its parts, and which build a version is. */
export type Versions = { readonly label: string; readonly builds: ReadonlyMap<string, Digest> };

/** @returns the counters in the answer; a bucket without an edge is none */
export const readingsOf = ({ series }: Pick<Answer, "series">, versions: Versions): readonly Reading[] => {
  const times = new Map(series.map(({ labels, value }) => [`${labels[part]} ${groupOf(labels)}`, value * 1_000]));
  return series.flatMap((one) => {
    const reading = readingOf(one, versions);
    return reading === null ? [] : [{ ...reading, at: times.get(`${reading.part} time ${reading.group}`) ?? 0 }];
  });
};

/** Targets that could not be scraped. */
export const downIn = ({ series }: Pick<Answer, "series">): readonly Target[] =>
  series.filter(({ labels }) => labels[part] === "down").map(({ labels }) => targetOf(labels));

const readingOf = ({ labels, value }: Series, { label, builds }: Versions): Omit<Reading, "at"> | null => {
  const [which, build] = [labels[part], builds.get(labels[label] ?? "")];
  if (build === undefined || (which !== "requests" && which !== "errors" && which !== "latency")) return null;
  const edge = which === "latency" ? edgeOf(labels.le) : null;
  if (Number.isNaN(edge)) return null;
  return { part: which, build, group: groupOf(labels), target: targetOf(labels), edge, value: Math.round(value) };
};

const edgeOf = (le: string | undefined): number => (le === "+Inf" ? Number.POSITIVE_INFINITY : Number(le));

const targetOf = ({ job = "", instance = "" }: Series["labels"]): Target => ({ job, instance });

/** `timestamp()` drops the name, so it is no part of it. */
const groupOf = (labels: Series["labels"]): string =>
  JSON.stringify(
    Object.entries(labels)
      .filter(([name]) => name !== "le" && name !== "__name__" && name !== part)
      .sort(([a], [b]) => (a < b ? -1 : 1)),
  );
