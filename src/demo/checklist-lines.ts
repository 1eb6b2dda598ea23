import type { ItemStatus } from "../domain/process/checklist.ts";
import { isMet } from "../domain/process/judgement.ts";

/** Looked at, each of them: what is not met says no, or waits for something else. */
export const isLookedAt = (items: readonly ItemStatus[]): boolean =>
  items.every(({ parts }) =>
    parts.every(({ state, waitsFor }) => isMet(state) || state === "fail" || waitsFor.length > 0),
  );

/** The checklist in a line each, in its own order, with the reasons of what is not met. */
export const checklistLines = (items: readonly ItemStatus[]): readonly string[] => {
  const met = items.filter(({ state }) => isMet(state)).length;
  const inOrder = items.toSorted((a, b) => a.number - b.number);
  return [
    `Checklist: ${met} of ${items.length}`,
    ...inOrder.map(({ number, title, state, reason }) =>
      isMet(state) ? `  ✓ ${number}. ${title}` : `  ${state === "fail" ? "✗" : "○"} ${number}. ${title}: ${reason}`,
    ),
  ];
};
