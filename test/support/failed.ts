import type { Check, Process } from "../../src/domain/process/process.ts";
import type { Report } from "../../src/domain/release/evidence.ts";
import { type Asked, type Case, later } from "./case.ts";
import { driven, harm, isOver, reported, rolloutOf, seen } from "./obey.ts";
import { build, digestOf } from "./release.ts";
import { answered, begun } from "./walk.ts";

const checkNamed = ({ requirements }: Process, id: string): Check => {
  const found = requirements.find((one) => one.id === id);
  if (found?.kind !== "check") throw new Error(`${id} is no check`);
  return found;
};

/** A report that breaks the first bound of this check that makes it fail. */
export const failing = (process: Process, id: string): Partial<Report> => {
  for (const rule of checkNamed(process, id).rules) {
    if (rule.kind !== "figure" || rule.breach !== undefined) continue;
    const target = process.metrics.find((one) => one.id === rule.below)?.target;
    const worst = rule.max === undefined ? target : rule.max + 1;
    if (worst !== undefined) return { figures: { ...bounds(process, id), [rule.figure]: worst } };
  }
  throw new Error(`${id} has no rule that a high figure breaks`);
};

const bounds = (process: Process, id: string): Record<string, number> =>
  Object.fromEntries(
    checkNamed(process, id).rules.flatMap((rule) => (rule.kind === "figure" ? [[rule.figure, rule.min ?? 0]] : [])),
  );

/** The check is answered, and the answer is no. */
export const failed = (before: Case, id: string): Case => answered(before, id, failing(before.process, id));

/** A rollout of this requirement that is rolled back for harm, to its end. */
export const rolledBackFor = (before: Case, requirement: string): Case => {
  const moving = driven(begun(before, "ada", requirement), ({ weightAt }) => weightAt !== null);
  const at = later(moving, 0.1);
  return driven(reported(at, seen(rolloutOf(at), at.at, harm)), isOver);
};

export const diagnosis = (fault: "build" | "environment" | "test"): Extract<Asked, { type: "Diagnose" }> => ({
  type: "Diagnose",
  failure: null,
  cause: "the cart forgot its last item",
  fault,
});

/** A fixed build, as `headgate rebuild` hands it in. */
export const fixedBuild = (
  version: string,
  files: readonly string[] | null = ["src/cart.ts"],
): Extract<Asked, { type: "ReplaceBuild" }> => ({
  type: "ReplaceBuild",
  build: { ...build, version, digest: digestOf(`shop ${version}`), commit: `commit of ${version}` },
  reason: "the cart is mended",
  fix: { cause: "an index that was off by one", link: "https://shop.example/pull/7", files },
});
