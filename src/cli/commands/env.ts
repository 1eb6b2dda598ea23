import type { EnvironmentsAnswer } from "../../api/environment-answer.ts";
import { toEnvironmentAnswer } from "../../api/to-environment-answer.ts";
import type { Unstuck } from "../../conductor/engine.ts";
import { AppError, catalogue } from "../../errors.ts";
import { actor } from "../acting.ts";
import { argument, command, option } from "../command.ts";
import type { Context } from "../context.ts";
import { layoutOf } from "../layout.ts";
import { as, environment } from "../options.ts";
import { anyText, oneOf, optional, orElse, word } from "../reader.ts";
import { environmentsText, environmentText } from "../text/env-text.ts";

const acts = oneOf(
  ["list", "show", "check", "unstick", "release-hold"],
  "write list, show, check, unstick or release-hold",
);

type Given = {
  readonly name: string | undefined;
  readonly build: string | undefined;
  readonly reason: string;
  readonly as: string | undefined;
};

export const env = command({
  name: "env",
  summary: "Show what runs where, who holds it and who waits; set it free",
  args: {
    what: argument(orElse(acts, "list"), "list, show, check, unstick or release-hold"),
    name: argument(optional(environment), "staging or production; all but list need one"),
  },
  options: {
    build: option(optional(word), "V", "for release-hold: version or digest of the build"),
    reason: option(orElse(anyText, ""), "TEXT", "for unstick and release-hold: why; it stands in the history"),
    as,
  },
  examples: [
    ["env", "both environments, and what is wrong there"],
    ["env show production", "known good, holder, queue, held-back builds, what really runs and is routed"],
    ["env check production", "exit 0 when all that runs was released there; else 3, and one line for each finding"],
    [
      'env release-hold production --build 1.1.0 --reason "the database was down" --as ada',
      "let a build that was rolled back be tried again",
    ],
    [
      'env unstick production --reason "its conductor hangs" --as ada',
      "take it from a rollout that does not end; moves no traffic",
    ],
  ],
  async run({ what, ...given }, context) {
    if (what === "list") return list(context, given);
    const name = given.name ?? missing("NAME", `env ${what} staging|production`);
    switch (what) {
      case "show":
      case "check":
        return inspect(context, name, what);
      case "release-hold":
        return release(context, name, given);
      case "unstick":
        return unstick(context, name, given);
    }
  },
});

const missing = (word: string, usage: string): never => {
  throw new AppError("USAGE", { problem: `${word} is missing.`, fix: `Usage: headgate ${usage}` });
};

const list = async (context: Context, { name }: Given): Promise<number> => {
  const { config } = await context.project();
  const engine = await context.engine();
  const names = name === undefined ? Object.keys(config.environments) : [name];
  const looks = await Promise.all(names.map((one) => engine.look(config, one, context.io.signal)));
  const environments = looks.map((look) => toEnvironmentAnswer(config.service, look, engine.now()));
  const answer: EnvironmentsAnswer = { environments };
  context.answer(answer, () => environmentsText(answer, layoutOf(context.io)));
  return 0;
};

/** `check` says only what is wrong, and by its exit code whether anything is. Who cannot look does not say that all is well. */
const inspect = async (context: Context, name: string, what: "show" | "check"): Promise<number> => {
  const { config } = await context.project();
  const engine = await context.engine();
  const answer = toEnvironmentAnswer(config.service, await engine.look(config, name, context.io.signal), engine.now());
  const { findings, problem } = answer;
  const wrong = problem === null ? findings : [...findings, `cannot judge: ${problem}`];
  context.answer(answer, () => {
    if (what === "show") return environmentText(answer, layoutOf(context.io));
    return wrong.length === 0 ? `${name}: all that runs was released there.` : wrong.join("\n");
  });
  return what === "show" || wrong.length === 0 ? 0 : catalogue.GATE_CLOSED.exit;
};

const release = async (context: Context, name: string, { build, reason, as }: Given): Promise<number> => {
  const { config, process } = await context.project();
  const version = build ?? missing("--build", `env release-hold ${name} --build V --reason TEXT --as ID`);
  const by = await actor(context, as, config.people);
  const engine = await context.engine();
  const state = await engine.releaseHold({ config, process, environment: name, version, by, reason });
  context.answer({ environment: name, ...state }, () => `${version} may be rolled out to ${name} again.`);
  return 0;
};

const unstick = async (context: Context, name: string, { reason, as }: Given): Promise<number> => {
  const { config, process } = await context.project();
  const by = await actor(context, as, config.people);
  const engine = await context.engine();
  const done = await engine.unstick({ config, process, environment: name, by, reason }, context.io.signal);
  context.answer({ environment: name, ...done }, () => unstuckText(name, done));
  return 0;
};

const unstuckText = (name: string, { rollout, state, fenceProblem, toldProblem }: Unstuck): string =>
  [
    `${rollout.rollout} has lost ${name}. No traffic was moved and no instance was stopped.`,
    ...(fenceProblem === null ? [] : [`The router could not be told yet: ${fenceProblem}`]),
    ...(toldProblem === null ? [] : [`Its release could not be told yet: ${toldProblem}`]),
    ...(state.waiting[0] === undefined ? [] : [`Next is ${state.waiting[0].rollout}.`]),
    `See what was left there: headgate env show ${name}`,
  ].join("\n");
