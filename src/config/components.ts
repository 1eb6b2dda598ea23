import { z } from "zod";
import type { Complaint } from "./complaint.ts";
import { probeList } from "./probes.ts";
import type { Sound } from "./sound.ts";
import { text } from "./values.ts";

export const components = probeList.describe(
  "Everything that the service consists of beside its instances: a name, and a probe that says whether it is healthy.",
);

export const retiredComponents = z
  .record(z.string(), text)
  .default({})
  .describe(
    "Components of the last release that are no more, each with the reason; any other that is gone is unknown.",
  );

export const componentRules = (
  given: Sound<z.input<typeof components>> | undefined,
  retired: Sound<z.input<typeof retiredComponents>> | undefined,
): readonly Complaint[] =>
  Object.keys(retired ?? {})
    .filter((name) => (given ?? []).some((one) => one?.name === name))
    .map((name) => ({ path: ["retired-components", name], what: "stands among components too", fix: "keep one" }));
