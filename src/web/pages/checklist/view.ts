import type { ChecklistAnswer } from "../../../api/checklist-answer.ts";

type Item = ChecklistAnswer["items"][number];

/** `7 of 10 are met; 2 failed.` */
export const checklistSays = ({ items }: ChecklistAnswer): string => {
  const met = items.filter((one) => one.met).length;
  if (met === items.length) return `All ${met} are met.`;
  const failed = items.filter(({ state }) => state === "fail" || state === "error").length;
  return `${met} of ${items.length} are met${failed === 0 ? "." : `; ${failed} failed.`}`;
};

/** What is not met first, in the order of the process otherwise. */
export const openFirst = (items: readonly Item[]): readonly Item[] =>
  items.toSorted((a, b) => Number(a.met) - Number(b.met) || a.number - b.number);
