import { command } from "../command.ts";
import { conductManyShowing } from "../conducting.ts";
import { onlyHere } from "../remote/local-only.ts";

export const conduct = command({
  name: "conduct",
  summary: "Conduct every release until stopped; several of these share the work",
  args: {},
  options: {},
  examples: [
    ["conduct", "what `run RELEASE --wait` does, for all releases; stop it with Ctrl-C or SIGTERM"],
    [
      "conduct --json | tee -a conduct.jsonl",
      "one JSON object a line: entries of histories, and what it took or gave back",
    ],
  ],
  async run(_, context) {
    onlyHere(context.io.env, "Conducting");
    await conductManyShowing(context, await context.engine());
    return 0;
  },
});
