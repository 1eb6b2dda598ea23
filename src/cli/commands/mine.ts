import type { Engine } from "../../conductor/engine.ts";
import type { Loaded } from "../../conductor/load.ts";
import type { PersonRef } from "../../domain/release/plan.ts";
import { AppError } from "../../errors.ts";
import { actor } from "../acting.ts";
import { command } from "../command.ts";
import type { Context } from "../context.ts";
import { layoutOf } from "../layout.ts";
import { as } from "../options.ts";
import { type Debt, owedBy } from "../owed.ts";
import { type Charge, mineText } from "../text/mine-text.ts";

export const mine = command({
  name: "mine",
  summary: "List what one person owes over all open releases",
  args: {},
  options: { as },
  examples: [
    ["mine --as cleo", "open approvals, checks, records and waivers to grant, with the command for each"],
    ["mine --json --as cleo | jq '.owes | length'", "how many"],
  ],
  async run({ as }, context) {
    const engine = await context.engine();
    const { id } = await actor(context, as, []);
    const owes: Debt[] = [];
    const charges = new Map<string, Charge>();
    let person: PersonRef | undefined;
    for (const listed of await engine.list()) {
      if (listed.phase !== "open") continue;
      const known = await engine.status(listed.id);
      person = known.release.plan.people.find((one) => one.id === id) ?? person;
      for (const charge of chargesOf(known, id)) charges.set(charge.role, charge);
      owes.push(...owedBy(known, id));
    }
    const name = person?.name ?? (await nameOf(context, id));
    const all = [...charges.values()];
    const told = Object.fromEntries(all.map(({ title, charge }) => [title, charge]));
    context.answer({ person: id, name, charges: told, owes }, () =>
      mineText({ name, charges: all, owes }, layoutOf(context.io)),
    );
    return 0;
  },
});

const chargesOf = ({ release, process }: Awaited<ReturnType<Engine["status"]>>, id: string): readonly Charge[] => {
  const roles = rolesOf({ release }, id);
  return process.roles
    .filter((role) => roles.includes(role.id))
    .map(({ id: role, title, charge }) => ({ role, title, charge }));
};

const rolesOf = ({ release }: Pick<Loaded, "release">, id: string): readonly string[] =>
  release.plan.people.find((one) => one.id === id)?.roles ?? [];

/** Of no open release: then the file knows them, or nobody does. */
const nameOf = async (context: Context, id: string): Promise<string> => {
  const person = (await context.project()).config.people.find((one) => one.id === id);
  if (person === undefined) throw new AppError("UNKNOWN_PERSON", { person: id });
  return person.name;
};
