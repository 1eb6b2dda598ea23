import { type Instant, instant } from "../../../domain/units.ts";
import type { AppError } from "../../../errors.ts";
import type { BuildRef, Counts, MetricsDriver, Sample } from "../../port.ts";
import { askPage, type Limits } from "../ask-page.ts";
import { bucketsOf } from "../latency.ts";
import { buildsByVersion } from "../versions.ts";
import { buildOf, edgesOf, type PageBuild, readPage } from "./page.ts";
import { failed, strange, type WebSettings } from "./settings.ts";

const limits: Limits = { within: 10_000, longest: 1_000_000 };

/** ms that the clock of the page may be ahead of ours. */
const ahead = 5_000;

/**
 * Counts by a page of the user's own, which adds up its instances itself. Nothing is remembered: a total that begins anew
 * shows as a smaller one, and that window is dropped. One thing that cannot be right makes the whole answer unusable.
 */
export const webMetrics = (settings: WebSettings): MetricsDriver => ({
  name: "web",
  read: (builds, signal) => read(settings, builds, signal),
});

const read = async (settings: WebSettings, builds: readonly BuildRef[], signal: AbortSignal): Promise<Sample> => {
  const versions = buildsByVersion(builds, "the page", failed);
  // What it says may be newer than this, and is never older: no window begins before its weight was there.
  const asked = settings.now();
  const url = new URL(settings.url);
  const headers = { accept: "application/json" };
  const page = readPage(await askPage({ url, method: "GET", headers }, limits, signal, { unreachable, strange }));
  const told = [...versions].flatMap(([version, digest]) => {
    const build = buildOf(page, version);
    return build === null ? [] : [[digest, countsOf(build, settings)] as const];
  });
  return { at: page.at === undefined ? asked : timeOf(page.at, asked, settings), builds: Object.fromEntries(told) };
};

const unreachable = (problem: string, cause: unknown): AppError =>
  failed(problem, "Is the page served there? Nothing was decided from this.", cause);

const countsOf = ({ requests, errors, latency, counters, gauges }: PageBuild, asked: WebSettings): Counts => ({
  requests,
  errors,
  latency: latency === undefined ? [] : bucketsOf(edgesOf(latency)),
  ...(asked.counters.length === 0 ? {} : { counters: only(asked.counters, counters) }),
  ...(asked.gauges.length === 0 ? {} : { gauges: only(asked.gauges, gauges) }),
});

/** Those of these names that the page tells; null is how it says that it does not know. */
const only = <T>(names: readonly string[], told: Readonly<Record<string, T | null>>): Readonly<Record<string, T>> =>
  Object.fromEntries(
    names.flatMap((name) => {
      const value = Object.hasOwn(told, name) ? told[name] : null;
      return value === undefined || value === null ? [] : [[name, value] as const];
    }),
  );

/** A page that nobody writes any more is no service without requests. */
const timeOf = (text: string, asked: Instant, { maxAge, now }: WebSettings): Instant => {
  const at = Date.parse(text);
  if (at > now() + ahead) throw strange(`${text} has not come yet; set its clock, or leave at out`);
  if (at < asked - maxAge) throw strange(`it was counted at ${text}, longer ago than max-age`);
  return instant(at);
};
