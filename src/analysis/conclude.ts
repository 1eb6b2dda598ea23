import type { Verdict } from "../domain/rollout/verdict.ts";
import { breaksLimit } from "./combined.ts";
import { evidenceNeeded } from "./evidence-needed.ts";
import { figuresOf } from "./figures-of.ts";
import { quietFor } from "./quiet-for.ts";
import { broken, good, harmful, mismatched, quiet, unmeasured } from "./reasons.ts";
import type { Settings } from "./settings.ts";
import { settle } from "./settle.ts";
import { logMismatch, shareAlpha } from "./share-check.ts";
import type { Tally } from "./tally.ts";
import { toDecide } from "./to-decide.ts";

/** What was seen → verdict, in words and numbers. */
export const conclude = (seen: Tally, settings: Settings): Verdict => {
  const figures = figuresOf(seen, settings);
  if (seen.harmedBy !== null) return { outcome: "fail", reason: harmful(seen, settings), figures };
  if (seen.missingInARow >= settings.maxMissing) return { outcome: "error", reason: unmeasured(seen), figures };
  if (breaksLimit(seen, settings))
    return { outcome: "inconclusive", reason: broken(seen, settings), figures, pauses: true };
  if (isMismatched(seen)) return { outcome: "error", reason: mismatched(seen), figures };
  if (isQuiet(seen, settings)) return { outcome: "inconclusive", reason: quiet(seen), figures, pauses: true };
  const missing = toDecide(seen, settings);
  if (missing.length === 0) return { outcome: "pass", reason: good(seen, settings), figures };
  return settle(seen, settings, {
    outcome: "inconclusive",
    reason: `Cannot tell yet: ${missing.join("; ")}.`,
    figures,
  });
};

const isMismatched = ({ step: { share } }: Tally): boolean =>
  share !== null && logMismatch(share) >= evidenceNeeded(shareAlpha);

/** On a step for own people alone nobody need be there, and the time that it took is not held against the next one. */
const isQuiet = (seen: Tally, { noTraffic }: Settings): boolean => seen.step.weight > 0 && quietFor(seen) >= noTraffic;
