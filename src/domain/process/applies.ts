import type { Plan } from "../release/plan.ts";
import { evidenceKey } from "../release/release.ts";
import { partsOf } from "./parts-of.ts";
import type { Check, Circumstance } from "./process.ts";

type Planned = Pick<Plan, "hooks" | "environments" | "declared" | "bound">;

/** Parts of a check that this release has to answer; one without conditions always has to. */
export const applies = (plan: Planned, check: Check, part: string): boolean => {
  const circumstances = check.applies?.[part];
  return circumstances === undefined || circumstances.some((one) => holds(one, plan, check, part));
};

/** Why a check asks nothing of a release, in words. */
export const whyNot = (check: Check): string =>
  [...new Set(Object.values(check.applies ?? {}).flat())].map((one) => absent(one, check)).join("; ");

type Declared = `framework:${string}` | `browser:${string}`;
type Known = "migration" | "batches" | "integrations";

const isDeclared = (one: Circumstance): one is Declared => one.includes(":");
const nameIn = (one: Declared): string => one.slice(one.indexOf(":") + 1);
const isFramework = (one: Declared): boolean => one.startsWith("framework:");

const absent = (one: Circumstance, check: Check): string => {
  if (one === "bound") return unbound(check);
  if (!isDeclared(one)) return absentKnown[one];
  return isFramework(one)
    ? `no framework ${nameIn(one)} is declared`
    : `${nameIn(one)} is no declared browser of enough users`;
};

/** Says how to have it asked. */
const unbound = (check: Check): string => {
  const parts = partsOf(check).filter((part) => part !== "");
  const which = parts.length === 0 ? "" : `, part ${parts.join(" or ")}`;
  return `headgate.yaml binds nothing to it; to have it looked at, write checks: ${check.id}${which}`;
};

const absentKnown: Readonly<Record<Known, string>> = {
  migration: "no hook changes data that both versions use",
  batches: "no batches leave both versions to answer",
  integrations: "headgate.yaml declares no integrations",
};

/** `framework:pci` is met by `pci-dss` as well: frameworks are declared by free names. */
const holds = (one: Circumstance, plan: Planned, { id }: Check, part: string): boolean => {
  if (one === "bound") return plan.bound.includes(evidenceKey(id, part));
  if (!isDeclared(one)) return holdsKnown[one](plan);
  return isFramework(one)
    ? (plan.declared.frameworks ?? []).some((name) => name.toLowerCase().includes(nameIn(one)))
    : (plan.declared.browsers ?? []).includes(nameIn(one));
};

const holdsKnown: Readonly<Record<Known, (plan: Planned) => boolean>> = {
  migration: (plan) => migrates(plan) && !(takesTurns(plan) && restores(plan)),
  batches: ({ environments }) =>
    (environments.production?.steps ?? []).some(
      ({ weight, baseline }) => weight > 0 && weight < 100 && baseline < (environments.production?.count ?? 0),
    ),
  integrations: ({ declared }) => (declared.integrations ?? []).length > 0,
};

const migrates = ({ hooks }: Planned): boolean => hooks.some(({ point }) => point !== "on-rollback");
const restores = ({ hooks }: Planned): boolean => hooks.some(({ point }) => point === "on-rollback");

/** Only one version runs at a time: what the other one would make of the data matters on the way back alone. */
const takesTurns = ({ environments }: Planned): boolean =>
  (environments.production?.steps ?? []).every(({ closed, meanwhile }) => closed && meanwhile === 0);
