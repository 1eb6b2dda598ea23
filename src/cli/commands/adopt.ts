import { actor } from "../acting.ts";
import { buildPlace } from "../build-place.ts";
import { argument, command, option } from "../command.ts";
import { as, build, environment, reason } from "../options.ts";
import { word } from "../reader.ts";

export const adopt = command({
  name: "adopt",
  summary: "State which build an environment runs now, as the way back",
  args: { env: argument(environment, "staging or production") },
  options: {
    build,
    version: option(word, "V", "its version"),
    reason: reason("how you know that it is good"),
    as,
  },
  examples: [
    [
      'adopt production --build ./dist-1.0.0 --version 1.0.0 --reason "in service since May" --as ada',
      "start it there and make it the known-good build",
    ],
  ],
  async run({ env, build, version, reason, as }, context) {
    const { config } = await context.project();
    const by = await actor(context, as, config.people);
    const engine = await context.engine();
    const { path } = buildPlace(context.folder, build);
    const state = await engine.adopt({ config, environment: env, path, version, by, reason }, context.io.signal);
    context.answer({ environment: env, ...state }, () => `${env} runs ${state.runs?.version} (${state.runs?.digest}).`);
    return 0;
  },
});
