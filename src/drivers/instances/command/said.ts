import { z } from "zod";
import { isDigest } from "../../../domain/units.ts";

/** What `observe` prints: one object per instance. */
const instance = z.strictObject({
  id: z.string().min(1).max(200),
  build: z.string().refine(isDigest, { error: "is no digest: sha256: and 64 hex digits" }),
  endpoint: z.string().regex(/^(\[[0-9a-fA-F:.]+\]|[\w.-]+):\d{1,5}$/, { error: "is not host:port" }),
  ready: z.boolean(),
  answer: z.string().max(1_000),
});

export type Said = z.output<typeof instance>;

const list = z.array(instance).superRefine((all, context) => {
  const twice = all.find(({ id }, at) => all.findIndex((one) => one.id === id) < at);
  if (twice !== undefined) context.addIssue({ code: "custom", message: `two instances are called ${twice.id}` });
});

/** @returns the instances; or, as text, why it is no list of instances */
export const readSaid = (output: string): readonly Said[] | string => {
  try {
    const read = list.safeParse(JSON.parse(output));
    return read.success ? read.data : z.prettifyError(read.error);
  } catch {
    return `it did not print JSON, but: ${output.trim().slice(0, 200) || "nothing"}`;
  }
};
