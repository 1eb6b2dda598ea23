import type { Engine } from "../../conductor/engine.ts";
import { actingOn, confirm, settle } from "../acting.ts";
import { command } from "../command.ts";
import type { Context } from "../context.ts";
import { layoutOf } from "../layout.ts";
import { as, release, requirement, yes } from "../options.ts";
import { shownText } from "../text/shown-text.ts";

export const approve = command({
  name: "approve",
  summary: "Sign the statement of an approval",
  args: { release, requirement },
  options: { as, yes },
  examples: [
    ["approve shop-1.1.0 A7 --as cleo", "see the statement and what it stands on, then answer y"],
    ["approve shop-1.1.0 A7 --as cleo --yes", "sign what is shown without being asked"],
  ],
  async run({ release: id, requirement: approval, as, yes }, context) {
    const { engine, by } = await actingOn(context, id, as);
    const { shown, digest, build } = await look(context, engine, id, approval);
    // An agent is refused, and the refusal is recorded; it is not asked questions that it could not answer.
    if (by.kind === "human") await confirm(context, yes, `Do you sign this as ${by.id}?`, `signing ${approval}`);
    settle(
      context,
      await engine.command(id, by, {
        type: "Approve",
        requirement: approval,
        shown,
        shownDigest: digest,
        build,
      }),
    );
    return 0;
  },
});

/** Shows what will be signed, and gives back exactly that. */
const look = async (context: Context, engine: Engine, id: string, approval: string) => {
  const { statement, shown, digest, build } = await engine.shown(id, approval);
  const { view } = await engine.status(id);
  context.say(`${shownText({ statement, shown, digest, requirements: view.requirements }, layoutOf(context.io))}\n`);
  return { shown, digest, build };
};
