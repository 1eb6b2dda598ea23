import type { Process } from "../../src/domain/process/process.ts";
import type { Decision } from "../../src/domain/refusal.ts";
import type { Actor, Command } from "../../src/domain/release/commands.ts";
import { decide } from "../../src/domain/release/decide.ts";
import type { ReleaseEvent } from "../../src/domain/release/events.ts";
import { evolve } from "../../src/domain/release/evolve.ts";
import type { Release } from "../../src/domain/release/release.ts";
import { type Instant, millis, plus } from "../../src/domain/units.ts";
import { given, minutes, openRelease, step } from "./release.ts";

/** A release under test, and the time there. Every fact in it was decided by the core, none is made up. */
export type Case = { readonly process: Process; readonly release: Release; readonly at: Instant };

/** What somebody asks, without when and who. */
export type Asked = Command extends infer C ? (C extends Command ? Omit<C, "at" | "by"> : never) : never;

/** `headgate` is the conductor, `bot` the agent of the plan, everybody else a person. */
export const actor = (id: string): Actor => {
  if (id === "headgate") return { kind: "system", id };
  return { kind: id === "bot" ? "agent" : "human", id };
};

export const ask = ({ process, release, at }: Case, by: string, asked: Asked): Decision<ReleaseEvent> =>
  decide(process, release, { ...asked, at, by: actor(by) } as Command);

/** The code of the refusal; what was decided instead, when it was accepted. */
export const refusalOf = (at: Case, by: string, asked: Asked): string => {
  const decision = ask(at, by, asked);
  return decision.ok
    ? `accepted: ${decision.events.map(({ type }) => type).join(", ") || decision.note}`
    : decision.refusal.code;
};

export const fold = (before: Case, events: readonly ReleaseEvent[]): Case => ({
  ...before,
  release: events.reduce<Release>(evolve, before.release),
});

/** @throws Error when it is refused: a story that cannot happen is a mistake of the test. */
export const acted = (before: Case, by: string, asked: Asked): Case => {
  const decision = ask(before, by, asked);
  if (!decision.ok) throw new Error(`${asked.type} by ${by}: ${JSON.stringify(decision.refusal)}`);
  return fold(before, decision.events);
};

export const later = (before: Case, hours: number): Case => ({
  ...before,
  at: plus(before.at, millis(hours * 3_600_000)),
});

/** The weights of the usual plan with bakes of a minute, so that a rollout is told in a few reports. */
export const quickSteps = [step(5, 1), step(25, 1), step(50, 2), step(100, 4)].map((one) => ({
  ...one,
  bake: millis(60_000),
}));
const environment = { steps: quickSteps, count: 4 };

/** `shop-1.1.0`, just opened, with a person for every role and a quick plan. */
export const openCase = (process: Process, overrides: Parameters<typeof openRelease>[0] = {}): Case => ({
  process,
  release: given(
    openRelease({
      ...overrides,
      plan: {
        environments: { staging: environment, production: environment },
        interval: millis(20_000),
        ...overrides.plan,
      },
    }),
  ),
  at: minutes(1),
});
