import type { Settings } from "../analysis/settings.ts";
import type { Config } from "../config/config.ts";
import type { Environment } from "../config/environment.ts";

/** Share of the needed evidence that one window may bring where the two sides are not scraped at the same moment. */
const scrapedCap = 0.35;
/** A user who keeps meeting the same side and fails, fails some ten times in a row. */
const stickyDispersion = 10;

/**
 * How the verdicts of an environment are reached: as configured, and for the rest as its router and its source of counts
 * need. Counts of no known environment are taken for scraped ones of requests that are routed one by one.
 */
export const analysisSettings = (
  { guardrails, analysis }: Pick<Config, "guardrails" | "analysis">,
  environment: Pick<Environment, "metrics" | "traffic"> | null,
): Settings => {
  const { interval: _, dispersion, cap, ...rest } = analysis;
  return {
    ...rest,
    guardrails,
    dispersion: dispersion ?? (environment !== null && isSticky(environment) ? stickyDispersion : 1),
    cap: cap ?? (environment?.metrics.driver === "router" ? Number.POSITIVE_INFINITY : scrapedCap),
  };
};

const isSticky = ({ traffic }: Pick<Environment, "traffic">): boolean =>
  traffic.driver === "haproxy" && traffic.sticky !== null;
