import type { BuildRef } from "./rollout/rollout.ts";
import type { Instant } from "./units.ts";

/** One environment's small stream: which build runs, who holds it, who waits, and what may not come back by itself. */
export type EnvironmentEvent = { readonly at: Instant } & (
  | {
      /** A person states what runs there now and that it is good; the conductor then brings it up and routes to it. */
      readonly type: "EnvironmentAdopted";
      readonly build: BuildRef;
      readonly count: number;
      readonly reason: string;
      readonly by: string;
    }
  /** Nothing runs there any more, by a person's order. */
  | { readonly type: "EnvironmentTakenDown"; readonly by: string; readonly reason: string }
  | { readonly type: "EnvironmentQueued"; readonly release: string; readonly rollout: string }
  | { readonly type: "EnvironmentHeld"; readonly release: string; readonly rollout: string }
  | {
      /** A rollout is over, as holder or while it waited. */
      readonly type: "EnvironmentFreed";
      readonly rollout: string;
      /** Null when it never began: what ran there still does. */
      readonly runs: BuildRef | null;
      /** Only after a rollback for cause. */
      readonly rolledBack?: HeldBack;
    }
  | {
      /** A person takes the hold from a rollout that does not end; nothing that it did is undone. */
      readonly type: "EnvironmentUnstuck";
      readonly rollout: string;
      /** What it may have left running; null when its release could not be read. */
      readonly candidate: BuildRef | null;
      readonly by: string;
      readonly reason: string;
      readonly rolledBack?: HeldBack;
    }
  /** A person lets a build that was rolled back for cause be tried again. */
  | {
      readonly type: "EnvironmentHoldReleased";
      readonly build: BuildRef;
      readonly by: string;
      readonly reason: string;
    }
  /** What runs or is routed is not what was released here; once for each set of findings. */
  | { readonly type: "UnauthorisedChangeSeen"; readonly findings: readonly string[] }
  | { readonly type: "UnauthorisedChangeGone" }
  /** Somebody, or an agent, asked for what is not theirs to ask; nothing was changed (R206). */
  | { readonly type: "EnvironmentActRefused"; readonly act: string; readonly code: string; readonly by: string }
);

export type Waiting = { readonly release: string; readonly rollout: string; readonly since: Instant };

/** A build that was rolled back here for cause: when, by whom, why, and in which rollout (T47). */
export type HeldBack = {
  readonly build: BuildRef;
  readonly release: string;
  readonly rollout: string;
  readonly at: Instant;
  readonly by: string;
  readonly reason: string;
};

export type Unstuck = {
  readonly rollout: string;
  readonly candidate: BuildRef | null;
  readonly by: string;
  readonly reason: string;
};

export type EnvironmentState = {
  /** The known-good build in service; null before the first adoption. */
  readonly runs: BuildRef | null;
  /** The one that was known good before it. */
  readonly lastGood: BuildRef | null;
  readonly heldBy: Waiting | null;
  /** Who is next, in order; the holder is not among them. */
  readonly waiting: readonly Waiting[];
  readonly heldBack: readonly HeldBack[];
  /** Rollouts whose hold a person took away: they may not act any more. */
  readonly unstuck: readonly Unstuck[];
  readonly unauthorised: { readonly since: Instant; readonly findings: readonly string[] } | null;
  /** Version of the event that gave or took the hold: orders all holders (see `Fence`). */
  readonly hold: number;
  /** When somebody last did something here; looking is not doing. */
  readonly changedAt: Instant | null;
  readonly version: number;
};

export const emptyEnvironment: EnvironmentState = {
  runs: null,
  lastGood: null,
  heldBy: null,
  waiting: [],
  heldBack: [],
  unstuck: [],
  unauthorised: null,
  hold: 0,
  changedAt: null,
  version: 0,
};

export const environmentStream = (service: string, environment: string): string =>
  `environment/${service}/${environment}`;

const changesNothing: ReadonlySet<EnvironmentEvent["type"]> = new Set([
  "UnauthorisedChangeSeen",
  "UnauthorisedChangeGone",
  "EnvironmentActRefused",
]);

export const evolveEnvironment = (state: EnvironmentState, event: EnvironmentEvent): EnvironmentState => {
  const version = state.version + 1;
  const changedAt = changesNothing.has(event.type) ? state.changedAt : event.at;
  return { ...state, ...change(state, event, version), version, changedAt };
};

const change = (state: EnvironmentState, event: EnvironmentEvent, version: number): Partial<EnvironmentState> => {
  switch (event.type) {
    case "EnvironmentAdopted":
      // Whoever says that it is good says so of this build too.
      return { ...nowRuns(state, event.build), heldBack: without(state.heldBack, event.build) };
    case "EnvironmentTakenDown":
      return { runs: null, lastGood: state.runs ?? state.lastGood };
    case "EnvironmentQueued":
      return state.waiting.some(({ rollout }) => rollout === event.rollout) ? {} : { waiting: queued(state, event) };
    case "EnvironmentHeld":
      return { hold: version, heldBy: place(event), waiting: others(state.waiting, event) };
    case "EnvironmentFreed":
      return {
        ...(event.runs === null ? {} : nowRuns(state, event.runs)),
        ...over(state, event),
      };
    case "EnvironmentUnstuck": {
      const { rollout, candidate, by, reason } = event;
      // The number grows with nobody holding: whatever the one that lost it still asks of a router comes too late.
      return { ...over(state, event), hold: version, unstuck: [...state.unstuck, { rollout, candidate, by, reason }] };
    }
    case "EnvironmentHoldReleased":
      return { heldBack: without(state.heldBack, event.build) };
    case "UnauthorisedChangeSeen":
      return { unauthorised: { since: state.unauthorised?.since ?? event.at, findings: event.findings } };
    case "UnauthorisedChangeGone":
      return { unauthorised: null };
    case "EnvironmentActRefused":
      return {};
  }
};

type Named = { readonly rollout: string };

const place = ({ release, rollout, at }: Named & { readonly release: string; readonly at: Instant }): Waiting => ({
  release,
  rollout,
  since: at,
});

const queued = ({ waiting }: EnvironmentState, event: Parameters<typeof place>[0]) => [...waiting, place(event)];

const others = (waiting: readonly Waiting[], { rollout }: Named): readonly Waiting[] =>
  waiting.filter((one) => one.rollout !== rollout);

/** Out of the environment, whether it held it or waited for it. */
const over = (
  state: EnvironmentState,
  event: Named & { readonly rolledBack?: HeldBack },
): Partial<EnvironmentState> => ({
  heldBy: state.heldBy?.rollout === event.rollout ? null : state.heldBy,
  waiting: others(state.waiting, event),
  ...(event.rolledBack === undefined
    ? {}
    : { heldBack: [...without(state.heldBack, event.rolledBack.build), event.rolledBack] }),
});

const nowRuns = ({ runs, lastGood }: EnvironmentState, build: BuildRef): Partial<EnvironmentState> =>
  runs?.digest === build.digest ? { runs: build } : { runs: build, lastGood: runs ?? lastGood };

const without = (heldBack: readonly HeldBack[], { digest }: BuildRef): readonly HeldBack[] =>
  heldBack.filter(({ build }) => build.digest !== digest);
