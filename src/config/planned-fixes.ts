import { z } from "zod";
import type { Process } from "../domain/process/process.ts";
import type { Complaint } from "./complaint.ts";
import { meant } from "./nearest.ts";
import type { Sound } from "./sound.ts";
import { name, strict, text } from "./values.ts";

const fix = strict({
  name: name.describe("What it is called: headgate fix RELEASE TRIGGER NAME."),
  kind: z.enum(["configuration", "flag"]).describe("What is changed; a new build is no fix in place."),
  does: text.describe("What it does, in words for whoever does it at night."),
  "verified-by": text.describe("The check that has to pass after it."),
}).transform(({ "verified-by": verifiedBy, ...rest }) => ({ ...rest, verifiedBy }));

export const plannedFixes = z
  .array(fix)
  .default([])
  .describe("Changes that may be made in place when something goes wrong in production; nothing else may.");

type Given = Sound<z.input<typeof plannedFixes>>;

/** A fix that nothing can verify would never count. */
export const fixRules = (given: Given | undefined, { requirements }: Process): readonly Complaint[] => {
  const checks = requirements.filter(({ kind }) => kind === "check").map(({ id }) => id);
  return (given ?? []).flatMap((one, i) => {
    const check = one?.["verified-by"];
    const repeated = one?.name !== undefined && (given ?? []).findIndex((other) => other?.name === one.name) < i;
    return [
      ...(check === undefined || checks.includes(check)
        ? []
        : [
            {
              path: ["planned-fixes", i, "verified-by"],
              what: `the process has no check "${check}"`,
              fix: meant(check, checks, "checks"),
            },
          ]),
      ...(repeated
        ? [{ path: ["planned-fixes", i, "name"], what: `"${one.name}" is taken already`, fix: "rename one of the two" }]
        : []),
    ];
  });
};
