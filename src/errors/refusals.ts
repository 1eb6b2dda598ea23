import type { RefusalCode } from "../domain/refusal.ts";
import { calendarRefusals } from "./calendar-refusals.ts";
import type { CatalogueEntry } from "./entry.ts";
import { gateRefusals } from "./gate-refusals.ts";
import { incidentRefusals } from "./incident-refusals.ts";
import { releaseRefusals } from "./release-refusals.ts";
import { rolloutRefusals } from "./rollout-refusals.ts";
import { validationRefusals } from "./validation-refusals.ts";

/** Refusals of the domain, by what they are about: 4, not allowed now; 3, a gate is closed. */
export const refusals = {
  ...releaseRefusals,
  ...gateRefusals,
  ...rolloutRefusals,
  ...calendarRefusals,
  ...incidentRefusals,
  ...validationRefusals,
} as const satisfies Readonly<Record<RefusalCode, CatalogueEntry>>;
