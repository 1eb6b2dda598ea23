import { z } from "zod";
import type { Process } from "../domain/process/process.ts";
import type { Complaint } from "./complaint.ts";
import { meant } from "./nearest.ts";
import { type ProbeSpec, probe } from "./probes.ts";
import type { Sound } from "./sound.ts";
import { strict, text } from "./values.ts";

/** A delivered story, and what shows in production that it works: at most one of three; with none it is listed as unproven. */
export type Feature = {
  readonly story: string;
  readonly title: string;
  /** A smoke test by its name. */
  readonly check: string | null;
  readonly probe: ProbeSpec | null;
  /** The role whose holder looks and says so. */
  readonly manual: string | null;
};

const feature = strict({
  story: text.describe("Id of the story, such as SHOP-12."),
  title: text.describe("What users can do now."),
  check: text.nullable().default(null).describe("The smoke test that shows it, by its name."),
  probe: probe.nullable().default(null).describe("A probe that shows it."),
  manual: text.nullable().default(null).describe("The role whose holder looks at it: headgate feature."),
}).superRefine(({ check, probe: own, manual }, context) => {
  if ([check, own, manual].filter((one) => one !== null).length > 1)
    context.addIssue({ code: "custom", message: "is shown twice; write one of check, probe and manual" });
});

export const features = z
  .array(feature)
  .default([])
  .describe("What this release delivers, and what shows in production that it works.");

type Given = Sound<z.input<typeof features>>;
type Smoke = readonly ({ readonly name?: string | undefined; readonly get?: string | undefined } | undefined)[];

export const featureRules = (
  given: Given | undefined,
  smoke: Smoke | undefined,
  { roles }: Process,
): readonly Complaint[] => {
  const tests = (smoke ?? [{ get: "/" }]).flatMap((one) => one?.name ?? one?.get ?? []);
  const ids = roles.map(({ id }) => id);
  return (given ?? []).flatMap((one, i): readonly Complaint[] => {
    const path = ["features", i];
    const twice = one?.story !== undefined && given?.findIndex((other) => other?.story === one.story) !== i;
    return [
      ...(twice ? [{ path: [...path, "story"], what: "is listed already", fix: "keep one" }] : []),
      ...(one?.check == null || tests.includes(one.check)
        ? []
        : [
            {
              path: [...path, "check"],
              what: "there is no such smoke test",
              fix: meant(one.check, tests, "smoke tests"),
            },
          ]),
      ...(one?.manual == null || ids.includes(one.manual)
        ? []
        : [{ path: [...path, "manual"], what: "the process has no such role", fix: meant(one.manual, ids, "roles") }]),
    ];
  });
};
