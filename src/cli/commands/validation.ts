import { boardOf, toValidationAnswer } from "../../api/to-validation-answer.ts";
import type { ValidationCommand } from "../../domain/validation/commands.ts";
import { AppError } from "../../errors.ts";
import { actor, settle } from "../acting.ts";
import { argument, command, flag, option } from "../command.ts";
import type { Context } from "../context.ts";
import { layoutOf } from "../layout.ts";
import { as, release } from "../options.ts";
import { anyText, oneOf, optional, orElse, word } from "../reader.ts";
import { validationText } from "../text/validation-text.ts";
import { futureLength, momentOf, type When } from "../values.ts";

const acts = oneOf(
  ["show", "extend", "close-window", "feature"],
  "write show, extend, close-window or feature, or nothing",
);

type Given = {
  readonly story: string | undefined;
  readonly until: When | undefined;
  readonly reason: string;
  readonly broken: boolean;
};

export const validation = command({
  name: "validation",
  summary: "Show the validation period; extend it, close a long rollback window, or sign for a feature",
  args: {
    release,
    what: argument(orElse(acts, "show"), "show, extend, close-window or feature"),
    story: argument(optional(word), "for feature: the story, such as SHOP-12"),
  },
  options: {
    until: option(optional(futureLength), "TIME", "for extend: the new end: 3d from now, or 2026-12-01T20:00Z"),
    broken: flag("for feature: it does not work"),
    reason: option(orElse(anyText, ""), "TEXT", "why, or for feature what was seen; it stands in the history"),
    as,
  },
  examples: [
    ["validation shop-1.1.0", "the items with their looks, the end of the period, and how long the way back is kept"],
    ['validation shop-1.1.0 extend --until 3d --reason "the fair is on Friday" --as cy', "a longer period"],
    ['validation shop-1.1.0 close-window --reason "five quiet days" --as ada', "once the least of the process is over"],
    ['validation shop-1.1.0 feature SHOP-12 --reason "printed invoice 7" --as bo', "it works, says this person"],
  ],
  async run({ release: id, what, as, ...given }, context) {
    const engine = await context.engine();
    if (what === "show") return show(context, id);
    const { release } = await engine.load(id);
    const by = await actor(context, as, release.plan.people);
    settle(context, await engine.command(id, by, actOf(what, given, engine.now())));
    return 0;
  },
});

const actOf = (
  what: "extend" | "close-window" | "feature",
  { story, until, reason, broken }: Given,
  now: Parameters<typeof momentOf>[1],
): ValidationCommand => {
  switch (what) {
    case "extend":
      return { type: "ExtendPeriod", until: momentOf(until ?? missing("--until TIME"), now), reason };
    case "close-window":
      return { type: "CloseRollbackWindow", reason };
    case "feature":
      return { type: "SeeFeature", feature: story ?? missing("STORY"), works: !broken, note: reason };
  }
};

const missing = (what: string): never => {
  throw new AppError("USAGE", { problem: `${what} is missing.`, fix: "Examples: headgate validation --help" });
};

const show = async (context: Context, id: string): Promise<number> => {
  const engine = await context.engine();
  const board = boardOf(await engine.load(id), await engine.history(id), engine.now());
  context.answer(toValidationAnswer(id, board), () => validationText(id, board, layoutOf(context.io)));
  return 0;
};
