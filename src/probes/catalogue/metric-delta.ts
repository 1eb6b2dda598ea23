import type { Millis } from "../../domain/units.ts";
import type { Look } from "../port.ts";
import { answered } from "./answered.ts";
import { askPage } from "./ask-page.ts";
import { atRest } from "./at-rest.ts";
import { type Counter, counterOf } from "./counter.ts";

export type MetricDeltaSettings = {
  /** Asked for `requests` times. */
  readonly url: string;
  readonly requests: number;
  readonly counter: Counter;
  /** ms for which the counter must stand still: as long as it takes to collect it once. */
  readonly settle: Millis;
  /** ms for the whole. */
  readonly within: Millis;
};

/** How far off a counter may be. */
const slack = 1;

/**
 * Sends a known number of requests and sees whether a counter rises by it, neither less nor more (R58). It must come to
 * rest before, so that what was asked earlier is not counted as ours, and after, for one that counts twice passes by the
 * right number on its way.
 */
export const metricDelta: Look<MetricDeltaSettings> = async (settings, signal) => {
  const { url, requests, settle, within } = settings;
  const limit = AbortSignal.timeout(within);
  const read = counterOf(settings.counter);
  const report = (problem: string | null, sent: number, counted: number) =>
    answered("metric-delta", url, problem === null ? [] : [problem], {
      sent,
      counted,
      difference: Math.abs(sent - counted),
    });
  const before = await atRest(read, () => true, settle, signal, limit);
  if (!before.rested) return report(whyNot(before.value, "before anything was sent"), 0, 0);
  const sent = await send(settings, signal, limit);
  if (sent < requests) return report(`only ${sent} of ${requests} requests were answered`, sent, 0);
  const from = before.value;
  const after = await atRest(read, (value) => value - from >= requests - slack, settle, signal, limit);
  if (after.value === null) return report("there is no data of the counter any more", sent, 0);
  const counted = after.value - from;
  if (counted < 0) return report("the counter was set back meanwhile", sent, 0);
  const close = Math.abs(counted - requests) <= slack;
  const still = close && !after.rested ? `it was not at rest for ${settle} ms within ${within} ms` : null;
  return report(close ? still : `the counter rose by ${counted} for ${requests} requests`, sent, counted);
};

const whyNot = (value: number | null, when: string): string =>
  value === null ? `there is no data of the counter ${when}` : `the counter did not come to rest ${when}`;

/** One after the other; whatever the answer says, it was answered. */
const send = async ({ url, requests, within }: MetricDeltaSettings, signal: AbortSignal, limit: AbortSignal) => {
  let answers = 0;
  for (let n = 0; n < requests && !limit.aborted; n++) {
    const asked = await askPage({ url, ca: null, within }, signal);
    if ("page" in asked) answers++;
  }
  return answers;
};
