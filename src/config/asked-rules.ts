import type { Process } from "../domain/process/process.ts";
import type { Complaint, Path } from "./complaint.ts";
import { meant } from "./nearest.ts";
import type { HeadgateYaml } from "./schema.ts";
import type { Sound } from "./sound.ts";

type Given = Sound<HeadgateYaml>["strategy"];

/** Who is asked for the go of a step is a role of the process. */
export const askedRules = (given: Given, process: Process): readonly Complaint[] => {
  if (given === undefined) return [];
  const { canary, cohort, rolling, recreate } = given;
  const green = given["blue-green"];
  const asked: readonly (readonly [Path, string | undefined])[] = [
    ...(canary ?? []).map((one, i) => [["canary", i], one?.asks] as const),
    [["blue-green"], green?.asks],
    [["blue-green", "idle"], green?.idle?.asks],
    [["cohort"], cohort?.asks],
    [["rolling"], rolling?.asks],
    [["recreate"], recreate?.asks],
  ];
  return asked.flatMap(([path, role]) => roleRule(role, ["strategy", ...path, "asks"], process));
};

/** A role that is named must be one of the process. */
export const roleRule = (role: string | undefined, path: Path, { roles }: Process): readonly Complaint[] => {
  const known = roles.map(({ id }) => id);
  if (role === undefined || known.includes(role)) return [];
  return [{ path, what: `the process has no role "${role}"`, fix: meant(role, known, "roles") }];
};
