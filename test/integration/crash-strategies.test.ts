import { describe, expect, test } from "vitest";
import type { ReleaseEvent } from "../../src/domain/release/events.ts";
import { begin, conductOn, expectOnce, killAt, together } from "../support/crash.ts";
import { type Service, startService, stepsOf } from "../support/service.ts";
import { steadyLoad } from "../support/steady-load.ts";

type Type = ReleaseEvent["type"];

/** What is written of a rollout, in this order, whoever was killed; verdicts are as many as there is time for. */
type Strategy = {
  /** Goes on by itself, or stays on its last step. */
  readonly strategy: (goes: "on" | "nowhere") => object;
  readonly count: number;
  /** Until the last weight is confirmed and the candidate judged under it. */
  readonly there: readonly Type[];
  /** From the decision until the environment is free. */
  readonly back: readonly Type[];
  /** What users may see that is not the page. */
  readonly answers?: readonly string[];
};

const begun = ["RolloutRequested", "RolloutStarted"] as const;
const first = ["CandidateReady", "SmokePassed", "WeightConfirmed"] as const;
const second = ["StepCompleted", "CandidateReady", "WeightConfirmed"] as const;
const over = ["StepCompleted", "RolloutPromoted", "BaselineRetired", "EnvironmentFreed"] as const;
const returned = [
  "TrafficReturned",
  "SmokePassed",
  "CandidateRemoved",
  "RolloutRolledBack",
  "EnvironmentFreed",
] as const;
const bakes = { on: "700ms", nowhere: "1h" };
/** Written together with the one before it. */
const echoes: readonly Type[] = ["RolloutPromoted", "RolloutRolledBack"];

const strategies = {
  canary: {
    strategy: (goes) => stepsOf([[50, "0s"], [100, bakes[goes]]]), // biome-ignore format: short
    count: 2,
    there: [...begun, ...first, ...second, "VerdictRecorded"],
    back: ["RollbackStarted", "BaselineRestored", ...returned],
  },
  "blue-green": {
    strategy: (goes) => ({ "blue-green": { bake: bakes[goes], gates: [] } }),
    count: 2,
    there: [...begun, ...first, ...second, "VerdictRecorded"],
    back: ["RollbackStarted", "BaselineRestored", ...returned],
  },
  rolling: {
    strategy: (goes) => ({
      rolling: { batch: 2, ...(goes === "on" ? { bake: bakes.on, gates: [] } : { bake: "0s", gates: ["approval"] }) },
    }),
    count: 4,
    there: [...begun, "SideShrunk", ...first, "VerdictRecorded", "StepCompleted", "TrafficShifted", "SideShrunk", "CandidateReady", "WeightConfirmed"], // biome-ignore format: in order
    back: ["RollbackStarted", "SideShrunk", "BaselineRestored", "LegCompleted", "TrafficShifted", "SideShrunk", "BaselineRestored", ...returned], // biome-ignore format: in order
  },
  recreate: {
    strategy: (goes) => ({ recreate: { downtime: "5m", bake: bakes[goes], gates: [] } }),
    count: 2,
    there: [...begun, "TrafficClosed", "SideShrunk", ...first, "VerdictRecorded"],
    back: ["RollbackStarted", "TrafficClosed", "SideShrunk", "BaselineRestored", ...returned],
    answers: ["503 by undefined"],
  },
} satisfies Readonly<Record<string, Strategy>>;

type Name = keyof typeof strategies;

/** The nth of its type for each of these facts, but for those that are written together with the one before. */
const momentsOf = (facts: readonly Type[], from: number): readonly (readonly [Type, nth: number])[] =>
  facts
    .map((type, i) => [type, facts.slice(0, i + 1).filter((one) => one === type).length] as const)
    .slice(from)
    .filter(([type]) => !echoes.includes(type));

/** One of so many stories that share these moments. */
const share = <T>(all: readonly T[], [story, of]: readonly [story: number, of: number]): readonly T[] =>
  all.filter((_, i) => i % of === story);

/** As many as there is time for, or asked of people and said by them, or once at whatever moment before anything changes for users. */
const others: readonly Type[] = ["VerdictRecorded", "GoAsked", "StepApproved", "BaselineMeasured"];
const withoutOthers = (types: readonly Type[]): readonly Type[] => types.filter((type) => !others.includes(type));

const facts = async (service: Service): Promise<readonly Type[]> =>
  withoutOthers((await service.events()).filter((one) => "rollout" in one).map(({ type }) => type));

const start = (name: Name, goes: "on" | "nowhere", window: string): Promise<Service> => {
  const { strategy, count } = strategies[name];
  return startService({
    config: { strategy: strategy(goes), waits: { "rollback-window": window } },
    instances: { count },
  });
};

const unexpected = (failed: readonly string[], ...answers: readonly string[]): readonly string[] =>
  failed.filter((problem) => !answers.some((answer) => problem.endsWith(answer)));

/** Promoted and closed, whoever was killed. */
const killedThere = async (name: Name, part: readonly [number, number]): Promise<void> => {
  const { there, count, answers }: Strategy = strategies[name];
  await using service = await start(name, "on", "2s");
  await using load = steadyLoad(service.url, 1);
  const whole = [...there, ...over];
  await killAt(service, share(momentsOf(whole, 0), part), "--wait");
  expect(await conductOn(service, "--wait")).toBe(0);

  const { candidate, phase, freed } = await service.rollout();
  expect([phase, freed]).toEqual(["closed", true]);
  expect(await facts(service)).toEqual(withoutOthers(whole));
  expect(await service.shares()).toEqual({ "1.1.0": 100 });
  await expectOnce(
    service,
    Array.from({ length: count }, () => candidate.digest),
  );
  expect(unexpected((await load.stop()).failed, ...(answers ?? []))).toEqual([]);
};

/** On its last step a person wants it back, or it does harm; and whoever carries that out is killed as well. */
const killedBack = async (name: Name, why: "an order" | "harm", part: readonly [number, number]): Promise<void> => {
  const { there, back, count, answers }: Strategy = strategies[name];
  await using service = await start(name, "nowhere", "48h");
  await using load = steadyLoad(service.url, 1);
  await turnBack(service, why);
  const whole = [...there, ...back];
  await killAt(service, share(momentsOf(whole, there.length + 1), part));
  expect(await conductOn(service)).toBe(3);

  const { baseline, phase, freed, rollback } = await service.rollout();
  expect([phase, freed, rollback?.by]).toEqual(["rolled-back", true, why === "harm" ? "headgate" : "ada"]);
  expect(rollback?.smoke).toMatchObject({ failed: 0 });
  expect(await facts(service)).toEqual(withoutOthers(whole));
  expect(await service.shares()).toEqual({ "1.0.0": 100 });
  await expectOnce(
    service,
    Array.from({ length: count }, () => baseline!.digest),
  );
  expect(unexpected((await load.stop()).failed, "500 by 1.1.0", ...(answers ?? []))).toEqual([]);
};

/** Killed as soon as it is decided. */
const turnBack = async (service: Service, why: "an order" | "harm"): Promise<void> => {
  await using conductor = await begin(service);
  await service.event("RolloutStarted", 1, 30_000);
  const { steps } = await service.rollout();
  for (const [step, { gates }] of steps.entries()) {
    await service.event("WeightConfirmed", step + 1, 30_000);
    if (gates.includes("approval") && step < steps.length - 1) await service.order({ type: "Promote", step });
  }
  if (why === "harm") await service.fault("1.1.0", { errors: 0.3 });
  else await service.order({ type: "RollBack", reason: "complaints", severity: "critical" });
  await service.event("RollbackStarted", 1, 30_000);
  await conductor.signal("SIGKILL");
};

// Each kill costs the 5 s of a dead conductor's lease; so all stories of a strategy are told beside each other.
describe("R74, T32, T36: killed as soon as each kind of event is written", () => {
  test("blue-green", async () => {
    await together(
      killedThere("blue-green", [0, 2]),
      killedThere("blue-green", [1, 2]),
      killedBack("blue-green", "an order", [0, 1]),
      killedBack("canary", "harm", [0, 1]),
    );
  }, 180_000);

  test("rolling", async () => {
    await together(
      killedThere("rolling", [0, 3]),
      killedThere("rolling", [1, 3]),
      killedThere("rolling", [2, 3]),
      killedBack("rolling", "an order", [0, 2]),
      killedBack("rolling", "harm", [1, 2]),
    );
  }, 180_000);

  test("recreate", async () => {
    await together(
      killedThere("recreate", [0, 2]),
      killedThere("recreate", [1, 2]),
      killedBack("recreate", "an order", [0, 2]),
      killedBack("recreate", "harm", [1, 2]),
    );
  }, 180_000);
});
