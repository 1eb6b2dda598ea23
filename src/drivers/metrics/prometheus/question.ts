import { part } from "./ask.ts";
import { bucketsOf, oneOf, type Selector, selectorOf, written } from "./selector.ts";
import { failed, type PrometheusSettings } from "./settings.ts";

/** What one series of the answer tells. */
export type Part = "requests" | "errors" | "latency";

export type Selectors = Readonly<Record<Part, Selector>>;

/** @throws AppError `DRIVER_FAILED` when one of them is no selector */
export const selectorsOf = (settings: PrometheusSettings): Selectors => ({
  requests: checked("requests", settings.requests),
  errors: checked("errors", settings.errors),
  latency: bucketsOf(checked("latency", settings.latency)),
});

/**
 * The raw counters of these versions and the time of each one's last sample, all of one moment: in one query, because
 * two would see two scrapes. Then the targets of these jobs that cannot be scraped.
 */
export const question = (
  all: Selectors,
  label: string,
  versions: readonly string[],
  jobs: readonly string[],
): string => {
  const ours = oneOf(label, versions);
  return [
    ...parts(all, (selector) => written(selector, ours)),
    tagged("requests time", `timestamp(${written(all.requests, ours)})`),
    tagged("errors time", `timestamp(${written(all.errors, ours)})`),
    tagged("latency time", `timestamp(${written(all.latency, ours, 'le="+Inf"')})`),
    ...(jobs.length === 0 ? [] : [tagged("down", `up{${oneOf("job", jobs)}} == 0`)]),
  ].join(" or ");
};

/**
 * What was known of these versions in the last hour, whether or not it is scraped now. Asked before the first reading: a
 * target that was out of reach for a moment does not come back as if all of its requests were new.
 */
export const lookBack = (all: Selectors, label: string, versions: readonly string[]): string =>
  parts(all, (selector) => `last_over_time(${written(selector, oneOf(label, versions))}[1h])`).join(" or ");

const parts = (all: Selectors, asked: (selector: Selector) => string): string[] =>
  (["requests", "errors", "latency"] as const).map((one) => tagged(one, asked(all[one])));

const tagged = (value: string, promql: string): string => `label_replace(${promql}, "${part}", "${value}", "", "")`;

const checked = (which: Part, given: string): Selector => {
  const selector = selectorOf(given);
  if (selector !== null) return selector;
  throw failed(
    `${which}: ${given} is not a selector of raw counters`,
    `Write ${which}: name{label="value"} in headgate.yaml, without rate(), sum() or a range.`,
  );
};
