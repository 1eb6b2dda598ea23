import type { ListedEnvironment } from "../conductor/list-environments.ts";
import type { Look } from "../conductor/look.ts";
import type { EnvironmentState, HeldBack, Waiting } from "../domain/environment.ts";
import type { BuildRef } from "../domain/rollout/rollout.ts";
import { type Digest, type Instant, since } from "../domain/units.ts";
import type { AlertAnswer, EnvironmentAnswer } from "./environment-answer.ts";

/** An environment as every surface answers it. */
export const toEnvironmentAnswer = (service: string, look: Look, now: Instant): EnvironmentAnswer => {
  const { name, state, holder, seen, findings, problem } = look;
  const versionOf = naming(look);
  return {
    service,
    environment: name,
    at: iso(now),
    runs: toBuild(state.runs),
    lastGood: toBuild(state.lastGood),
    heldBy: state.heldBy === null ? null : { ...toPlace(state.heldBy, now), phase: holder?.phase ?? null },
    waiting: state.waiting.map((one) => toPlace(one, now)),
    heldBack: state.heldBack.map(toHeldBack),
    recorded:
      state.unauthorised === null
        ? null
        : { since: iso(state.unauthorised.since), findings: [...state.unauthorised.findings] },
    instances:
      seen?.instances.map(({ id, build, endpoint, ready, answer }) => ({
        id,
        build,
        version: versionOf(build),
        endpoint,
        ready,
        answer,
      })) ?? null,
    routes:
      seen?.routes.map(({ build, endpoints, weight, cohort }) => ({
        build,
        version: versionOf(build),
        weight,
        endpoints: [...endpoints],
        cohort: cohort !== undefined,
      })) ?? null,
    findings: [...findings],
    problem,
    next: [...nextActs(name, state, findings)],
  };
};

/** What was recorded and is still there; whose history cannot be read has nothing to tell. */
export const toAlerts = (listed: readonly ListedEnvironment[]): AlertAnswer[] =>
  listed.flatMap(({ service, name, state }) => {
    const unauthorised = state?.unauthorised ?? null;
    if (unauthorised === null) return [];
    const { since: from, findings } = unauthorised;
    return [{ service, environment: name, since: iso(from), findings: [...findings] }];
  });

const iso = (at: Instant): string => new Date(at).toISOString();

const toBuild = (build: BuildRef | null) =>
  build === null ? null : { version: build.version, digest: build.digest as string };

const toPlace = ({ release, rollout, since: from }: Waiting, now: Instant) => ({
  release,
  rollout,
  since: iso(from),
  forMs: since(from, now),
});

const toHeldBack = ({ build, release, rollout, at, by, reason }: HeldBack) => ({
  version: build.version,
  digest: build.digest,
  release,
  rollout,
  at: iso(at),
  by,
  reason,
});

/** Versions stand in the histories alone; what runs and is in none of them has only its digest. */
const naming = ({ state, holder }: Look) => {
  const known = [
    state.runs,
    state.lastGood,
    holder?.candidate,
    holder?.baseline,
    ...state.heldBack.map((one) => one.build),
    ...state.unstuck.map((one) => one.candidate),
  ];
  return (digest: Digest): string | null => known.find((build) => build?.digest === digest)?.version ?? null;
};

const nextActs = (name: string, state: EnvironmentState, findings: readonly string[]): readonly string[] => {
  const { runs, heldBy, waiting, heldBack } = state;
  const as = "--reason TEXT --as <person>";
  return [
    ...(runs === null ? [`headgate adopt ${name} --build DIR --version V ${as}`] : []),
    ...(heldBy === null ? [] : [`headgate status ${heldBy.release}`]),
    ...(heldBy === null || waiting.length === 0
      ? []
      : [`headgate rollback ${heldBy.release} ${name} ${as}`, `headgate env unstick ${name} ${as}`]),
    // Free, and yet somebody waits: nobody conducts whoever is next.
    ...(heldBy === null && waiting[0] !== undefined ? [`headgate run ${waiting[0].release}`] : []),
    ...heldBack.map(({ build }) => `headgate env release-hold ${name} --build ${build.version} ${as}`),
    ...(findings.length === 0 || heldBy !== null || runs === null
      ? []
      : [`headgate adopt ${name} --build DIR --version ${runs.version} ${as}`]),
  ];
};
