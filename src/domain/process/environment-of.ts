import type { Process, Requirement } from "./process.ts";
import { rolloutsOf } from "./requirement-of.ts";

/** The environment that a requirement looks at: that of its own stage's rollouts, else of the nearest stage before it. */
export const environmentOf = (process: Process, { stage }: Pick<Requirement, "stage">): string | null => {
  const own = rolloutsOf(process, stage).find(({ purpose }) => purpose === "deploy")?.environment;
  if (own !== undefined) return own;
  const before = process.stages.find(({ id }) => id === stage)?.after ?? [];
  return (
    before
      .toReversed()
      .map((id) => environmentOf(process, { stage: id }))
      .find((found) => found !== null) ?? null
  );
};
