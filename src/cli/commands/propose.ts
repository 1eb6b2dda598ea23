import { resolve } from "node:path";
import type { Draft } from "../../domain/release/events.ts";
import type { Instant } from "../../domain/units.ts";
import { actingOn, settle } from "../acting.ts";
import { command, option } from "../command.ts";
import { as, expires, release, requirement } from "../options.ts";
import { anyText, optional } from "../reader.ts";
import { waiverEnd } from "../waiver-end.ts";

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
    const { engine, by } = await actingOn(context, id, as);
    const drafted = async (): Promise<Draft> => {
      const waiver = waiverOf({ reason, risk, control }, () => waiverEnd(expires, engine.now()));
      if (file !== undefined) return { kind: "record", ...(await engine.readRecord(resolve(context.folder, file))) };
      return waiver ?? { kind: "sign" };
    };
    settle(context, await engine.command(id, by, { type: "Propose", requirement, note, draft: await drafted() }));
    return 0;
  },
});

type Given = Readonly<Record<"reason" | "risk" | "control", string | undefined>>;

/** Null when nothing of a waiver was typed. */
const waiverOf = ({ reason, risk, control }: Given, end: () => Instant): Draft | null => {
  if ([reason, risk, control].every((one) => one === undefined)) return null;
  return { kind: "waiver", reason: reason ?? "", risk: risk ?? "", control: control ?? "", expires: end() };
};
