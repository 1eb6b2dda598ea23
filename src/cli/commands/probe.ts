import { catalogue } from "../../errors.ts";
import { command, option } from "../command.ts";
import { layoutOf } from "../layout.ts";
import { environment, requirement } from "../options.ts";
import { anyText, optional, orElse } from "../reader.ts";
import { probesText } from "../text/probes-text.ts";

export const probe = command({
  name: "probe",
  summary: "Try the probes of a check now; nothing is recorded",
  args: { requirement },
  options: {
    part: option(orElse(anyText, ""), "PART", "only this part of the check"),
    environment: option(optional(environment), "NAME", "staging or production, where the check does not say"),
  },
  examples: [
    ["probe staging.security", "what each probe of the check sees, and what it was asked for"],
    ["probe validation.security --environment staging --json", "the same in another environment, for scripts"],
  ],
  async run({ requirement, part, environment }, context) {
    const project = await context.project();
    const engine = await context.engine();
    const answer = await engine.probe(project, { requirement, part, environment }, context.io.signal);
    context.answer({ requirement, ...answer }, () => probesText(requirement, answer, layoutOf(context.io)));
    return answer.probes.every(({ state }) => state === "holds") ? 0 : catalogue.GATE_CLOSED.exit;
  },
});
