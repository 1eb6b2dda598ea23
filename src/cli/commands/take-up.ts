import type { Draft } from "../../domain/release/events.ts";
import { actingOn, confirm, settle } from "../acting.ts";
import { command } from "../command.ts";
import type { Context } from "../context.ts";
import { as, release, requirement, yes } from "../options.ts";
import { showMinute } from "../text/time.ts";

export const takeUp = command({
  name: "take-up",
  summary: "Make a proposed waiver or record your own act",
  args: { release, requirement },
  options: { as, yes },
  examples: [["take-up shop-1.1.0 staging.demo --as ada", "see what is proposed, then answer y"]],
  async run({ release: id, requirement, as, yes }, context) {
    const { engine, release, by } = await actingOn(context, id, as);
    const proposal = release.proposals[requirement];
    if (proposal !== undefined && by.kind === "human") {
      tell(context, `${proposal.by} proposes for ${requirement}: ${proposal.note}`, proposal.draft);
      if (proposal.draft.kind !== "sign") await confirm(context, yes, `Do it as ${by.id}?`, "the proposal");
    }
    settle(context, await engine.command(id, by, { type: "TakeUp", requirement }));
    return 0;
  },
});

const tell = (context: Context, what: string, draft: Draft): void => {
  context.say(what);
  for (const [name, value] of Object.entries(wordsOf(draft))) context.say(`  ${name}: ${value}`);
};

const wordsOf = (draft: Draft): Readonly<Record<string, string>> => {
  switch (draft.kind) {
    case "sign":
      return {};
    case "waiver":
      return { reason: draft.reason, risk: draft.risk, instead: draft.control, until: showMinute(draft.expires) };
    case "record":
      return draft.fields;
  }
};
