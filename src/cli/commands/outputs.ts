import { rollbackPapers } from "../../domain/failure/rollback-papers.ts";
import { command } from "../command.ts";
import { layoutOf } from "../layout.ts";
import { release } from "../options.ts";
import { outputsOf } from "../outputs-answer.ts";
import { outputsText } from "../text/outputs-text.ts";

export const outputs = command({
  name: "outputs",
  summary: "List what the release shall leave behind, and what is there",
  args: { release },
  options: {},
  examples: [["outputs shop-1.1.0", "each with its state, digest, author and time"]],
  async run({ release: id }, { engine, answer, io }) {
    const known = await (await engine()).status(id);
    const [found, rollback] = [outputsOf(known), rollbackPapers(known.process, known.release)];
    answer({ release: id, outputs: found, rollback }, () => outputsText(found, rollback, layoutOf(io)));
    return 0;
  },
});
