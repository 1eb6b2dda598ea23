import { type Digest, type Instant, instant } from "../../../domain/units.ts";
import type { BuildRef, Counts, MetricsDriver, Sample } from "../../port.ts";
import { buildsByVersion } from "../versions.ts";
import { query } from "./ask.ts";
import { isKnown } from "./known.ts";
import { type Memory, memory, takeIn } from "./memory.ts";
import { takeInNative } from "./native.ts";
import { ownOf } from "./own.ts";
import { lookBack, question, type Selectors, selectorsOf } from "./question.ts";
import { downIn, nativeReadingsOf, type Reading, readingsOf, type Versions } from "./readings.ts";
import { failed, type PrometheusSettings } from "./settings.ts";
import { totalsOf } from "./totals.ts";

/**
 * Counts by the service's own counters, as Prometheus scraped them. Raw ones: `rate()` and `increase()` guess at the ends
 * of a window, and cannot tell a quiet minute from one that was not scraped.
 *
 * It remembers every counter, so keep one for as long as an environment is conducted: a new one begins anew with what
 * Prometheus shows. What an instance counted after its last scrape and before it died nobody knows. A restart is missed
 * when, by the next reading, the instance counted more than it had before.
 */
export const prometheusMetrics = (settings: PrometheusSettings): MetricsDriver => {
  const known = memory();
  let last: Promise<unknown> = Promise.resolve();
  return {
    name: "prometheus",
    read(builds, signal) {
      // One after the other: an answer that is taken in late would look like a restart of everything.
      const next = last.then(() => read(settings, known, builds, signal));
      last = next.catch(() => {});
      return next;
    },
  };
};

const read = async (
  settings: PrometheusSettings,
  known: Memory,
  builds: readonly BuildRef[],
  signal: AbortSignal,
): Promise<Sample> => {
  const selectors = selectorsOf(settings);
  const versions = {
    label: settings.label,
    builds: buildsByVersion(builds, `the label ${settings.label}`, failed),
  };
  if (builds.length === 0) return { at: settings.now(), builds: {} };
  const unmet = await recall(settings, selectors, known, versions, signal);
  const ours = [...known.counters.values()].filter(({ build }) => [...versions.builds.values()].includes(build));
  const jobs = [...new Set(ours.map(({ target }) => target.job))].filter((job) => job !== "");
  const asked = question(selectors, settings.label, [...versions.builds.keys()], jobs);
  const answer = await query(settings, asked, signal);
  const [readings, histograms] = [readingsOf(answer, versions), nativeReadingsOf(answer, versions)];
  const unknown = takeInNative(known, histograms, (build) => unmet.includes(build));
  takeIn(known, readings);
  const now = { readings, natives: histograms, down: downIn(answer), theirs: answer.theirs };
  const told = builds.filter(({ digest }) => !unknown.has(digest) && isKnown(digest, now, known));
  const countsOf = (build: Digest): Counts => {
    const counters = [...known.counters.values()].filter((one) => one.build === build);
    const natives = [...known.natives.values()].filter((one) => one.build === build);
    return { ...totalsOf(counters, natives), ...ownOf(settings, build, now, known) };
  };
  return {
    at: timeOf(readings, told, answer.ahead) ?? settings.now(),
    builds: Object.fromEntries(told.map(({ digest }) => [digest, countsOf(digest)])),
  };
};

/** Take in what was known of builds that were never asked for. @returns those builds */
const recall = async (
  settings: PrometheusSettings,
  selectors: Selectors,
  known: Memory,
  { label, builds }: Versions,
  signal: AbortSignal,
): Promise<readonly Digest[]> => {
  const met = new Set([...known.counters.values()].map(({ build }) => build));
  const unmet = new Map([...builds].filter(([, build]) => !met.has(build)));
  if (unmet.size === 0) return [];
  const answer = await query(settings, lookBack(selectors, label, [...unmet.keys()]), signal);
  takeIn(known, readingsOf(answer, { label, builds: unmet }));
  return [...unmet.values()];
};

/** Until when everything is counted, by our clock; null without a reading of these builds. */
const timeOf = (readings: readonly Reading[], builds: readonly BuildRef[], ahead: number): Instant | null => {
  const times = readings
    .filter(({ part, build }) => part === "requests" && builds.some(({ digest }) => digest === build))
    .map(({ at }) => at);
  return times.length === 0 ? null : instant(Math.round(Math.min(...times) - ahead));
};
