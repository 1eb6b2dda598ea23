import { z } from "zod";
import type { Report } from "../domain/release/evidence.ts";
import { blank } from "./blank.ts";
import { amountField, countField, digestField, instantField } from "./fields.ts";
import { checked, parseJson } from "./json.ts";
import { isMachineReadable, k6MachineReadable } from "./k6-machine-readable.ts";
import { unreadable } from "./unreadable.ts";

const share = amountField.max(1, { error: "a rate lies in 0 … 1" });
const trend = z.looseObject({
  med: amountField.optional(),
  "p(95)": amountField.optional(),
  "p(99)": amountField.optional(),
});
const counter = z.looseObject({ count: countField.optional(), rate: amountField.optional() });
const rate = z.looseObject({
  rate: share.optional(),
  value: share.optional(),
  passes: countField.optional(),
  fails: countField.optional(),
});

type Rate = z.infer<typeof rate>;

/** `handleSummary` wraps the numbers of a metric in `values`; `--summary-export` does not. */
const unwrap = (metric: unknown): unknown =>
  typeof metric === "object" && metric !== null && "values" in metric ? metric.values : metric;
const metric = <T extends z.ZodType>(numbers: T) => z.preprocess(unwrap, numbers.optional());

const summary = z.looseObject({
  metrics: z.looseObject({
    http_req_duration: metric(trend),
    http_reqs: metric(counter),
    http_req_failed: metric(rate),
  }),
  // Not k6's own: a handleSummary function may add them.
  build: digestField.nullish(),
  madeAt: instantField.nullish(),
});

/**
 * The end-of-test summary of k6, of `--summary-export` or of `handleSummary`, in the old shape or in that of
 * `--new-machine-readable-summary`. Figures `p50Ms`, `p95Ms`, `p99Ms`,
 * `requestsPerSecond`, `requests`, `errorRate` (0 … 1); what k6 did not measure is absent, never 0. k6 leaves p99 out
 * unless the script asks for it: `summaryTrendStats: ["med", "p(95)", "p(99)"]`.
 *
 * @throws Unreadable
 */
export const k6 = (text: string): Report => {
  const value = parseJson(text);
  if (isMachineReadable(value)) return k6MachineReadable(value);
  const { metrics, build, madeAt } = checked(summary, value);
  const { http_req_duration: times, http_reqs: requests, http_req_failed: failed } = metrics;
  // A threshold makes k6 write zeros for a metric without a single sample.
  const measured = requests?.count !== 0;
  const figures = present({
    p50Ms: measured ? times?.med : undefined,
    p95Ms: measured ? times?.["p(95)"] : undefined,
    p99Ms: measured ? times?.["p(99)"] : undefined,
    requestsPerSecond: requests?.rate,
    requests: requests?.count,
    errorRate: measured && failed ? errorRate(failed) : undefined,
  });
  if (Object.keys(figures).length === 0) unreadable("it holds none of k6's HTTP metrics");
  return { ...blank, figures, build: build ?? null, madeAt: madeAt ?? null, tool: "k6" };
};

const present = (figures: Readonly<Record<string, number | undefined>>): Record<string, number> =>
  Object.fromEntries(Object.entries(figures).filter((entry): entry is [string, number] => entry[1] !== undefined));

/** k6 counts a *failed* request as a pass of the metric `http_req_failed`: it is the rate of "yes, it failed". */
const errorRate = ({ rate, value, passes, fails }: Rate): number | undefined => {
  const said = rate ?? value;
  if (said === undefined || passes === undefined || fails === undefined) return said;
  if (passes + fails === 0) return undefined;
  const counted = passes / (passes + fails);
  return Math.abs(counted - said) < 1e-6
    ? said
    : unreadable(`http_req_failed says ${said}, but ${passes} of ${passes + fails} is ${counted}`);
};
