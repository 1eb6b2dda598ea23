import type { EnvironmentAnswer } from "../../../api/environment-answer.ts";
import type { MineAnswer } from "../../../api/mine-answer.ts";
import type { ReadOnly } from "../../../api/read-only.ts";
import type { Tone } from "../../parts/tone.ts";

/** The first sentence of the page: is anything mine? */
export const waitsForMe = ({ owes }: MineAnswer): string => {
  const own = owes.filter((one) => one.kind !== "watch");
  if (own.length === 0) return "Nothing waits for you.";
  const late = own.filter(({ overdue }) => overdue).length;
  const things = own.length === 1 ? "One thing waits" : `${own.length} things wait`;
  return `${things} for you${late === 0 ? "." : `; ${late} overdue.`}`;
};

type Cell = {
  readonly version: string;
  readonly tone: Tone;
  /** What is going on there, or is not as it should be. */
  readonly says: string;
};

/** What users get there, by what was read back. */
export const cellOf = ({ runs, heldBy, findings, problem, waiting }: ReadOnly<EnvironmentAnswer>): Cell => {
  const version = runs?.version ?? "–";
  if (problem !== null) return { version, tone: "doubt", says: `nobody could look: ${problem}` };
  if (findings.length > 0) return { version, tone: "bad", says: findings.join("; ") };
  if (heldBy !== null)
    return { version, tone: "act", says: `${heldBy.release} is ${heldBy.phase ?? "at work there"}${queue(waiting)}` };
  if (runs === null) return { version, tone: "idle", says: "nobody said what runs here" };
  return { version, tone: "good", says: "as released" };
};

const queue = (waiting: readonly unknown[]): string => (waiting.length === 0 ? "" : `, ${waiting.length} next`);

type Listed = {
  readonly phase: string;
  readonly stage: string;
  readonly blocking: number;
  readonly problem: string | null;
};

/** Where a release stands, in a few words. */
export const standing = ({
  phase,
  stage,
  blocking,
  problem,
}: Listed): { readonly tone: Tone; readonly says: string } => {
  if (problem !== null) return { tone: "bad", says: problem };
  if (phase !== "open") return { tone: phase === "closed" ? "good" : "idle", says: phase };
  return { tone: "act", says: blocking === 0 ? `${stage}: at work` : `${stage}: ${blocking} open` };
};
