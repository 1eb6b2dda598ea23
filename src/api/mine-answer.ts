import { z } from "zod";
import { requirementKind } from "./fields.ts";
import type { Told } from "./read-only.ts";

/** One thing that a person can do now, or keeps an eye on. */
const debt = z.object({
  release: z.string(),
  id: z.string(),
  kind: z.enum([...requirementKind.options, "waiver", "watch"]),
  role: z.string().describe("By whose charge it is theirs; empty when they are named for it."),
  for: z.string().nullable().describe("Whose it is, where this person may act as a deputy; null when it is their own."),
  title: z.string(),
  reason: z.string(),
  why: z.string(),
  act: z.string(),
  overdue: z.boolean(),
  needs: z.string().describe("`human:<role>`, or `anyone`."),
});

/** What `headgate mine --json` prints: what one person owes over all open releases. */
export const mineAnswer = z.object({
  person: z.string(),
  name: z.string(),
  charges: z.record(z.string(), z.string()).describe("Title of each role that they hold, with what it is for."),
  owes: z.array(debt),
});

export type Debt = Told<typeof debt>;
export type MineAnswer = Told<typeof mineAnswer>;
