import { z } from "zod";
import type { Report } from "../domain/release/evidence.ts";
import { amountField, countField, digestField, instantField, wordsField } from "./fields.ts";
import { checked, parseJson } from "./json.ts";
import { unreadable } from "./unreadable.ts";

/** Figures that other formats give as counts must be counts here as well. */
const counts = new Set(
  (
    "total passed failed skipped blocked critical high medium low requests errors scenarios conditions controls gaps " +
    "findings instances rows checked"
  ).split(" "),
);

const report = z.strictObject({
  figures: z
    .record(z.string(), amountField)
    .superRefine((figures, context) => {
      for (const [name, value] of Object.entries(figures))
        if (counts.has(name) && !countField.safeParse(value).success)
          context.addIssue({ code: "custom", path: [name], message: "a count is a whole number" });
    })
    .default({}),
  texts: z.record(z.string(), z.string()).default({}),
  lists: z.record(z.string(), z.array(z.string())).default({}),
  findings: z
    .array(
      z.strictObject({
        id: wordsField,
        severity: z.enum(["critical", "high", "medium", "low", "info"]),
        title: z.string(),
        where: z.string().default(""),
      }),
    )
    .default([]),
  build: digestField.nullable().default(null),
  madeAt: instantField.nullable().default(null),
  tool: z.string().default(""),
});

/**
 * Headgate's own format, for commands and probes that measure something no other format holds:
 * `{ figures, texts, lists, findings, build, madeAt, tool }`, each as in `Report`, each optional. It cannot name a
 * signer: a command signs nothing.
 *
 * @throws Unreadable, also when it holds nothing at all
 */
export const figures = (text: string): Report => {
  const found = checked(report, parseJson(text));
  const says = [found.figures, found.texts, found.lists, found.findings].some((part) => Object.keys(part).length > 0);
  if (!says) unreadable("it holds no figure, text, list or finding");
  return { ...found, signer: null };
};
