import type { Plan } from "../release/plan.ts";
import type { Check, Circumstance } from "./process.ts";

type Planned = Pick<Plan, "hooks" | "environments" | "declared" | "bound">;

/** Parts of a check that this release has to answer; one without conditions always has to. */
export const applies = (plan: Planned, { id, applies: when }: Check, part: string): boolean => {
  const circumstances = when?.[part];
  return (
    circumstances === undefined || circumstances.some((one) => holds(one, plan, part === "" ? id : `${id}#${part}`))
  );
};

/** Why a check asks nothing of a release, in words. */
export const whyNot = ({ applies: when }: Check): string =>
  [...new Set(Object.values(when ?? {}).flat())].map(absent).join("; ");

const framework = "framework:";
type Known = "migration" | "batches" | "bound";
const isFramework = (one: Circumstance): one is Exclude<Circumstance, Known> => one.startsWith(framework);

const absent = (one: Circumstance): string =>
  isFramework(one) ? `no framework ${one.slice(framework.length)} is declared` : absentKnown[one];

const absentKnown: Readonly<Record<Known, string>> = {
  migration: "no hook changes data that both versions use",
  bound: "headgate.yaml binds nothing to it",
  batches: "no batches leave both versions to answer",
};

/** `framework:pci` is met by `pci-dss` as well: frameworks are declared by free names. */
const holds = (one: Circumstance, plan: Planned, key: string): boolean =>
  isFramework(one)
    ? (plan.declared.frameworks ?? []).some((name) => name.toLowerCase().includes(one.slice(framework.length)))
    : holdsKnown[one](plan, key);

const holdsKnown: Readonly<Record<Known, (plan: Planned, key: string) => boolean>> = {
  migration: (plan) => migrates(plan) && !(takesTurns(plan) && restores(plan)),
  bound: ({ bound }, key) => bound.includes(key),
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
