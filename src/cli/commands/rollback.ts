import { toRollbackPlanAnswer } from "../../api/to-rollback-plan-answer.ts";
import { toRolloutAnswer } from "../../api/to-status-answer.ts";
import type { Engine } from "../../conductor/engine.ts";
import type { Loaded } from "../../conductor/load.ts";
import type { Release } from "../../domain/release/release.ts";
import { isLive, isReversible } from "../../domain/rollout/rollout.ts";
import { AppError } from "../../errors.ts";
import { actor, settleFirst } from "../acting.ts";
import { argument, command, flag, option } from "../command.ts";
import { conductShowing } from "../conducting.ts";
import type { Context } from "../context.ts";
import { as, environment, release } from "../options.ts";
import { anyText, oneOf, orElse } from "../reader.ts";
import { roughly } from "../text/time.ts";

export const rollback = command({
  name: "rollback",
  summary: "Return all traffic to the known-good build",
  args: { release, env: argument(orElse(environment, "production"), "staging or production (else production)") },
  options: {
    reason: option(orElse(anyText, ""), "TEXT", "why; it stands in the history"),
    severity: option(
      orElse(oneOf(["critical", "high", "medium", "low"], "write critical, high, medium or low"), "high"),
      "HOW",
      "how bad it is: critical, high (else this), medium or low",
    ),
    dryRun: flag("only say what would be done, and how long it took in the drill"),
    as,
  },
  examples: [
    ["rollback shop-1.1.0 --dry-run", "what would happen, before you need it"],
    ['rollback shop-1.1.0 --reason "checkout fails" --as ada', "do it, and stay until it is done"],
  ],
  async run({ release: id, env, reason, severity, dryRun, as }, context) {
    const engine = await context.engine();
    const loaded = await engine.load(id);
    if (dryRun) return sayPlan(context, loaded, env);
    if (reason.trim() === "") throw new AppError("REASON_MISSING", { act: "a rollback" });
    const by = await actor(context, as, loaded.release.plan.people);
    const order = { type: "RollBack", reason, severity } as const;
    settleFirst(context, await engine.command(id, by, { type: "Order", environment: env, order }));
    return carryOut(context, engine, id, env);
  },
});

/** An order alone moves no traffic: somebody has to conduct it, so this call does, or waits for whoever does already. */
const carryOut = async (context: Context, engine: Engine, id: string, env: string): Promise<number> => {
  const isUnderWay = ({ rollouts }: Release) => rollouts.some((one) => isLive(one) && one.environment === env);
  const wasUnderWay = isUnderWay((await engine.load(id)).release);
  if (wasUnderWay) await conductShowing(context, engine, id, "settled");
  const { release } = await engine.load(id);
  const done = !isUnderWay(release);
  const last = release.rollouts.findLast((one) => one.environment === env);
  const rollout = last === undefined ? null : toRolloutAnswer(last, engine.now());
  if (wasUnderWay || context.json)
    context.answer({ release: id, done, rollout }, () =>
      done
        ? `${env} has all traffic on ${rollout?.baseline ?? "the old build"}.`
        : `Not done yet; go on with: headgate run ${id}`,
    );
  return done ? 0 : 1;
};

const sayPlan = (context: Context, { release, process }: Loaded, env: string): number => {
  const answer = toRollbackPlanAnswer(release, env);
  const { idle, steps, drillMs } = answer;
  const drill =
    drillMs === null
      ? "It was not rehearsed yet with this build."
      : `In the drill it took ${roughly(drillMs)}; ${roughly(process.rollbackTarget)} are allowed.`;
  context.answer(answer, () =>
    idle
      ? [
          `Nothing to roll back: no rollout of ${release.id} is in progress in ${env}.`,
          ...steps,
          ...elsewhere(release, env),
        ].join("\n")
      : [...steps.map((step, i) => `${i + 1}. ${step}`), drill].join("\n"),
  );
  return 0;
};

const elsewhere = ({ id, rollouts }: Release, env: string): readonly string[] =>
  rollouts
    .filter((one) => isReversible(one) && one.environment !== env)
    .map((one) => `In ${one.environment} there is one: headgate rollback ${id} ${one.environment} --dry-run`);
