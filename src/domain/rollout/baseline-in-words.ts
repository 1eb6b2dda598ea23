import { lastRollout, type Release } from "../release/release.ts";
import { utc } from "../utc.ts";
import { signalsText } from "./signals-text.ts";

/** What users had before the rollout: the build in service, with its three signals, their window and sample (R79). */
export const baselineInWords = (release: Pick<Release, "rollouts" | "voided" | "build">): string => {
  const { before = null, baseline = null } = lastRollout(release as Release, "production", "deploy") ?? {};
  if (before === null) return "not measured";
  const { signals, problem } = before;
  if (signals === null) return `${baseline?.version ?? "nothing"}: not measured: ${problem}`;
  const until = utc(signals.to);
  return `${baseline?.version ?? "nothing"} before the rollout: ${signalsText(signals)}, until ${until}`;
};
