import type { Complaint } from "../config/complaint.ts";
import { type Parts, placed } from "./parts.ts";

/**
 * An emergency is shorter and never free: it keeps every rollout, those of staging too, and a person's signature in a
 * stage that production waits for (R202, R67).
 */
export const emergencyRules = ({ emergency, stages }: Parts): readonly Complaint[] => {
  if (emergency?.requires === undefined) return [];
  const asked = new Set(emergency.requires);
  const known = placed(stages, ["stages"]).map(({ it }) => it);
  const rollouts = known.flatMap(({ requirements = [] }) => requirements.filter((one) => one?.kind === "rollout"));
  const left = rollouts.flatMap((one) => (one?.id === undefined || asked.has(one.id) ? [] : [one.id]));
  const before = known.find(({ requirements = [] }) => requirements.some(isProduction))?.after ?? [];
  const signed = known
    .filter(({ id }) => id !== undefined && before.includes(id))
    .flatMap(({ requirements = [] }) => requirements)
    .some((one) => one?.kind === "approval" && one.id !== undefined && asked.has(one.id));
  const path = ["emergency", "requires"];
  return [
    ...left.map((id) => ({ path, what: `leaves out the rollout ${id}`, fix: "add it; no emergency skips one" })),
    ...(signed || before.length === 0
      ? []
      : [
          {
            path,
            what: "asks nobody before production",
            fix: "add an approval of a stage that production comes after",
          },
        ]),
  ];
};

type One = NonNullable<NonNullable<NonNullable<Parts["stages"]>[number]>["requirements"]>[number];

const isProduction = (one: One): boolean => one?.kind === "rollout" && one.environment === "production";
