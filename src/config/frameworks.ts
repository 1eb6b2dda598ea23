import type { Process } from "../domain/process/process.ts";
import type { Complaint } from "./complaint.ts";
import { meant } from "./nearest.ts";

/** A misspelt framework would be proved by nothing and missed by nobody. A process without a mapping cannot tell. */
export const frameworkRules = (
  given: readonly (string | undefined)[] | undefined,
  { controls }: Process,
): readonly Complaint[] => {
  if (controls === undefined) return [];
  const known = controls.frameworks.map(({ id }) => id);
  return (given ?? []).flatMap((name, i) =>
    name === undefined || known.includes(name)
      ? []
      : [
          {
            path: ["declared", "frameworks", i],
            what: `there is no framework "${name}"`,
            fix: meant(name.toLowerCase(), known, "frameworks"),
          },
        ],
  );
};
