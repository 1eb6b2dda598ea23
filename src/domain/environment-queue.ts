import type { EnvironmentEvent, EnvironmentState, HeldBack, Waiting } from "./environment.ts";
import type { Rollout } from "./rollout/rollout.ts";
import type { Digest, Instant } from "./units.ts";
import { utcMinute } from "./utc.ts";

type Asker = { readonly release: string; readonly rollout: string };

/**
 * What happens when a rollout asks for the environment: it takes its place if it has none, and the hold if nobody has
 * it and nobody came before (T35). None when it holds it already, or waits and is not next.
 */
export const askForHold = (state: EnvironmentState, asker: Asker, at: Instant): readonly EnvironmentEvent[] => {
  const { heldBy, waiting } = state;
  if (heldBy?.rollout === asker.rollout) return [];
  const isQueued = waiting.some(({ rollout }) => rollout === asker.rollout);
  const isNext = heldBy === null && (waiting[0]?.rollout ?? asker.rollout) === asker.rollout;
  return [
    ...(isQueued ? [] : [{ type: "EnvironmentQueued", at, ...asker } as const]),
    ...(isNext ? [{ type: "EnvironmentHeld", at, ...asker } as const] : []),
  ];
};

/** A rollout that is over leaves, as holder or out of the queue; none when it is neither. `runs`: what it left in service. */
export const leave = (
  state: EnvironmentState,
  release: string,
  rollout: Rollout,
  at: Instant,
): readonly EnvironmentEvent[] => {
  if (state.heldBy?.rollout !== rollout.id && !state.waiting.some((one) => one.rollout === rollout.id)) return [];
  return [
    {
      type: "EnvironmentFreed",
      at,
      rollout: rollout.id,
      runs: leftInService(rollout),
      ...rolledBack(release, rollout),
    },
  ];
};

/** The known-good build after it; null when it never began, and what ran there still does. */
const leftInService = ({ phase, candidate, baseline }: Rollout) => (phase === "closed" ? candidate : baseline);

/** A drill goes back on purpose, and one that never began says nothing against its build. */
export const rolledBack = (
  release: string,
  { id, rollback, baseline, candidate: build }: Rollout,
): { readonly rolledBack?: HeldBack } => {
  if (rollback === null || rollback.severity === "drill" || baseline === null) return {};
  const { at, by, reason } = rollback;
  return { rolledBack: { build, release, rollout: id, at, by, reason } };
};

export const isOver = ({ phase }: Rollout): boolean => phase === "rolled-back" || phase === "closed";

/** Everybody who comes before it: the holder, then those who wait longer. Nobody comes before the holder. */
export const ahead = ({ heldBy, waiting }: EnvironmentState, rollout: string): readonly Waiting[] => {
  if (heldBy?.rollout === rollout) return [];
  const place = waiting.findIndex((one) => one.rollout === rollout);
  const longer = place === -1 ? waiting : waiting.slice(0, place);
  return heldBy === null ? longer : [heldBy, ...longer];
};

/** `shop-1.1.0/production-deploy-1, which holds it since 2026-11-23 22:10 UTC, and 1 more: …` */
export const whoIsBefore = (state: EnvironmentState, rollout: string): string => {
  const [first, ...more] = ahead(state, rollout);
  if (first === undefined) return "nobody";
  const does = first.rollout === state.heldBy?.rollout ? "holds it" : "waits";
  const rest = more.length === 0 ? "" : `, and ${more.length} more: ${more.map((one) => one.rollout).join(", ")}`;
  return `${first.rollout}, which ${does} since ${utcMinute(first.since)}${rest}`;
};

export const heldBackBuild = ({ heldBack }: EnvironmentState, digest: Digest): HeldBack | null =>
  heldBack.find(({ build }) => build.digest === digest) ?? null;

/** What a refusal says of it. */
export const heldBackDetail = (environment: string, { build, at, by, reason }: HeldBack) => ({
  environment,
  version: build.version,
  at: utcMinute(at),
  by,
  reason,
});

/** `2026-11-23 22:10 UTC`: enough for people, and the same at each look. */
