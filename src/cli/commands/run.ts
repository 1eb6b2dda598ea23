import { toStatusAnswer } from "../../api/to-status-answer.ts";
import type { Engine } from "../../conductor/engine.ts";
import type { Loaded } from "../../conductor/load.ts";
import { catalogue } from "../../errors.ts";
import { actor, settleFirst } from "../acting.ts";
import { argument, command, flag } from "../command.ts";
import { conductShowing } from "../conducting.ts";
import type { Context } from "../context.ts";
import { as, release } from "../options.ts";
import { type Outcome, outcomeOf } from "../outcome.ts";
import { optional, word } from "../reader.ts";
import { outcomeText } from "../text/outcome-text.ts";

export const run = command({
  name: "run",
  summary: "Do everything that a machine can do, until only people can go on",
  args: {
    release,
    requirement: argument(optional(word), "a rollout to start, or a check to ask again, before the rest"),
  },
  options: { as, wait: flag("stay until the release is over: wait for people, and keep watch over what is promoted") },
  examples: [
    ["run shop-1.1.0", "checks, documents, messages; says at the end who has to act next"],
    ["run shop-1.1.0 production.deploy --as ada", "start the rollout, and stay until it is promoted or rolled back"],
    ["run shop-1.1.0 --wait", "to the end of the release"],
  ],
  async run({ release: id, requirement, as, wait }, context) {
    const engine = await context.engine();
    const before = await engine.load(id);
    if (requirement !== undefined) await begin(context, engine, before, requirement, as);
    await conductShowing(context, engine, id, wait ? "over" : "settled");
    return finish(context, engine, before);
  },
});

const begin = async (
  context: Context,
  engine: Engine,
  { release, process }: Loaded,
  requirement: string,
  as: string | undefined,
): Promise<void> => {
  const by = await actor(context, as, release.plan.people);
  const isRollout = process.requirements.some(({ id, kind }) => id === requirement && kind === "rollout");
  if (!isRollout)
    return settleFirst(context, await engine.command(release.id, by, { type: "RequestCheck", requirement }));
  const start = async () => engine.start(release.id, requirement, by, await context.project());
  const first = await start();
  settleFirst(context, first);
  if (!first.ok || first.events.some(({ type }) => type === "RolloutRequested")) return;
  // Some things are looked at once more before it begins: that is done, and then it is asked for again.
  await conductShowing(context, engine, release.id, "settled");
  settleFirst(context, await start());
};

const finish = async (context: Context, engine: Engine, before: Loaded): Promise<number> => {
  const after = await engine.status(before.release.id);
  const outcome = outcomeOf(before.release, after.release, context.io.signal.aborted);
  const status = toStatusAnswer(after, engine.now());
  context.answer({ outcome, status }, () => outcomeText(outcome, status));
  return exitOf(outcome);
};

const exitOf = (outcome: Outcome): number => {
  switch (outcome) {
    case "closed":
    case "rolled-out":
      return 0;
    case "rolled-back":
    case "ended":
    case "waiting":
      return catalogue.GATE_CLOSED.exit;
    case "stopped":
      return 1;
  }
};
