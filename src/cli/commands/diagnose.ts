import { faults, isLocking } from "../../domain/failure/failure.ts";
import { AppError } from "../../errors.ts";
import { actor, settle } from "../acting.ts";
import { command, option } from "../command.ts";
import { as, release } from "../options.ts";
import { anyText, oneOf, optional, word } from "../reader.ts";

const fault = oneOf(faults, "is no fault that anything follows from; write build, environment or test");

export const diagnose = command({
  name: "diagnose",
  summary: "Show what is known of a failed attempt, or say why it failed",
  args: { release },
  options: {
    cause: option(optional(anyText), "TEXT", "why it failed; without it, what is known is shown"),
    fault: option(optional(fault), "WHAT", "what was at fault: build, environment or test"),
    failure: option(optional(word), "ID", "which one (else the one that is open, or the last)"),
    as,
  },
  examples: [
    ["diagnose shop-1.1.0", "output, log, configuration and metrics, as they were collected"],
    [
      'diagnose shop-1.1.0 --cause "the cart forgets its last item" --fault build --as eli',
      "another build is needed now: headgate rebuild",
    ],
    [
      'diagnose shop-1.1.0 --cause "its disk was full" --fault environment --as eli',
      "the same build may begin again: headgate retry",
    ],
  ],
  async run({ release: id, cause, fault, failure: named, as }, context) {
    const engine = await context.engine();
    const { release } = await engine.load(id);
    if (cause === undefined && fault === undefined) {
      const { failures } = release;
      const shown =
        named === undefined ? (failures.find(isLocking) ?? failures.at(-1)) : failures.find((one) => one.id === named);
      if (shown === undefined) throw new AppError("NO_FAILED_ATTEMPT", { release: id });
      const record = shown.record === null ? null : new TextDecoder().decode(await engine.blob(shown.record));
      context.answer({ failures, shown: shown.id, record }, () => record ?? `${nothingYet(id, shown.reason)}`);
      return 0;
    }
    if (cause === undefined || fault === undefined)
      throw new AppError("USAGE", {
        problem: "A diagnosis says both why it failed and what was at fault.",
        fix: "Add --cause TEXT and --fault build|environment|test.",
      });
    const by = await actor(context, as, release.plan.people);
    settle(context, await engine.command(id, by, { type: "Diagnose", failure: named ?? null, cause, fault }));
    return 0;
  },
});

const nothingYet = (id: string, reason: string): string =>
  `${reason}\nNothing is collected about it yet: headgate run ${id}`;
