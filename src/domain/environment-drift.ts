import type { EnvironmentState } from "./environment.ts";
import type { BuildRef, Rollout } from "./rollout/rollout.ts";
import type { Digest } from "./units.ts";

/** An instance as it was seen, whoever started it. */
export type Observed = {
  readonly id: string;
  readonly build: Digest;
  readonly endpoint: string;
  readonly ready: boolean;
};

/** One side of the traffic as the router says it. */
export type Routed = {
  readonly build: Digest;
  readonly endpoints: readonly string[];
  readonly weight: number;
  readonly cohort?: unknown;
};

export type Seen = { readonly instances: readonly Observed[]; readonly routes: readonly Routed[] };

/** What may run here, and the share of each build; `shares` is null while somebody is in the middle of a change. */
type Expected = {
  readonly builds: readonly BuildRef[];
  readonly shares: readonly { readonly build: BuildRef; readonly percent: number }[] | null;
  readonly isHeld: boolean;
};

/**
 * What runs or is routed here although nobody released it here, or should and does not (R203), each in words; none when
 * all is as it was released.
 * @param holder the rollout that holds the environment; null when nobody does
 */
export const drift = (state: EnvironmentState, seen: Seen, holder: Rollout | null): readonly string[] => {
  // Whose history cannot be read is judged by nobody: it would only be called a stranger.
  if (state.heldBy !== null && holder === null) return [];
  const expected = expect(state, holder);
  const name = naming(state, expected);
  const origin = originIn(state);
  return [
    ...strangersRunning(expected, seen, name, origin),
    ...strangersRouted(expected, seen, name, origin),
    ...wrongEndpoints(expected, seen, name),
    ...missing(expected, seen, name),
    ...wrongShares(expected, seen, name),
  ];
};

const expect = ({ runs }: EnvironmentState, holder: Rollout | null): Expected => {
  const inService = runs === null ? [] : [runs];
  if (holder === null)
    return { builds: inService, shares: inService.map((build) => ({ build, percent: 100 })), isHeld: false };
  const { phase, weightAt, weight, candidate, baseline, closedAt, reverting } = holder;
  const isSettled = phase === "promoted" || (phase === "progressing" && weightAt !== null);
  const isMoving = !isSettled || closedAt !== null || reverting;
  const rest = baseline === null ? [] : [{ build: baseline, percent: 100 - weight }];
  return {
    builds: [...inService, candidate, ...rest.map(({ build }) => build)],
    shares: isMoving ? null : [{ build: candidate, percent: weight }, ...rest],
    isHeld: true,
  };
};

type Name = (digest: Digest) => string;

/** Versions where they are known; else enough of the digest to tell it from others. */
const naming =
  ({ lastGood, heldBack, unstuck }: EnvironmentState, { builds }: Expected): Name =>
  (digest) => {
    const known = [...builds, ...(lastGood === null ? [] : [lastGood]), ...heldBack.map(({ build }) => build)];
    const left = unstuck.flatMap(({ candidate }) => (candidate === null ? [] : [candidate]));
    return [...known, ...left].find((build) => build.digest === digest)?.version ?? `build ${digest.slice(0, 19)}`;
  };

/** Who brought a stranger here, as far as the history tells. */
const originIn =
  ({ unstuck }: EnvironmentState): Name =>
  (digest) => {
    const left = unstuck.findLast(({ candidate }) => candidate?.digest === digest);
    return left === undefined ? "nobody released it here" : `${left.rollout} left it when its hold was taken away`;
  };

const isKnown = ({ builds }: Expected, digest: Digest): boolean => builds.some((build) => build.digest === digest);

const getsRequests = ({ weight, cohort }: Routed): boolean => weight > 0 || cohort !== undefined;

const strangersRunning = (expected: Expected, { instances }: Seen, name: Name, origin: Name): readonly string[] =>
  [...Map.groupBy(instances, ({ build }) => build)]
    .filter(([build]) => !isKnown(expected, build))
    .map(([build, own]) => {
      const where = own.map(({ id, endpoint }) => `${id} at ${endpoint}`).sort();
      return `${name(build)} runs, and ${origin(build)}: ${where.join(", ")}`;
    });

const strangersRouted = (expected: Expected, { routes }: Seen, name: Name, origin: Name): readonly string[] =>
  routes
    .filter((route) => getsRequests(route) && !isKnown(expected, route.build))
    .map(({ build, weight }) => `${name(build)} gets ${weight} % of the traffic, and ${origin(build)}`);

const wrongEndpoints = ({ isHeld }: Expected, { instances, routes }: Seen, name: Name): readonly string[] =>
  routes.filter(getsRequests).flatMap(({ build, endpoints }) =>
    endpoints.flatMap((endpoint) => {
      const there = instances.filter((one) => one.endpoint === endpoint);
      if (there.some((one) => one.build === build)) return [];
      const other = there[0];
      if (other !== undefined) return [`${endpoint} gets requests as ${name(build)} and runs ${name(other.build)}`];
      // A rollout renews its routes once a window; until then an instance that it replaced may still stand in them.
      return isHeld ? [] : [`${endpoint} gets requests as ${name(build)}, and no instance of ours is there`];
    }),
  );

const missing = ({ builds, isHeld }: Expected, { instances }: Seen, name: Name): readonly string[] =>
  isHeld
    ? []
    : builds
        .filter(({ digest }) => !instances.some(({ build, ready }) => build === digest && ready))
        .map(({ digest }) => `no instance of ${name(digest)}, the build in service, is ready`);

const wrongShares = ({ shares }: Expected, { routes }: Seen, name: Name): readonly string[] =>
  (shares ?? []).flatMap(({ build, percent }) => {
    const real = routes.filter((route) => route.build === build.digest).reduce((sum, { weight }) => sum + weight, 0);
    return real === percent ? [] : [`${name(build.digest)} gets ${real} % of the traffic instead of ${percent} %`];
  });
