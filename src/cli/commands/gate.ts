import { toGateAnswer } from "../../api/to-gate-answer.ts";
import { catalogue } from "../../errors.ts";
import { argument, command } from "../command.ts";
import { release } from "../options.ts";
import { anyText } from "../reader.ts";

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
    const found = toGateAnswer(id, view, stage);
    const { open, blockedBy } = found;
    answer(found, () => (open ? `${stage}: open` : blockedBy.map(({ id, reason }) => `${id}: ${reason}`).join("\n")));
    return open ? 0 : catalogue.GATE_CLOSED.exit;
  },
});
