import type { Span } from "../calendar/span.ts";
import { type Millis, millis, since } from "../units.ts";
import type { Deployment, Lead } from "./facts.ts";
import { middle } from "./middle.ts";

/** The five delivery metrics of one service over a period. Null: nothing in the period tells it; never 0 for that. */
export type Delivery = {
  readonly deployments: number;
  /** Deployments a week. */
  readonly frequency: number | null;
  /** The middle one of the times from a commit until all traffic was on its build. */
  readonly leadTime: Millis | null;
  /** How many times that is the middle of, by what each began with. */
  readonly leads: Readonly<Record<Lead["from"], number>>;
  readonly failed: number;
  readonly failRate: number | null;
  /** The middle one of the times from the first sign of a failure until users were well again. */
  readonly recoveryTime: Millis | null;
  /** Failures that are not over. */
  readonly notRecovered: number;
  readonly rework: number;
  readonly reworkRate: number | null;
};

const week = 7 * 86_400_000;

/**
 * Change lead time, deployment frequency, failed deployment recovery time, change fail rate and deployment rework rate,
 * counted by when each deployment was: `from` is in the period, `to` is not. So a period that is cut in two counts
 * nothing twice and loses nothing, and what was collected besides does not matter (T55).
 *
 * A change is delivered when all traffic is on its build, so what was rolled back before that has no lead time. Rework is
 * what nobody planned and an incident in production brought about: an emergency, and another try after a failure.
 *
 * @source DORA, "DORA's software delivery performance metrics", https://dora.dev/guides/dora-metrics/
 */
export const delivery = (all: readonly Deployment[], { from, to }: Span): Delivery => {
  const own = all.filter(({ at }) => at >= from && at < to);
  const failures = own.flatMap(({ failure }) => failure ?? []);
  const rework = own.filter((one) => one.rework).length;
  const leads = own.flatMap(({ lead }) => lead ?? []);
  const begun = (from: Lead["from"]): number => leads.filter((lead) => lead.from === from).length;
  const share = (count: number): number | null => (own.length === 0 ? null : count / own.length);
  const recoveries = failures.flatMap(({ recovery }) => recovery ?? []);
  const length = since(from, to);
  return {
    deployments: own.length,
    frequency: length === 0 ? null : (own.length * week) / length,
    leadTime: lengthOf(leads.map(({ length }) => length)),
    leads: { commit: begun("commit"), opening: begun("opening") },
    failed: failures.length,
    failRate: share(failures.length),
    recoveryTime: lengthOf(recoveries),
    notRecovered: failures.length - recoveries.length,
    rework,
    reworkRate: share(rework),
  };
};

const lengthOf = (lengths: readonly number[]): Millis | null => {
  const found = middle(lengths);
  return found === null ? null : millis(found);
};
