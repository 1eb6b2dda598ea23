import { z } from "zod";
import type { Told } from "./read-only.ts";

/** What `headgate task RELEASE --json` prints: what people promised. */
export const tasksAnswer = z.object({
  tasks: z.array(
    z.object({
      id: z.string(),
      text: z.string(),
      from: z.string(),
      closedBy: z.string().nullable().describe("Null while it is open."),
    }),
  ),
});

export type TasksAnswer = Told<typeof tasksAnswer>;
