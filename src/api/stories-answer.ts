import { z } from "zod";
import { epoch, texts } from "./fields.ts";
import type { Told } from "./read-only.ts";

/** What `headgate history RELEASE --story --json` prints: what happened as people tell it. */
export const storiesAnswer = z.object({
  stories: z.array(
    z.object({
      release: z.string(),
      chapters: z.array(z.object({ title: z.string(), from: epoch, to: epoch, lines: texts })),
    }),
  ),
});

export type StoriesAnswer = Told<typeof storiesAnswer>;
