import { toControlsAnswer } from "../../api/to-controls-answer.ts";
import { command, options } from "../command.ts";
import { layoutOf } from "../layout.ts";
import { release } from "../options.ts";
import { controlsText } from "../text/controls-text.ts";

export const controls = command({
  name: "controls",
  summary: "Show what evidence a release has for each control",
  args: { release },
  options: { framework: options("ID", "only of this framework; may be given repeatedly") },
  examples: [
    ["controls shop-1.1.0", "every control of the frameworks under declared: with its state and what is not there"],
    ["controls shop-1.1.0 --framework soc2 --json", "with the digest of each piece of evidence"],
  ],
  async run({ release: id, framework: only }, { engine, answer, io }) {
    const found = toControlsAnswer(await (await engine()).status(id), only);
    answer(found, () => controlsText(found, layoutOf(io)));
    return 0;
  },
});
