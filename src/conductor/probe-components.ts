import { millis } from "../domain/units.ts";
import { holds, problemsOf, runProbes } from "./ask-probes.ts";
import type { Deps } from "./deps.ts";
import { earlierConfig } from "./earlier-config.ts";
import type { Loaded } from "./load.ts";
import { finding, type Part } from "./probe-answer.ts";

/** For all of them together. */
const within = millis(300_000);

/**
 * Every registered component is looked at. One that could not be looked at is unknown, and so is one that the last
 * release had and this one does not name any more, unless it is said to be retired: unknown is never healthy (R95).
 */
export const componentsHealth = async (
  deps: Deps,
  { config, release }: Loaded,
  environment: string,
  signal: AbortSignal,
): Promise<Part> => {
  const { components, retiredComponents } = config;
  const looked = await runProbes(deps, config, environment, { probes: components, within }, signal);
  const registered = new Set(components.map(({ name }) => name));
  const gone = ((await earlierConfig(deps, release))?.components ?? [])
    .map(({ name }) => name)
    .filter((name) => !registered.has(name) && !Object.hasOwn(retiredComponents, name));
  const blind = looked.filter(({ seen }) => seen === null);
  const sick = looked.filter((one) => one.seen !== null && !holds(one));
  const unknown = [...gone, ...blind.map(({ spec }) => spec.name)];
  const unhealthy = sick.map(({ spec }) => spec.name);
  return {
    figures: { components: looked.length, unhealthy: unhealthy.length, unknown: unknown.length },
    lists: { unhealthy, unknown },
    findings: [
      ...[...sick, ...blind].map((one) => finding(problemsOf(one).join("; "), one.spec.name)),
      ...gone.map((name) => finding("the last release had it, and headgate.yaml names it no more", name)),
    ],
  };
};
