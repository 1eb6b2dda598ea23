import { z } from "zod";
import { texts } from "./fields.ts";

export const conflictsAnswer = z.object({
  release: z.string(),
  conflicts: texts.describe("What stands against its planned time, in words; empty when nothing does."),
});
