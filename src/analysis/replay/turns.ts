import { type Act, actOf } from "./act-of.ts";
import type { Look } from "./trace.ts";

/** The looks at which the answer changed, the first one and the first of each step included. */
export const turns = (looks: readonly Look[]): readonly Look[] =>
  looks.filter((look, i) => {
    const before = looks[i - 1];
    return (
      before === undefined ||
      before.window.confirmedAt !== look.window.confirmedAt ||
      before.verdict.outcome !== look.verdict.outcome ||
      actOf(before) !== actOf(look)
    );
  });

/** The first look of each step at which this would have been done. */
export const firsts = (looks: readonly Look[], act: Act): readonly Look[] => {
  const seen = new Set<Look["window"]["confirmedAt"]>();
  return looks.filter((look) => {
    const { confirmedAt } = look.window;
    if (actOf(look) !== act || seen.has(confirmedAt)) return false;
    seen.add(confirmedAt);
    return true;
  });
};
