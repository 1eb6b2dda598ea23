import type { z } from "zod";
import { environmentOf } from "../domain/process/environment-of.ts";
import type { Process } from "../domain/process/process.ts";
import type { Binding, checks } from "./checks.ts";
import type { Complaint, Path } from "./complaint.ts";
import type { environments } from "./environments.ts";
import type { Sound } from "./sound.ts";

type Checks = Sound<z.input<typeof checks>>;
type Environments = Sound<z.input<typeof environments>>;
type Probe = NonNullable<NonNullable<Binding["probes"]>[number]>;

/** A query names its Prometheus, or the environment that the check looks at has one. */
export const probeSourceRules = (
  given: Checks | undefined,
  environments: Environments | undefined,
  process: Process,
): readonly Complaint[] =>
  Object.entries(given ?? {}).flatMap(([id, bound]) => {
    const requirement = process.requirements.find((one) => one.id === id);
    const name = (requirement && environmentOf(process, requirement)) === "staging" ? "staging" : "production";
    const metrics = environments?.[name]?.metrics;
    if (bound === undefined || metrics?.driver === "prometheus") return [];
    return placed(id, bound).flatMap(([at, probe]) => unnamed(at, probe, name));
  });

const placed = (id: string, bound: Binding | readonly (Binding | undefined)[]): readonly (readonly [Path, Probe])[] => {
  const bindings: readonly (readonly [Path, Binding | undefined])[] = Array.isArray(bound)
    ? bound.map((one: Binding | undefined, i) => [["checks", id, i], one])
    : [[["checks", id], bound as Binding]];
  return bindings.flatMap(([at, one]) =>
    (one?.probes ?? []).flatMap((probe, i) => (probe === undefined ? [] : [[[...at, "probes", i], probe] as const])),
  );
};

const unnamed = (at: Path, { prometheus, "metric-delta": delta }: Probe, name: string): readonly Complaint[] => {
  const what = `is missing, and ${name} has no Prometheus for its metrics either`;
  const fix = "add it, such as http://127.0.0.1:9090";
  return [
    ...(prometheus !== undefined && !Object.hasOwn(prometheus, "url")
      ? [{ path: [...at, "prometheus", "url"], what, fix }]
      : []),
    ...(typeof delta?.query === "string" && !Object.hasOwn(delta, "prometheus")
      ? [{ path: [...at, "metric-delta", "prometheus"], what, fix }]
      : []),
  ];
};
