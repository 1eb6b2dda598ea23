import { z } from "zod";
import type { Report } from "../domain/release/evidence.ts";
import { blank } from "./blank.ts";
import { amountField, countField, digestField, instantField } from "./fields.ts";
import { checked } from "./json.ts";
import { unreadable } from "./unreadable.ts";

const metric = z.looseObject({ name: z.string(), values: z.unknown() });
const trend = z.looseObject({
  med: amountField.optional(),
  "p(95)": amountField.optional(),
  "p(99)": amountField.optional(),
});
const counter = z.looseObject({ count: countField });
const rate = z.looseObject({ rate: amountField.max(1), matches: countField, total: countField });

const summary = z.looseObject({
  version: z.string(),
  /** Seconds. */
  config: z.looseObject({ duration: amountField }),
  metadata: z.looseObject({ generatedAt: instantField, k6Version: z.string() }),
  results: z.looseObject({ metrics: z.array(metric) }),
  // Not k6's own: a handleSummary function may add it.
  build: digestField.nullish(),
});

export const isMachineReadable = (value: unknown): boolean =>
  typeof value === "object" && value !== null && "results" in value && "metadata" in value;

/**
 * What k6 writes with `--new-machine-readable-summary`. It holds no 99th percentile unless k6 comes to add one, and no
 * rate of requests: that is the count by the duration of the run.
 *
 * @throws Unreadable
 * @source schema 1.0.0 of the summary, internal/lib/summary/machinereadable of k6 1.5
 */
export const k6MachineReadable = (value: unknown): Report => {
  const { config, metadata, results, build } = checked(summary, value);
  refuseTwice(results.metrics.map(({ name }) => name));
  const valuesOf = <T>(name: string, schema: z.ZodType<T>): T | undefined => {
    const found = results.metrics.find((one) => one.name === name);
    return found && checked(schema, found.values);
  };
  const requests = valuesOf("http_reqs", counter)?.count;
  const times = requests === 0 ? undefined : valuesOf("http_req_duration", trend);
  const failed = requests === 0 ? undefined : valuesOf("http_req_failed", rate);
  const figures = {
    p50Ms: times?.med,
    p95Ms: times?.["p(95)"],
    p99Ms: times?.["p(99)"],
    requestsPerSecond: requests === undefined || config.duration === 0 ? undefined : requests / config.duration,
    requests,
    errorRate: failed && errorRate(failed),
  };
  const known = Object.entries(figures).filter((entry): entry is [string, number] => entry[1] !== undefined);
  if (known.length === 0) unreadable("it holds none of k6's HTTP metrics");
  return {
    ...blank,
    figures: Object.fromEntries(known),
    build: build ?? null,
    madeAt: metadata.generatedAt,
    tool: `k6 ${metadata.k6Version}`,
  };
};

const refuseTwice = (names: readonly string[]): void => {
  const twice = names.find((name, i) => names.indexOf(name) !== i);
  if (twice !== undefined) unreadable(`the metric ${twice} comes twice, so it is unclear which one holds`);
};

/** `matches` of `http_req_failed` are the failed requests. */
const errorRate = ({ rate: said, matches, total }: z.infer<typeof rate>): number | undefined => {
  if (total === 0) return undefined;
  return Math.abs(matches / total - said) < 1e-6
    ? said
    : unreadable(`http_req_failed says ${said}, but ${matches} of ${total} is ${matches / total}`);
};
