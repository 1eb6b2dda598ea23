import type { z } from "zod";
import type { Complaint } from "./complaint.ts";
import { meant } from "./nearest.ts";
import { probeList } from "./probes.ts";
import type { Sound } from "./sound.ts";

export const integrations = probeList.describe(
  "A probe for each of declared.integrations, by its name: with production's key, and so that it changes nothing.",
);

type Given = Sound<z.input<typeof integrations>>;

/** One that is not declared was probably misspelt, and would leave the declared one without a probe. */
export const integrationRules = (
  given: Given | undefined,
  declared: readonly (string | undefined)[] = [],
): readonly Complaint[] =>
  (given ?? []).flatMap((one, i): readonly Complaint[] => {
    const known = declared.filter((name) => name !== undefined);
    if (one === undefined || known.length < declared.length) return [];
    const path = ["integrations", i, "name"];
    if (one.name === undefined)
      return Object.hasOwn(one, "name") ? [] : [{ path, what: "is missing", fix: `add it: ${known.join(" or ")}` }];
    return known.includes(one.name)
      ? []
      : [{ path, what: `"${one.name}" is not declared`, fix: meant(one.name, known, "declared.integrations") }];
  });
