import type { Seen } from "../port.ts";

type Measured = Readonly<Record<string, number>>;

/** One question, answered: all that is wrong, in words; nothing wrong is the only way to a pass. */
export const answered = (kind: string, where: string, problems: readonly string[], measured: Measured = {}): Seen => ({
  figures: { checked: 1, failed: problems.length === 0 ? 0 : 1, ...measurable(measured) },
  findings: problems.map((title) => ({ id: `${kind} ${where}`, severity: "high", title, where })),
});

/** Reports hold finite figures of 0 or more; what is none of them is told in words alone. */
const measurable = (measured: Measured): Measured =>
  Object.fromEntries(Object.entries(measured).filter(([, value]) => Number.isFinite(value) && value >= 0));
