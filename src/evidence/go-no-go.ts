import { z } from "zod";
import type { Report } from "../domain/release/evidence.ts";
import { blank } from "./blank.ts";
import { digestField, instantField, wordsField } from "./fields.ts";
import { checked, parseJson } from "./json.ts";
import { unreadable } from "./unreadable.ts";

const record = z.strictObject({
  decision: z.enum(["GO", "NO-GO"], { error: "a decision is GO or NO-GO" }),
  decidedBy: wordsField,
  decidedAt: instantField,
  expires: instantField,
  evidence: z.array(digestField),
  build: digestField,
});

/**
 * The decision to hand a build over. Text `decision`; list `evidence`: digests of the reports that were decided upon;
 * figure `expires`: an instant.
 *
 * @throws Unreadable, also when it expires before it was taken
 */
export const goNoGo = (text: string): Report => {
  const { decision, decidedBy, decidedAt, expires, evidence, build } = checked(record, parseJson(text));
  if (expires <= decidedAt) unreadable("it expires before it was decided");
  return {
    ...blank,
    figures: { expires },
    texts: { decision },
    lists: { evidence },
    build,
    madeAt: decidedAt,
    signer: decidedBy,
  };
};
