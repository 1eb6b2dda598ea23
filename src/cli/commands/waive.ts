import type { Engine } from "../../conductor/engine.ts";
import type { Actor } from "../../domain/release/commands.ts";
import type { Waiver } from "../../domain/release/release.ts";
import { actingOn, confirm, settle } from "../acting.ts";
import { command, flag, option } from "../command.ts";
import type { Context } from "../context.ts";
import { as, expires, release, requirement, yes } from "../options.ts";
import { anyText, optional } from "../reader.ts";
import { showMinute } from "../text/time.ts";
import type { When } from "../values.ts";
import { waiverEnd } from "../waiver-end.ts";

const text = optional(anyText);

export const waive = command({
  name: "waive",
  summary: "Ask for a waiver, or grant the one that another person asked for",
  args: { release, requirement },
  options: {
    reason: option(text, "TEXT", "why it cannot be met in time"),
    risk: option(text, "TEXT", "what may go wrong"),
    control: option(text, "TEXT", "what is done instead, to keep the risk small"),
    expires,
    grant: flag("grant what was asked for; by somebody else than who asked"),
    as,
    yes,
  },
  examples: [
    [
      'waive shop-1.1.0 staging.demo --reason "users are away" --risk "late surprise" --control "demo on Monday" --expires 7d --as ada',
      "ask",
    ],
    ["waive shop-1.1.0 staging.demo --grant --as cleo", "grant it"],
  ],
  async run({ release: id, requirement, grant, yes, as, ...asked }, context) {
    const { engine, release, by } = await actingOn(context, id, as);
    if (!grant) return ask(context, engine, { id, requirement, by, yes, ...asked });
    const waiver = release.waivers[requirement];
    if (waiver !== undefined && by.kind === "human") {
      context.say(waiverText(requirement, waiver));
      await confirm(context, yes, `Do you grant this waiver as ${by.id}?`, "the waiver");
    }
    settle(context, await engine.command(id, by, { type: "GrantWaiver", requirement }));
    return 0;
  },
});

type Asked = {
  readonly id: string;
  readonly requirement: string;
  readonly by: Actor;
  readonly yes: boolean;
  readonly reason: string | undefined;
  readonly risk: string | undefined;
  readonly control: string | undefined;
  readonly expires: When | undefined;
};

const ask = async (context: Context, engine: Engine, asked: Asked): Promise<number> => {
  const { id, requirement, by, yes, expires, reason = "", risk = "", control = "" } = asked;
  const waiver = { reason, risk, control, expires: waiverEnd(expires, engine.now()) };
  if (by.kind === "human") {
    context.say(waiverText(requirement, { ...waiver, requestedBy: by.id }));
    await confirm(context, yes, "Ask for this waiver?", "the request");
  }
  settle(context, await engine.command(id, by, { type: "RequestWaiver", requirement, ...waiver }));
  context.say(`Somebody else grants it: headgate waive ${id} ${requirement} --grant --as <person>`);
  return 0;
};

type Terms = Pick<Waiver, "reason" | "risk" | "control" | "expires" | "requestedBy">;

const waiverText = (requirement: string, { reason, risk, control, expires, requestedBy }: Terms): string =>
  [
    `Waiver of ${requirement}, asked for by ${requestedBy}, until ${showMinute(expires)}`,
    `  reason:  ${reason}`,
    `  risk:    ${risk}`,
    `  instead: ${control}`,
  ].join("\n");
