import type { Traffic } from "../../config/environment.ts";
import { actor } from "../acting.ts";
import { argument, command } from "../command.ts";
import { as, environment, reason } from "../options.ts";

const leftRunning = (driver: Traffic["driver"]): string =>
  driver === "splitter" ? "" : ` ${driver} is not Headgate's to stop: it runs on, and answers 503.`;

export const down = command({
  name: "down",
  summary: "Stop everything that runs in an environment",
  args: { env: argument(environment, "staging or production") },
  options: { reason: reason("why; it stands in the environment's history"), as },
  examples: [
    ['down staging --reason "the trial is over" --as ada', "stop its router and its instances; nobody is served there"],
  ],
  async run({ env, reason, as }, context) {
    const { config } = await context.project();
    const by = await actor(context, as, config.people);
    const engine = await context.engine();
    const state = await engine.takeDown({ config, environment: env, by, reason }, context.io.signal);
    const { driver } = config.environments[env].traffic;
    context.answer({ environment: env, ...state }, () => `Nothing runs in ${env} any more.${leftRunning(driver)}`);
    return 0;
  },
});
