import { z } from "zod";
import { lastRollout } from "../domain/release/release.ts";
import type { Signals } from "../domain/rollout/signals.ts";
import { type Digest, instant } from "../domain/units.ts";
import type { Deps } from "./deps.ts";
import type { Loaded } from "./load.ts";

/** What was before, and from which file. `file` is null in a release whose process saves none, or before it is saved. */
export type Saved = { readonly signals: Signals | null; readonly problem: string; readonly file: Digest | null };

const moment = z.number().transform(instant);
const block = z.object({
  rollout: z.string().optional(),
  before: z.object({
    problem: z.string(),
    signals: z
      .object({
        from: moment,
        to: moment,
        requests: z.number(),
        errors: z.number(),
        measured: z.number(),
        rps: z.number(),
        errorRate: z.number().nullable().default(null),
        p95: z.number().nullable().default(null),
      })
      .nullable()
      .default(null),
  }),
});

/**
 * The baseline that was saved with the release when its rollout was promoted (R91), read back from its file by its
 * digest; null when no rollout measured any.
 */
export const savedBaseline = async (
  { blobs }: Pick<Deps, "blobs">,
  { process, release }: Loaded,
  environment: string,
): Promise<Saved | null> => {
  const rollout = lastRollout(release, environment, "deploy");
  const asked = process.requirements.find((one) => one.kind === "document" && one.template === "baseline");
  const file = asked === undefined ? undefined : release.documents[asked.id]?.document;
  const saved = file === undefined ? null : readBlock(new TextDecoder().decode(await blobs.get(file)));
  if (file !== undefined && saved !== null && saved.rollout === rollout?.id) return { ...saved.before, file };
  return rollout?.before == null ? null : { ...rollout.before, file: null };
};

/** What the page leaves out is not known. Null for a page that a person filed in its place. */
const readBlock = (text: string): z.output<typeof block> | null => {
  try {
    const reading = block.safeParse(JSON.parse(/^```json\n(.*)\n```$/m.exec(text)?.[1] ?? ""));
    return reading.success ? reading.data : null;
  } catch {
    return null;
  }
};
