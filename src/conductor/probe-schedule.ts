import { type Clash, clashesWith, isInWindows, type Planned } from "../domain/calendar/clashes.ts";
import { stopsStart } from "../domain/calendar/hindrance.ts";
import { plannedSpan } from "../domain/calendar/planned.ts";
import type { Span } from "../domain/calendar/span.ts";
import { zonedSpan } from "../domain/calendar/zoned.ts";
import type { Release } from "../domain/release/release.ts";
import { type Instant, instant, millis, plus } from "../domain/units.ts";
import type { Probe } from "../probes/port.ts";
import type { Bookings } from "./bookings.ts";
import { readCalendar } from "./calendar-store.ts";
import { calendarView, openSpans } from "./calendar-view.ts";
import type { Deps } from "./deps.ts";
import { readEnvironment } from "./environment-store.ts";
import type { Loaded } from "./load.ts";
import { type Finding, finding, told } from "./probe-answer.ts";
import { zoneOf } from "./zone-of.ts";

const day = millis(86_400_000);

/** What stands against the time that is planned: clashes, and why it lies in no window; null when it lies in one. */
export type JudgedPlan = {
  readonly planned: Planned;
  readonly clashes: readonly Clash[];
  readonly outside: string | null;
  readonly unreadable: readonly string[];
};

/** Whether the planned time is ours alone: no freeze, no other release, no peak traffic, and inside a window (R33, R49). */
export const scheduleProbe =
  (deps: Deps, loaded: Loaded, bookings: Bookings): Probe =>
  async (question) => {
    const { planned, clashes, outside, unreadable } = await judgePlan(deps, loaded, bookings, question.environment);
    const figures = { conflicts: clashes.length, inWindow: outside === null ? 1 : 0, unreadable: unreadable.length };
    const texts = {
      planned: zonedSpan(planned, planned.zone),
      conflicts: clashes.length === 0 ? "none" : clashes.map(({ says }) => says).join("; "),
      window: outside ?? "inside",
    };
    const findings = [
      ...clashes.map(toFinding),
      ...(outside === null ? [] : [finding(outside, question.environment)]),
      ...unreadable.map((id): Finding => ({ ...finding(`the plans of ${id} cannot be read`, id), severity: "medium" })),
    ];
    return told(deps, question, "schedule", figures, findings, texts);
  };

export const judgePlan = async (
  deps: Pick<Deps, "journal" | "now">,
  { release, config }: Loaded,
  bookings: Bookings,
  environment: string,
): Promise<JudgedPlan> => {
  const now = deps.now();
  const planned: Planned = { ...plannedTime(release, environment, now), environment, zone: zoneOf(config) };
  // Beyond both ends, so that a window or a freeze is seen whole.
  const range: Span = { from: instant(planned.from - day), to: plus(planned.to, millis(35 * day)) };
  const view = calendarView(config, await readCalendar(deps), release, range);
  const { booked, unreadable } = await bookings(environment, now);
  const others = booked.filter((one) => one.release !== release.id);
  const peaks = openSpans(config.environments[environment as "production"]?.peaks ?? [], range);
  const known = [release.id, ...others.map((one) => one.release)];
  return {
    planned,
    clashes: [...clashesWith(view, planned, others, peaks), ...(await held(deps, config.service, environment, known))],
    outside: isInWindows(view, planned) ? null : outsideText(view, planned),
    unreadable,
  };
};

/** Where no date is set, or it has passed, it is judged as if it began now. */
const plannedTime = ({ plan }: Release, environment: string, now: Instant): Span => {
  const { productionAt } = plan;
  if (environment !== "production" || productionAt === null) return plannedSpan(plan, environment, now);
  const dated = plannedSpan(plan, environment, productionAt);
  const isLate = plan.window === undefined ? dated.from < now : dated.to <= now;
  return isLate ? plannedSpan(plan, environment, now) : dated;
};

const outsideText = (view: Parameters<typeof stopsStart>[0], planned: Planned): string => {
  const time = zonedSpan(planned, planned.zone);
  // One that begins inside and is too long for it begins well and ends badly.
  const next = stopsStart({ ...view, stops: [], freezes: [] }, planned.environment, planned);
  return next === null
    ? `${time} does not fit into the window in which it begins`
    : `${time} begins outside of every window; ${next.says}`;
};

/** Somebody who has the environment without being under way: it watches a build that it promoted, or nobody freed it. */
const held = async (
  deps: Pick<Deps, "journal">,
  service: string,
  environment: string,
  known: readonly string[],
): Promise<readonly Clash[]> => {
  const { heldBy } = await readEnvironment(deps, service, environment);
  return heldBy === null || known.includes(heldBy.release)
    ? []
    : [{ kind: "release", id: heldBy.release, says: `${environment} is held by ${heldBy.rollout}` }];
};

const toFinding = ({ id, says }: Clash): Finding => ({
  id: `${id}: ${says}`,
  severity: "high",
  title: says,
  where: id,
});
