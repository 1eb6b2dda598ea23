import type { Digest } from "../../../domain/units.ts";
import { type Answer, type Bucket, numberOf, part, type Series } from "./ask.ts";
import type { Part } from "./question.ts";
import { failed } from "./settings.ts";

/** Where a reading comes from. */
type Origin = {
  readonly build: Digest;
  /** All labels but `le`: the buckets of one histogram have it in common. */
  readonly group: string;
  /** What Prometheus scrapes, so in effect the instance. */
  readonly target: Target;
  /** When it was scraped, in ms by Prometheus's clock; 0 = some time in the last hour. */
  readonly at: number;
};

/** One counter, or gauge, as one instance last told it. */
export type Reading = Origin & {
  readonly part: Part;
  /** Upper edge of a bucket in seconds, `Infinity` for the last; null for a plain counter. */
  readonly edge: number | null;
  readonly value: number;
};

/** One native histogram as one instance last told it. */
export type NativeReading = Origin & { readonly count: number; readonly buckets: readonly Bucket[] };

export type Target = { readonly job: string; readonly instance: string };

export const sameTarget = (a: Target, b: Target): boolean => a.job === b.job && a.instance === b.instance;

/** Bookkeeping of one query: its parts, and which build a version is. */
export type Versions = { readonly label: string; readonly builds: ReadonlyMap<string, Digest> };

/** @returns the counters and gauges in the answer; a bucket without an edge is none */
export const readingsOf = (answer: Pick<Answer, "series">, versions: Versions): readonly Reading[] => {
  const at = timesOf(answer);
  return answer.series.flatMap((one) => {
    const reading = readingOf(one, versions);
    return reading === null ? [] : [{ ...reading, at: at(reading.part, reading.group) }];
  });
};

export const nativeReadingsOf = (
  answer: Pick<Answer, "series" | "histograms">,
  { label, builds }: Versions,
): readonly NativeReading[] => {
  const at = timesOf(answer);
  return answer.histograms.flatMap(({ labels, count, buckets }) => {
    const [build, group] = [builds.get(labels[label] ?? ""), groupOf(labels)];
    return build === undefined
      ? []
      : [{ build, group, target: targetOf(labels), at: at("native", group), count, buckets }];
  });
};

/** Targets that could not be scraped. */
export const downIn = ({ series }: Pick<Answer, "series">): readonly Target[] =>
  series.filter(({ labels }) => labels[part] === "down").map(({ labels }) => targetOf(labels));

const timesOf = ({ series }: Pick<Answer, "series">): ((which: Part | "native", group: string) => number) => {
  const times = new Map(series.map(({ labels, value }) => [`${labels[part]} ${groupOf(labels)}`, value * 1_000]));
  return (which, group) => times.get(`${which} time ${group}`) ?? 0;
};

const readingOf = ({ labels, value }: Series, { label, builds }: Versions): Omit<Reading, "at"> | null => {
  const [which, build] = [labels[part] ?? "", builds.get(labels[label] ?? "")];
  if (build === undefined || !isPart(which)) return null;
  const edge = which === "latency" ? numberOf(labels.le ?? "NaN") : null;
  if (Number.isNaN(edge)) return null;
  const origin = { build, group: groupOf(labels), target: targetOf(labels) };
  return { ...origin, part: which, edge, value: wholeOf(which, value) };
};

const isPart = (text: string): text is Part => /^(?:requests|errors|latency|(?:total|bad|gauge) \S+)$/.test(text);

/** @throws AppError when a counter of the service's own counts no whole things, such as seconds: it is no share then */
const wholeOf = (which: Part, value: number): number => {
  if (which.startsWith("gauge ")) return value;
  if (which === "requests" || which === "errors" || which === "latency") return Math.round(value);
  if (Number.isSafeInteger(value)) return value;
  const [key, name] = which.split(" ");
  throw failed(`counters.${name}.${key} is at ${value}, which is not whole`, "Name a counter of events in its place.");
};

const targetOf = ({ job = "", instance = "" }: Series["labels"]): Target => ({ job, instance });

/** `timestamp()` drops the name, so it is no part of it. */
const groupOf = (labels: Series["labels"]): string =>
  JSON.stringify(
    Object.entries(labels)
      .filter(([name]) => name !== "le" && name !== "__name__" && name !== part)
      .sort(([a], [b]) => (a < b ? -1 : 1)),
  );
