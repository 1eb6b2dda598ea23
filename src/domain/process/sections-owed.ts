import type { Plan } from "../release/plan.ts";
import type { DocumentRequirement, SectionOwed } from "./process.ts";

/** What a document has to speak of in this release: of data only where a hook changes some (R120). */
export const sectionsOwed = (
  { sections = [] }: Pick<DocumentRequirement, "sections">,
  { hooks }: Pick<Plan, "hooks">,
): readonly SectionOwed[] => {
  const changesData = hooks.some(({ point }) => point !== "on-rollback");
  return sections.filter(({ when }) => when === undefined || changesData);
};
