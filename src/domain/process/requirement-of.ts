import type { Process, Requirement, RolloutRequirement, Stage } from "./process.ts";

type Index = {
  readonly requirements: ReadonlyMap<string, Requirement>;
  readonly stages: ReadonlyMap<string, Stage>;
  /** By stage. */
  readonly rollouts: ReadonlyMap<string, readonly RolloutRequirement[]>;
};

/** Asked for hundreds of times in one look at a release. A process is never changed, only replaced. */
const known = new WeakMap<Process, Index>();

const indexOf = (process: Process): Index => {
  const found = known.get(process);
  if (found !== undefined) return found;
  const index = {
    requirements: new Map(process.requirements.map((one) => [one.id, one])),
    stages: new Map(process.stages.map((one) => [one.id, one])),
    rollouts: Map.groupBy(
      process.requirements.filter((one) => one.kind === "rollout"),
      ({ stage }) => stage,
    ),
  };
  known.set(process, index);
  return index;
};

export const requirementOf = (process: Process, id: string): Requirement | undefined =>
  indexOf(process).requirements.get(id);

/** The rollouts that this stage asks for. */
export const rolloutsOf = (process: Process, stage: string): readonly RolloutRequirement[] =>
  indexOf(process).rollouts.get(stage) ?? [];

export const stageOf = (process: Process, id: string): Stage | undefined => indexOf(process).stages.get(id);
