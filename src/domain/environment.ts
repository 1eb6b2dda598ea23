import type { BuildRef } from "./rollout/rollout.ts";
import type { Instant } from "./units.ts";

/** One environment's small stream: which build runs, and which rollout holds it. */
export type EnvironmentEvent = {
  readonly at: Instant;
} /** A person states what runs there now and that it is good; the conductor then brings it up and routes to it. */ & (
  | {
      readonly type: "EnvironmentAdopted";
      readonly build: BuildRef;
      readonly count: number;
      readonly reason: string;
      readonly by: string;
    }
  /** Nothing runs there any more, by a person's order. */
  | { readonly type: "EnvironmentTakenDown"; readonly by: string; readonly reason: string }
  | { readonly type: "EnvironmentHeld"; readonly release: string; readonly rollout: string }
  /** `runs` is null when the rollout never began: what ran there still does. */
  | { readonly type: "EnvironmentFreed"; readonly rollout: string; readonly runs: BuildRef | null }
);

export type EnvironmentState = {
  /** The known-good build in service; null before the first adoption. */
  readonly runs: BuildRef | null;
  readonly heldBy: { readonly release: string; readonly rollout: string } | null;
  /** Version of the event that gave the hold: orders all holders (see `Fence`). */
  readonly hold: number;
  readonly version: number;
};

export const emptyEnvironment: EnvironmentState = { runs: null, heldBy: null, hold: 0, version: 0 };

export const environmentStream = (service: string, environment: string): string =>
  `environment/${service}/${environment}`;

export const evolveEnvironment = (state: EnvironmentState, event: EnvironmentEvent): EnvironmentState => {
  const version = state.version + 1;
  switch (event.type) {
    case "EnvironmentAdopted":
      return { ...state, version, runs: event.build };
    case "EnvironmentTakenDown":
      return { ...state, version, runs: null };
    case "EnvironmentHeld":
      return { ...state, version, hold: version, heldBy: { release: event.release, rollout: event.rollout } };
    case "EnvironmentFreed":
      return { ...state, version, runs: event.runs ?? state.runs, heldBy: null };
  }
};
