import type { ReleaseEvent } from "../release/events.ts";

/** What did not go as planned while an environment was changed, counted. 0 is boring, which is the aim (R89). */
export type Excitement = {
  readonly score: number;
  readonly counts: Readonly<Record<Kind, number>>;
};

type Kind = "unplannedSteps" | "pauses" | "retries" | "manualActs" | "refusals";

/** @param events all of a release, in order; those of rollouts in other environments do not count */
export const excitement = (events: readonly ReleaseEvent[], environment: string): Excitement => {
  const rollouts = new Set(events.flatMap((event) => requestedIn(event, environment)));
  const span = between(events, rollouts);
  const kinds = span.map((event) => kindOf(event, rollouts));
  const countOf = (kind: Kind): number => kinds.filter((one) => one === kind).length;
  const all: Excitement["counts"] = {
    unplannedSteps: countOf("unplannedSteps"),
    pauses: countOf("pauses"),
    // The first attempt is the plan; each further one is a retry.
    retries: countOf("retries") + Math.max(0, rollouts.size - 1),
    manualActs: countOf("manualActs"),
    refusals: countOf("refusals"),
  };
  return { counts: all, score: Object.values(all).reduce((sum, one) => sum + one, 0) };
};

/** `3: 1 retry, 2 pauses`; `0` when nothing happened. */
export const excitementText = ({ score, counts }: Excitement): string => {
  const said = (Object.keys(words) as Kind[])
    .filter((kind) => counts[kind] > 0)
    .map((kind) => `${counts[kind]} ${counts[kind] === 1 ? words[kind][0] : words[kind][1]}`);
  return said.length === 0 ? String(score) : `${score}: ${said.join(", ")}`;
};

const words: Readonly<Record<Kind, readonly [one: string, many: string]>> = {
  unplannedSteps: ["unplanned step", "unplanned steps"],
  pauses: ["pause", "pauses"],
  retries: ["retry", "retries"],
  manualActs: ["manual act", "manual acts"],
  refusals: ["refusal", "refusals"],
};

const requestedIn = (event: ReleaseEvent, environment: string): readonly string[] =>
  event.type === "RolloutRequested" && event.environment === environment && event.purpose === "deploy"
    ? [event.rollout]
    : [];

/** From the first request to the last end of a rollout; while one goes on, to now. */
const between = (events: readonly ReleaseEvent[], rollouts: ReadonlySet<string>): readonly ReleaseEvent[] => {
  const isOf = (event: ReleaseEvent) => "rollout" in event && event.rollout !== null && rollouts.has(event.rollout);
  const first = events.findIndex(isOf);
  if (first < 0) return [];
  const last = events.findLastIndex((event) => isOf(event) && ends.has(event.type));
  const open = events.findLastIndex((event) => isOf(event) && event.type === "RolloutRequested") > last;
  return events.slice(first, open || last < 0 ? undefined : last + 1);
};

const ends: ReadonlySet<ReleaseEvent["type"]> = new Set(["RolloutPromoted", "RolloutRolledBack"]);

const kindOf = (event: ReleaseEvent, rollouts: ReadonlySet<string>): Kind | null => {
  if ("rollout" in event)
    return event.rollout !== null && rollouts.has(event.rollout) ? (kindsByType[event.type] ?? null) : null;
  return kindsByType[event.type] ?? null;
};

const kindsByType: Readonly<Partial<Record<ReleaseEvent["type"], Kind>>> = {
  StepReverted: "unplannedSteps",
  RollbackStarted: "unplannedSteps",
  RolloutEscalated: "unplannedSteps",
  RollbackEscalated: "unplannedSteps",
  TriggerRaised: "unplannedSteps",
  RolloutPaused: "pauses",
  RolloutFrozen: "pauses",
  EffectFailed: "retries",
  HookFailed: "retries",
  SmokeFailed: "retries",
  InstancesLost: "retries",
  RolloutResumed: "manualActs",
  HoldLost: "manualActs",
  FixApplied: "manualActs",
  GlassBroken: "manualActs",
  WaiverGranted: "manualActs",
  BuildReplaced: "manualActs",
  CommandRefused: "refusals",
};
