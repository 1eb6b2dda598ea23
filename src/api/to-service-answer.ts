import { environmentPlan } from "../conductor/open.ts";
import type { Config, Person } from "../config/config.ts";
import type { Process } from "../domain/process/process.ts";
import { recommend } from "../domain/rollout/recommend.ts";
import type { ServiceAnswer } from "./service-answer.ts";

type Project = { readonly config: Config; readonly process: Process };

export const toServiceAnswer = ({ config, process }: Project): ServiceAnswer => {
  const { kind, reason, answers } = config.strategy;
  return {
    service: config.service,
    process: `${process.name} ${process.version}`,
    practice: process.practice,
    owner: config.owner,
    people: config.people.map((one) => toPerson(one, config.owner)),
    roles: process.roles.map(({ id, title, charge, required }) => ({ id, title, charge, required })),
    stages: process.stages.map(({ id, title, purpose }) => ({ id, title, purpose })),
    environments: toEnvironments(config),
    strategy: { kind, reason, ranking: answers === null ? null : recommend(answers) },
    frameworks: process.controls?.frameworks ?? [],
  };
};

/** Addresses are for messages, and nobody else's to read. */
const toPerson = (
  { id, name, kind, roles, deputies, for: delegator }: Person,
  owner: string,
): ServiceAnswer["people"][number] => ({
  id,
  name,
  kind,
  roles,
  deputies,
  for: kind === "agent" ? (delegator ?? owner) : null,
});

const toEnvironments = (config: Config): ServiceAnswer["environments"] =>
  Object.entries(config.environments).map(([name, one]) => {
    const { count, steps } = environmentPlan(config, one);
    return {
      name,
      count,
      steps: steps.map(({ weight, candidate, bake, gates }) => ({ weight, candidate, bake, gates })),
    };
  });
