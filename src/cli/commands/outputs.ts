import { toOutputsAnswer } from "../../api/to-outputs-answer.ts";
import { command } from "../command.ts";
import { layoutOf } from "../layout.ts";
import { release } from "../options.ts";
import { outputsText } from "../text/outputs-text.ts";

export const outputs = command({
  name: "outputs",
  summary: "List what the release shall leave behind, and what is there",
  args: { release },
  options: {},
  examples: [["outputs shop-1.1.0", "each with its state, digest, author and time"]],
  async run({ release: id }, { engine, answer, io }) {
    const found = toOutputsAnswer(await (await engine()).status(id));
    answer(found, () => outputsText(found.outputs, found.rollback, layoutOf(io)));
    return 0;
  },
});
