import type { CheckBinding } from "../config/config.ts";
import { lastRollout, type Release } from "../domain/release/release.ts";
import { type Instant, plus } from "../domain/units.ts";
import type { Told } from "./ask-probes.ts";

/**
 * What probes saw, once the service has had its stated time to warm up: before that, what is wrong is neither a pass nor
 * a fault, and is asked again at its end (R104). What is well is well at once.
 */
export const warmingUp = (
  release: Release,
  environment: string,
  { warmUp }: Pick<CheckBinding, "warmUp">,
  now: Instant,
  seen: Told,
): Told => {
  const since = lastRollout(release, environment, "deploy")?.promotedAt ?? null;
  if (warmUp === undefined || since === null || seen.figures.failed === 0) return seen;
  const until = plus(since, warmUp);
  if (now >= until) return seen;
  const waitsFor = `it may warm up until ${new Date(until).toISOString()}; so far: ${seen.lists.failed.join("; ")}`;
  return { ...seen, figures: { ...seen.figures, askAgainAt: until }, texts: { ...seen.texts, waitsFor } };
};
