import type { WithoutStamp } from "../../src/conductor/engine.ts";
import type { Handled } from "../../src/conductor/handle.ts";
import { AppError } from "../../src/errors.ts";
import { type Run, second, type Without } from "./whole-run.ts";

const people = ["ada", "ada", "ada", "bo", "bot"];

type Act = (run: Run, id: string) => Promise<Handled>;

const give =
  (who: string, command: WithoutStamp): Act =>
  ({ engine }, id) =>
    engine.command(id, { kind: who === "bot" ? "agent" : "human", id: who }, command);

const order = (who: string, environment: string, order: Extract<WithoutStamp, { type: "Order" }>["order"]): Act =>
  give(who, { type: "Order", environment, order });

const start =
  (who: string, requirement: string): Act =>
  ({ engine, played }, id) =>
    engine.start(id, requirement, { kind: who === "bot" ? "agent" : "human", id: who }, { config: played.config });

/** Whoever did it may be refused; nobody waits for the answer. A double click does it twice. */
const perform = async (run: Run, id: string, act: Act): Promise<void> => {
  run.reached.orders += 1;
  for (let clicks = run.random.chance(0.1) ? 2 : 1; clicks > 0; clicks--)
    try {
      const handled = await act(run, id);
      if (!handled.ok) run.reached.refused += 1;
    } catch (error) {
      if (!(error instanceof AppError)) throw error;
    }
};

export const begin = (run: Run, id: string): void => {
  const { time, random } = run;
  for (const requirement of random.chance(0.5) ? ["drill", "deploy"] : ["deploy", "drill"])
    time.after(second * random.below(30), () => void perform(run, id, start("ada", requirement)));
};

/** Somebody does something: sensible, late, or neither. */
export const somebody = (run: Run, { people: nobody }: Without): void => {
  const { random } = run;
  const id = random.pick(run.releases);
  const who = random.pick(people);
  const environment = random.pick(["staging", "production", "production"]);
  const what = random.below(30);
  if (what < 12) return void promoteLive(run, id, who);
  if (what < 16) return void perform(run, id, start(who, random.pick(["drill", "deploy"])));
  if (nobody) return;
  if (what < 18) void perform(run, id, order(who, environment, { type: "Pause", reason: "lunch" }));
  else if (what < 23) void perform(run, id, order(who, environment, { type: "Resume" }));
  else if (what < 26)
    void perform(run, id, order(who, environment, { type: "RollBack", reason: "it looks odd", severity: "high" }));
  else if (what < 27 && random.chance(0.2))
    void perform(run, id, give(who, { type: "Cancel", reason: "not this year" }));
  else if (what < 28) void perform(run, id, order(who, environment, { type: "Promote", step: random.below(5) }));
};

const promoteLive = async (run: Run, id: string, who: string): Promise<void> => {
  const { release } = await run.engine.load(id);
  for (const { phase, environment, step } of release.rollouts)
    if (phase === "progressing") await perform(run, id, order(who, environment, { type: "Promote", step }));
};

/** Lets everything go on that waits for a person. */
export const willing = async (run: Run, id: string): Promise<void> => {
  const { release } = await run.engine.load(id);
  for (const { phase, paused, environment, step, failure } of release.rollouts) {
    // It was asked for before it was known that the build was rolled back for cause.
    if (phase === "waiting" && failure?.includes("was rolled back in"))
      await perform(run, id, order("ada", environment, { type: "RollBack", reason: "not again", severity: "low" }));
    if (phase !== "progressing") continue;
    if (paused !== null) await perform(run, id, order("ada", environment, { type: "Resume" }));
    await perform(run, id, order("ada", environment, { type: "Promote", step }));
  }
};
