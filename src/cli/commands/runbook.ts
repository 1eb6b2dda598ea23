import { toRunbookAnswer } from "../../api/to-runbook-answer.ts";
import { command, flag, option } from "../command.ts";
import { layoutOf } from "../layout.ts";
import { environment, release } from "../options.ts";
import { orElse } from "../reader.ts";
import { runbookText } from "../text/runbook-text.ts";

export const runbook = command({
  name: "runbook",
  summary: "Print every step of the rollout and of the way back; nothing is run",
  args: { release },
  options: {
    environment: option(orElse(environment, "production"), "ENV", "staging or production (else production)"),
    dryRun: flag("the same: printing it never runs anything"),
  },
  examples: [
    ["runbook shop-1.1.0", "each step with who, what is run, what to expect and how it is verified"],
    ["runbook shop-1.1.0 --environment staging --json", "the same of the rehearsal, for a script"],
  ],
  async run({ release: id, environment: env }, context) {
    const engine = await context.engine();
    const answer = toRunbookAnswer(await engine.load(id), env);
    context.answer(answer, () => runbookText(answer, layoutOf(context.io)));
    return 0;
  },
});
