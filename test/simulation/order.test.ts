import { expect, test } from "vitest";
import { type Asked, ask, type Case, fold, openCase } from "../support/case.ts";
import { defaultProcess } from "../support/default-process.ts";
import { type Random, randomFrom } from "../support/random.ts";
import { build, digestOf, people } from "../support/release.ts";
import { evidenceOf, fulfilled, readyToStart, stageOf, started, statusOf, walked } from "../support/walk.ts";

const checks = defaultProcess.requirements.filter(({ kind }) => kind === "check").map(({ id }) => id);
const ids = defaultProcess.requirements.map(({ id }) => id);
const before = ["entry", "strategy", "checklist", "staging"];
const beginnings: readonly Case[] = [
  openCase(defaultProcess),
  walked(openCase(defaultProcess), (now) => stageOf(now, "strategy") === "done"),
  walked(openCase(defaultProcess), (now) => stageOf(now, "staging") === "done"),
  readyToStart(openCase(defaultProcess), "production.deploy"),
];

/** Somebody tries something: to start, to spoil, to replace, to waive, to approve, to report what never was. */
const attempt = (now: Case, random: Random): Asked => {
  const requirement = random.pick(ids);
  switch (random.below(10)) {
    case 0:
      return {
        type: "ReplaceBuild",
        build: { ...build, digest: digestOf(`build ${random.below(2)}`) },
        reason: "a fix",
      };
    case 1:
      return evidenceOf(
        now,
        random.pick(checks),
        { figures: { failed: 1, critical: 1, conflicts: 1 } },
        random.pick(["", "sca"]),
      );
    case 2:
      return {
        type: "RequestWaiver",
        requirement,
        reason: "r",
        risk: "r",
        control: "c",
        expires: (now.at + 86_400_000) as Case["at"],
      };
    case 3:
      return { type: "GrantWaiver", requirement };
    case 4:
      return {
        type: "Report",
        rollout: "shop-1.1.0/staging-deploy-1",
        report: { type: "ConfirmVersions", instances: 9, strangers: [] },
      };
    case 5:
      return started(now, random.pick(["staging.drill", "staging.deploy"]));
    default:
      return started(now, "production.deploy");
  }
};

const hasRehearsed = ({ release }: Case): boolean =>
  release.rollouts.some(
    ({ environment, purpose, phase, candidate }) =>
      environment === "staging" &&
      purpose === "deploy" &&
      (phase === "promoted" || phase === "closed") &&
      candidate.digest === release.build.digest,
  );

type Start = { readonly seed: number; readonly closed: readonly string[]; readonly rehearsed: boolean };

const attempted = (seed: number): { starts: Start[]; refused: number } => {
  const random = randomFrom(seed);
  let now = random.pick(beginnings);
  const starts: Start[] = [];
  let refused = 0;
  for (let n = 0; n < 14; n++) {
    const asked = attempt(now, random);
    const decision = ask(now, random.chance(0.5) ? "ada" : random.pick(people).id, asked);
    if (!decision.ok) {
      refused += 1;
      continue;
    }
    if (decision.events.some((event) => event.type === "RolloutRequested" && event.environment === "production")) {
      const { stages } = statusOf(now);
      const closed = stages.filter(({ id, state }) => before.includes(id) && state !== "done").map(({ id }) => id);
      starts.push({ seed, closed, rehearsed: hasRehearsed(now) });
    }
    now = fold(now, decision.events);
    if (random.chance(0.3)) now = mended(now);
  }
  return { starts, refused };
};

/** Somebody does what is asked for, once in a while, so that there is something to spoil. */
const mended = (now: Case): Case => {
  const first = statusOf(now).blocking.find(({ kind }) => kind !== "failure");
  return first === undefined || first.kind === "rollout" || first.kind === "approval" ? now : fulfilled(now, first.id);
};

test("R19, R61, R66: whatever people try, production is never asked for without every earlier gate and this very build in staging", () => {
  const all = Array.from({ length: 1_000 }, (_, seed) => attempted(seed));
  const starts = all.flatMap(({ starts }) => starts);
  expect(starts.filter(({ closed, rehearsed }) => closed.length > 0 || !rehearsed)).toEqual([]);
  // Neither all that is tried goes through, nor nothing.
  expect(starts.length).toBeGreaterThan(100);
  expect(all.reduce((sum, { refused }) => sum + refused, 0)).toBeGreaterThan(3_000);
});
