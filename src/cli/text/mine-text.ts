import type { Debt } from "../../api/mine-answer.ts";
import type { Charge } from "../../api/to-mine-answer.ts";
import { wrap } from "./columns.ts";
import type { Layout } from "./paint.ts";

type Mine = {
  readonly name: string;
  readonly charges: readonly Charge[];
  readonly owes: readonly Debt[];
};

/** What one person owes, charge by charge; at the end what they are named for, or may do for somebody else. */
export const mineText = ({ name, charges, owes }: Mine, layout: Layout): string => {
  const { paint } = layout;
  const known = charges.map(({ role }) => role);
  const other = owes.filter(({ role }) => !known.includes(role));
  return [
    paint.strong(name),
    ...charges.flatMap((one) => chargeText(one, owes, layout)),
    ...(other.length === 0
      ? []
      : ["", paint.strong("Besides these roles"), ...other.flatMap((one) => debt(one, layout))]),
    ...(owes.length === 0 ? ["", "You owe nothing now."] : []),
  ].join("\n");
};

const chargeText = ({ role, title, charge }: Charge, owes: readonly Debt[], layout: Layout): readonly string[] => {
  const { paint, columns: width } = layout;
  const own = owes.filter((one) => one.role === role);
  return [
    "",
    `${paint.strong(title)}${own.length === 0 ? paint.faint(": nothing now") : `: ${own.length}`}`,
    ...wrap(charge, width, "  ").map(paint.faint),
    ...own.flatMap((one) => debt(one, layout)),
  ];
};

const debt = (
  { release, id, title, reason, act, overdue, for: principal }: Debt,
  { paint, columns: width }: Layout,
) => [
  `  ${release}  ${id}  ${overdue ? `${paint.bad("OVERDUE")}  ` : ""}${title}${principal === null ? "" : ` (for ${principal})`}`,
  ...wrap(reason, width, "    "),
  `    → ${act}`,
];
