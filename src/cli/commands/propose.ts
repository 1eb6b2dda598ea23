import { resolve } from "node:path";
import type { Draft } from "../../domain/release/events.ts";
import { AppError } from "../../errors.ts";
import { actor, settle } from "../acting.ts";
import { command, option } from "../command.ts";
import { as, expires, release, requirement } from "../options.ts";
import { anyText, optional } from "../reader.ts";
import { momentOf } from "../values.ts";

const text = optional(anyText);

export const propose = command({
  name: "propose",
  summary: "Draft a signature, a waiver or a record for a person to take up",
  args: { release, requirement },
  options: {
    note: option(anyText, "TEXT", "what a person shall do, and why"),
    file: option(text, "FILE", "propose this record"),
    reason: option(text, "TEXT", "propose a waiver: why it cannot be met in time"),
    risk: option(text, "TEXT", "what may go wrong"),
    control: option(text, "TEXT", "what is done instead"),
    expires,
    as,
  },
  examples: [
    ['propose shop-1.1.0 A10 --note "all suites are green" --as bot', "ask for a signature"],
    [
      'propose shop-1.1.0 staging.demo --note "users are away" --reason "users are away" --risk "late surprise" --control "demo on Monday" --expires 7d --as bot',
      "draft a waiver",
    ],
    ['propose shop-1.1.0 closure.lessons --note "from the history" --file lessons.yaml --as bot', "draft a record"],
  ],
  async run({ release: id, requirement, note, file, reason, risk, control, expires, as }, context) {
    const engine = await context.engine();
    const { release } = await engine.load(id);
    const by = actor(context, as, release.plan.people);
    const waiver = { reason, risk, control };
    const isWaiver = Object.values(waiver).some((one) => one !== undefined);
    if (isWaiver && expires === undefined)
      throw new AppError("USAGE", {
        problem: "--expires is missing: a waiver ends.",
        fix: "Add --expires 7d, or a date.",
      });
    const drafted = async (): Promise<Draft> => {
      if (file !== undefined) return { kind: "record", ...(await engine.readRecord(resolve(context.folder, file))) };
      if (!isWaiver || expires === undefined) return { kind: "sign" };
      const [why = "", what = "", instead = ""] = [reason, risk, control];
      return { kind: "waiver", reason: why, risk: what, control: instead, expires: momentOf(expires, engine.now()) };
    };
    settle(context, await engine.command(id, by, { type: "Propose", requirement, note, draft: await drafted() }));
    return 0;
  },
});
