import { z } from "zod";
import type { Finding, Report } from "../domain/release/evidence.ts";
import { blank } from "./blank.ts";
import { digestField, instantField, wordsField } from "./fields.ts";
import { checked, parseJson } from "./json.ts";
import { unreadable } from "./unreadable.ts";

const control = z.strictObject({
  framework: wordsField,
  id: wordsField,
  status: z.enum(["satisfied", "partial", "gap", "not applicable"], {
    error: "a status is satisfied, partial, gap or not applicable",
  }),
  /** Where the proof lies; a control that is satisfied without one is a gap. */
  evidence: z.string().nullish(),
});
type Control = z.infer<typeof control>;

const record = z.strictObject({
  controls: z.array(control),
  signedBy: wordsField,
  signedAt: instantField,
  build: digestField,
});

/**
 * The status of every mapped control. Figures `controls` (all that are listed), `gaps`; list `frameworks`: those with
 * at least one applicable control and every applicable one satisfied with evidence; a finding per gap.
 *
 * @throws Unreadable, also when a control comes twice
 */
export const compliance = (text: string): Report => {
  const { controls, signedBy, signedAt, build } = checked(record, parseJson(text));
  refuseTwice(controls);
  const applicable = controls.filter(({ status }) => status !== "not applicable");
  const gaps = applicable.filter((c) => !isProven(c));
  const open = new Set(gaps.map(({ framework }) => framework));
  const frameworks = [...new Set(applicable.map(({ framework }) => framework))].filter((name) => !open.has(name));
  return {
    ...blank,
    figures: { controls: controls.length, gaps: gaps.length },
    lists: { frameworks },
    findings: gaps.map(finding),
    build,
    madeAt: signedAt,
    signer: signedBy,
  };
};

const isProven = ({ status, evidence }: Control): boolean => status === "satisfied" && (evidence ?? "").trim() !== "";
const nameOf = ({ framework, id }: Control): string => `${framework} ${id}`;

const refuseTwice = (controls: readonly Control[]): void => {
  const names = controls.map(nameOf);
  const twice = names.find((name, i) => names.indexOf(name) !== i);
  if (twice !== undefined) unreadable(`control ${twice} comes twice, so it is unclear which status holds`);
};

const finding = (gap: Control): Finding => ({
  id: nameOf(gap),
  severity: gap.status === "partial" ? "medium" : "high",
  title: gap.status === "satisfied" ? "said to be satisfied, but no evidence is linked" : `status: ${gap.status}`,
  where: gap.framework,
});
