import type { RolloutOrder, RolloutReport } from "../../src/domain/rollout/commands.ts";
import { closedGates } from "../../src/domain/rollout/gates.ts";
import type { Rollout } from "../../src/domain/rollout/rollout.ts";
import type { Verdict } from "../../src/domain/rollout/verdict.ts";
import { millis, plus } from "../../src/domain/units.ts";
import { acted, ask, type Case, openCase } from "./case.ts";
import { driven, isOver, rolloutOf, seen, upAndRunning } from "./obey.ts";
import { step } from "./release.ts";
import { rolloutTo, tinyProcess } from "./tiny-process.ts";
import { started } from "./walk.ts";

const bake = millis(60_000);
const steps = [step(5, 1, { bake }), step(50, 2, { bake, gates: ["analysis", "approval"] }), step(100, 4, { bake })];

export const order = (order: RolloutOrder) => ({ type: "Order", environment: "production", order }) as const;
export const promote = (step: number) => order({ type: "Promote", step });
export const rollBack = order({ type: "RollBack", reason: "it harms", severity: "critical" });
export const report = (at: Case, said: RolloutReport) =>
  ask(at, "headgate", { type: "Report", rollout: rolloutOf(at).id, report: said });
export const types = (decision: ReturnType<typeof ask>): readonly string[] =>
  decision.ok ? decision.events.map(({ type }) => type) : [decision.refusal.code];

const isBaking =
  (n: number) =>
  ({ step: at, weightAt }: Rollout) =>
    at === n && weightAt !== null;

/** A release of a process that is nothing but a rollout to production, in three steps; the second one needs a go. */
export const opened = openCase(tinyProcess([rolloutTo({ id: "deploy" })]), {
  plan: { environments: { production: { steps, count: 4 } }, interval: millis(20_000) },
});
const waiting = acted(opened, "ada", started(opened, "deploy"));
export const begun = driven(waiting, ({ phase }) => phase === "progressing");
export const first = driven(begun, isBaking(0));
export const second = driven(first, isBaking(1));
export const awaitsGo = driven(second, (rollout, at) =>
  closedGates(rollout, at).every((gate) => gate.startsWith("approval")),
);
export const last = driven(acted(awaitsGo, "ada", promote(1)), isBaking(2));
export const live = driven(last, upAndRunning);
export const over = driven(acted(live, "ada", rollBack), isOver);

/** Every moment at which something of the rollout is live. */
export const moments = { waiting, begun, first, second, awaitsGo, last, live };

export const minutesLater = (at: Case, n: number): Case => ({ ...at, at: plus(at.at, millis(60_000 * n)) });

/** The next window of the step and what it comes to, and the case at the end of it. */
export const nextWindow = (at: Case, verdict: Verdict, ready?: number) => {
  const now = minutesLater(at, 0.5);
  return { now, said: seen(rolloutOf(now), now.at, verdict, ready) };
};
