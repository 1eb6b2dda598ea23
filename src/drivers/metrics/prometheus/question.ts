import { gaugePart, part } from "./ask.ts";
import { bucketsOf, nativeOf, oneOf, type Selector, selectorOf, written } from "./selector.ts";
import { failed, type PrometheusSettings } from "./settings.ts";

/** What one series of the answer tells. */
export type Part = "requests" | "errors" | "latency" | `total ${string}` | `bad ${string}` | `gauge ${string}`;

export type Selectors = {
  readonly parts: ReadonlyMap<Part, Selector>;
  /** The histogram of `latency` by its bare name, where it may be a native one. */
  readonly native: Selector | null;
};

/** @throws AppError `DRIVER_FAILED` when one of them is no selector */
export const selectorsOf = ({ requests, errors, latency, counters, gauges }: PrometheusSettings): Selectors => {
  const histogram = checked("latency", latency);
  return {
    parts: new Map<Part, Selector>([
      ["requests", checked("requests", requests)],
      ["errors", checked("errors", errors)],
      ["latency", bucketsOf(histogram)],
      ...Object.entries(counters).flatMap(([name, { total, bad }]): [Part, Selector][] => [
        [`total ${name}`, checked(`counters.${name}.total`, total)],
        [`bad ${name}`, checked(`counters.${name}.bad`, bad)],
      ]),
      ...Object.entries(gauges).map(([name, gauge]): [Part, Selector] => [
        `${gaugePart}${name}`,
        checked(`gauges.${name}`, gauge),
      ]),
    ]),
    native: nativeOf(histogram),
  };
};

/**
 * The raw counters of these versions and the time of each one's last sample, all of one moment: in one query, because
 * two would see two scrapes. Then the targets of these jobs that cannot be scraped.
 */
export const question = (
  { parts, native }: Selectors,
  label: string,
  versions: readonly string[],
  jobs: readonly string[],
): string => {
  const ours = oneOf(label, versions);
  return [
    ...[...parts].map(([one, selector]) => tagged(one, written(selector, ours))),
    ...[...parts].map(([one, selector]) => tagged(`${one} time`, timeOf(selector, ours, ...lastOf(one)))),
    ...(native === null ? [] : nativeParts(native, ours)),
    ...(jobs.length === 0 ? [] : [tagged("down", `up{${oneOf("job", jobs)}} == 0`)]),
  ].join(" or ");
};

/**
 * What was known of these versions in the last hour, whether or not it is scraped now. Asked before the first reading: a
 * target that was out of reach for a moment does not come back as if all of its requests were new. Not asked of native
 * histograms, of which older versions say nothing there, nor of gauges, whose past does not matter.
 */
export const lookBack = ({ parts }: Selectors, label: string, versions: readonly string[]): string =>
  [...parts]
    .filter(([one]) => !one.startsWith(gaugePart))
    .map(([one, selector]) => tagged(one, `last_over_time(${written(selector, oneOf(label, versions))}[1h])`))
    .join(" or ");

/** Not tagged itself: label_replace() of Prometheus 2.42 drops a histogram. A summary has the same name, and quantiles. */
const nativeParts = (native: Selector, ours: string): readonly string[] => [
  written(native, ours, 'quantile=""'),
  tagged("native time", timeOf(native, ours, 'quantile=""')),
];

const timeOf = (selector: Selector, ...more: readonly string[]): string => `timestamp(${written(selector, ...more)})`;

/** The buckets of one histogram have one time. */
const lastOf = (one: Part): readonly string[] => (one === "latency" ? ['le="+Inf"'] : []);

const tagged = (value: string, promql: string): string => `label_replace(${promql}, "${part}", "${value}", "", "")`;

const checked = (which: string, given: string): Selector => {
  const selector = selectorOf(given);
  if (selector !== null) return selector;
  throw failed(
    `${which}: ${given} is not a selector of raw counters`,
    `Write ${which}: name{label="value"} in headgate.yaml, without rate(), sum() or a range.`,
  );
};
