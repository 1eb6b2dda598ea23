import type { Release } from "../../domain/release/release.ts";
import type { Instant } from "../../domain/units.ts";
import { AppError } from "../../errors.ts";
import { actingOn, settle } from "../acting.ts";
import { command, flag, option } from "../command.ts";
import { as, reason, release } from "../options.ts";
import { optional } from "../reader.ts";
import { moment } from "../values.ts";

export const reschedule = command({
  name: "reschedule",
  summary: "Change when production is planned",
  args: { release },
  options: {
    productionAt: option(optional(moment), "TIME", "the new time, such as 2026-12-01T20:00Z"),
    stands: flag("the date that it has stands, and everybody who was told of it hears so"),
    reason: reason("why; it stands in the history"),
    as,
  },
  examples: [
    [
      'reschedule shop-1.1.0 --production-at 2026-12-01T20:00Z --reason "holiday" --as ada',
      "move it to another evening",
    ],
    ['reschedule shop-1.1.0 --stands --reason "nothing has changed" --as ada', "say that the date holds"],
  ],
  async run({ release: id, productionAt: asked, stands, reason, as }, context) {
    const { engine, release, by } = await actingOn(context, id, as);
    const productionAt = dateOf(release, asked, stands);
    settle(context, await engine.command(id, by, { type: "Reschedule", productionAt, reason }));
    for (const conflict of await engine.conflicts(id)) context.say(`Conflict: ${conflict}`);
    return 0;
  },
});

/** Exactly one of the two says which date is meant. */
const dateOf = ({ id, plan }: Release, asked: Instant | undefined, stands: boolean): Instant => {
  if (stands === (asked !== undefined))
    throw new AppError("USAGE", {
      problem: `${stands ? "Both" : "Neither"} --production-at TIME ${stands ? "and" : "nor"} --stands ${stands ? "are" : "is"} given.`,
      fix: "Write one of them. Examples: headgate reschedule --help",
    });
  const date = asked ?? plan.productionAt;
  if (date !== null) return date;
  throw new AppError("USAGE", {
    problem: `Production of ${id} is not dated, so no date can stand.`,
    fix: "Name one: --production-at TIME",
  });
};
