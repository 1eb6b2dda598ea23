import type { Plan } from "../release/plan.ts";
import type { Check, Circumstance } from "./process.ts";

type Planned = Pick<Plan, "hooks" | "environments">;

/** Parts of a check that this release has to answer; one without conditions always has to. */
export const applies = (plan: Planned, { applies: when }: Check, part: string): boolean => {
  const circumstances = when?.[part];
  return circumstances === undefined || circumstances.some((one) => holds[one](plan));
};

/** Why a check asks nothing of a release, in words. */
export const whyNot = ({ applies: when }: Check): string =>
  [...new Set(Object.values(when ?? {}).flat())].map((one) => absent[one]).join("; ");

const absent: Readonly<Record<Circumstance, string>> = {
  migration: "no hook changes data that both versions use",
  batches: "no batches leave both versions to answer",
};

const holds: Readonly<Record<Circumstance, (plan: Planned) => boolean>> = {
  migration: (plan) => migrates(plan) && !(takesTurns(plan) && restores(plan)),
  batches: ({ environments }) =>
    (environments.production?.steps ?? []).some(
      ({ weight, baseline }) => weight > 0 && weight < 100 && baseline < (environments.production?.count ?? 0),
    ),
};

const migrates = ({ hooks }: Planned): boolean => hooks.some(({ point }) => point !== "on-rollback");
const restores = ({ hooks }: Planned): boolean => hooks.some(({ point }) => point === "on-rollback");

/** Only one version runs at a time: what the other one would make of the data matters on the way back alone. */
const takesTurns = ({ environments }: Planned): boolean =>
  (environments.production?.steps ?? []).every(({ closed, meanwhile }) => closed && meanwhile === 0);
