import { readMine, toMineAnswer } from "../../api/to-mine-answer.ts";
import { AppError } from "../../errors.ts";
import { actor } from "../acting.ts";
import { command } from "../command.ts";
import type { Context } from "../context.ts";
import { layoutOf } from "../layout.ts";
import { as } from "../options.ts";
import { mineText } from "../text/mine-text.ts";

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
    const found = await readMine(engine, id);
    const name = found.name ?? (await nameOf(context, id));
    context.answer(toMineAnswer(id, name, found), () => mineText({ ...found, name }, layoutOf(context.io)));
    return 0;
  },
});

/** Of no open release: then the file knows them, or nobody does. */
const nameOf = async (context: Context, id: string): Promise<string> => {
  const person = (await context.project()).config.people.find((one) => one.id === id);
  if (person === undefined) throw new AppError("UNKNOWN_PERSON", { person: id });
  return person.name;
};
