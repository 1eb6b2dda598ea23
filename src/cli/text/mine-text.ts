import type { Debt } from "../owed.ts";
import { wrap } from "./columns.ts";
import type { Layout } from "./paint.ts";

type Mine = {
  readonly name: string;
  /** Title of a role → what it is for. */
  readonly charges: readonly (readonly [string, string])[];
  readonly owes: readonly Debt[];
};

/** What one person owes, release by release, under what their roles are for. */
export const mineText = ({ name, charges, owes }: Mine, { paint, columns: width }: Layout): string =>
  [
    paint.strong(name),
    ...charges.flatMap(([title, charge]) => wrap(`${title}: ${charge}`, width, "  ").map(paint.faint)),
    ...(owes.length === 0 ? ["", "You owe nothing now."] : []),
    ...[...Map.groupBy(owes, ({ release }) => release)].flatMap(([release, debts]) => [
      "",
      paint.strong(`${release}: ${debts.length} ${debts.length === 1 ? "thing" : "things"}`),
      ...debts.flatMap(({ id, title, reason, act }) => [
        `  ${id}  ${title}`,
        ...wrap(reason, width, "    "),
        `    → ${act}`,
      ]),
    ]),
  ].join("\n");
