import type { Engine, Listed } from "../conductor/engine.ts";
import type { Process } from "../domain/process/process.ts";
import { status } from "../domain/process/status.ts";
import type { PersonRef } from "../domain/release/plan.ts";
import type { Debt, MineAnswer } from "./mine-answer.ts";
import { owedBy } from "./owed.ts";

/** What a role is for. */
export type Charge = { readonly role: string; readonly title: string; readonly charge: string };

/** `name`: as open releases know them; null when none does. */
export type Mine = {
  readonly name: string | null;
  readonly charges: readonly Charge[];
  readonly owes: readonly Debt[];
};

/** Where it looks: releases of which those that are open count, and each of these as it stands now. */
export type MineLooks = Pick<Engine, "load" | "now"> & {
  list(): Promise<readonly Pick<Listed, "id" | "phase">[]>;
};

export const readMine = async (engine: MineLooks, person: string): Promise<Mine> => {
  const owes: Debt[] = [];
  const charges = new Map<string, Charge>();
  let name: string | null = null;
  for (const listed of await engine.list()) {
    if (listed.phase !== "open") continue;
    const { process, release } = await engine.load(listed.id);
    const found = release.plan.people.find(({ id }) => id === person);
    name = found?.name ?? name;
    for (const charge of chargesOf(process, found)) charges.set(charge.role, charge);
    owes.push(...owedBy({ process, release, view: status(process, release, engine.now()) }, person));
  }
  return { name, charges: [...charges.values()], owes };
};

export const toMineAnswer = (person: string, name: string, { charges, owes }: Mine): MineAnswer => ({
  person,
  name,
  charges: Object.fromEntries(charges.map(({ title, charge }) => [title, charge])),
  owes,
});

const chargesOf = ({ roles }: Process, person: PersonRef | undefined): readonly Charge[] =>
  roles.filter(({ id }) => person?.roles.includes(id)).map(({ id: role, title, charge }) => ({ role, title, charge }));
