import { meant } from "../../config/nearest.ts";
import { controlMap } from "../../domain/process/control-map.ts";
import { AppError } from "../../errors.ts";
import { command, options } from "../command.ts";
import { layoutOf } from "../layout.ts";
import { release } from "../options.ts";
import { controlsText } from "../text/controls-text.ts";
import { sentence } from "../text/sentence.ts";

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
    const { process, release: known, view } = await (await engine()).status(id);
    const frameworks = process.controls?.frameworks ?? [];
    const names = frameworks.map((one) => one.id);
    const unknown = only.find((name) => !names.includes(name));
    if (unknown !== undefined)
      throw new AppError("USAGE", {
        problem: `This release has no framework ${unknown}.`,
        fix: sentence(meant(unknown, names, "frameworks")),
      });
    const shown = frameworks.filter((one) => only.length === 0 || only.includes(one.id));
    const map = controlMap(process, known, view).filter((one) => shown.some((other) => other.id === one.framework));
    answer({ release: id, build: known.build.digest, frameworks: shown, controls: map }, () =>
      controlsText({ release: id, frameworks: shown, controls: map }, layoutOf(io)),
    );
    return 0;
  },
});
