import { command } from "../command.ts";
import { release } from "../options.ts";
import { historyAnswer, historyLines } from "../text/history-text.ts";

export const history = command({
  name: "history",
  summary: "Print everything that happened, with time and person",
  args: { release },
  options: {},
  examples: [
    ["history shop-1.1.0", "one line for each event, refusals included; times are UTC"],
    ["history shop-1.1.0 --json | jq '.entries[-1]'", "the last entry, with its hash"],
  ],
  async run({ release: id }, { engine, answer }) {
    const lines = await (await engine()).history(id);
    answer(historyAnswer(id, lines), () => historyLines(lines).join("\n"));
    return 0;
  },
});
