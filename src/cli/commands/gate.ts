import { meant } from "../../config/nearest.ts";
import { isMet } from "../../domain/process/judgement.ts";
import type { ReleaseStatus } from "../../domain/process/status.ts";
import { AppError, catalogue } from "../../errors.ts";
import { argument, command } from "../command.ts";
import { release } from "../options.ts";
import { anyText } from "../reader.ts";
import { sentence } from "../text/sentence.ts";
import { showMinute } from "../text/time.ts";

/** One reason why a gate is closed; `id` is a requirement, a stage or an exit gate. */
type Reason = { readonly id: string; readonly reason: string };

export const gate = command({
  name: "gate",
  summary: "Answer by exit code whether a stage's gate is open",
  args: { release, stage: argument(anyText, "id of a stage, or exit for the gates by which a release is left") },
  options: {},
  examples: [
    ["gate shop-1.1.0 entry", "exit 0 when everything of the stage is met; else 3 and one line for each reason"],
    ["gate shop-1.1.0 exit && echo complete", "all exit gates"],
  ],
  async run({ release: id, stage }, { engine, answer }) {
    const { view } = await (await engine()).status(id);
    const reasons = stage === "exit" ? exitReasons(view) : stageReasons(view, stage);
    const open = reasons.length === 0;
    answer({ release: id, gate: stage, open, blockedBy: reasons }, () =>
      open ? `${stage}: open` : reasons.map(({ id, reason }) => `${id}: ${reason}`).join("\n"),
    );
    return open ? 0 : catalogue.GATE_CLOSED.exit;
  },
});

const exitReasons = ({ exitGates }: ReleaseStatus): readonly Reason[] =>
  exitGates
    .filter(({ open }) => !open)
    .map(({ id, title, blockedBy }) => ({ id, reason: `not yet (${title}): ${blockedBy.join(", ")}` }));

const stageReasons = ({ stages, requirements }: ReleaseStatus, id: string): readonly Reason[] => {
  const stage = stages.find((one) => one.id === id);
  if (stage === undefined) {
    const fix = sentence(meant(id, [...stages.map((one) => one.id), "exit"], "stages"));
    throw new AppError("USAGE", { problem: `There is no stage ${id}.`, fix });
  }
  if (stage.state === "done") return [];
  const unmet = requirements
    .filter((one) => one.stage === id && !isMet(one.state))
    .map((one): Reason => ({ id: one.id, reason: `${one.state}: ${one.reason}` }));
  const period: Reason[] =
    stage.notBefore === null ? [] : [{ id, reason: `lasts until ${showMinute(stage.notBefore)} at least` }];
  // A closed gate never goes without a reason: an earlier stage or the period keeps it shut, even with all of its own met.
  return unmet.length > 0 ? unmet : period.length > 0 ? period : [{ id, reason: "an earlier stage's gate is closed" }];
};
