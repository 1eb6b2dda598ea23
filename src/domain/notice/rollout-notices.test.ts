import { describe, expect, test } from "vitest";
import { acted, type Case } from "../../../test/support/case.ts";
import { began, byStrategy, fiveSteps, noticing, openWith } from "../../../test/support/notified.ts";
import { driven, harm, isOver, reported, rolloutOf, seen, turn } from "../../../test/support/obey.ts";
import { heardBy, type Telling, told, toldUntil } from "../../../test/support/told.ts";
import type { HookPoint, PlannedHook } from "../rollout/hook.ts";
import type { Rollout } from "../rollout/rollout.ts";
import { isExposed } from "../rollout/rollout.ts";
import { millis, plus } from "../units.ts";
import { pendingNotices } from "./pending.ts";

const from = (now: Case): Telling => ({ now, sent: [] });
const board = "board@example.org";
const isPromoted = ({ phase }: Rollout): boolean => phase === "promoted";
const isMoving = (rollout: Rollout): boolean => isExposed(rollout) && rollout.weight >= 25;

describe("R73: that production starts", () => {
  test("is told before the first step, to everybody who has to hear it", () => {
    const held = turn(began(openWith()));
    expect(rolloutOf(held)).toMatchObject({ phase: "progressing", announced: "awaited" });
    // Whoever says so before everybody was told is not believed.
    expect(reported(held, { type: "ConfirmAnnounced" })).toEqual(held);

    const { now, sent } = told(from(held));
    expect(sent.map(({ to }) => to)).toEqual([board, "support@example.org", "ada", "cy"]);
    expect(rolloutOf(reported(now, { type: "ConfirmAnnounced" }))).toMatchObject({ announced: "done" });
  });
  test.each(byStrategy)("says how long it takes and what users notice: $kind", ({ kind, opened }) => {
    const drilled = driven(began(opened, "drill"), isOver);
    const { sent } = told(from(turn(began(drilled))));

    const { subject, body } = sent[0]!;
    expect(subject).toBe("shop 1.1.0: production starts now");
    expect(body).toMatch(/Expect \d+ (seconds?|minutes?)\./);
    if (kind === "recreate") expect(body).toMatch(/Downtime: .*about \d+ seconds?, as the rehearsal measured it/);
    else expect(body).toContain("No downtime is expected");
  });
  test("without a rehearsal nobody claims to know how long starting takes", () => {
    const { sent } = told(from(turn(began(openWith()))));
    expect(sent[0]?.body).toContain("Expect 5 minutes and the time of starting it, which nobody measured.");
  });
  test("waits while somebody has paused it, and goes on when they let it", () => {
    const paused = acted(turn(began(openWith())), "ada", pause);
    expect(heardBy(told(from(paused)), board)).toEqual([]);
    const resumed = acted(paused, "ada", { type: "Order", environment: "production", order: { type: "Resume" } });
    expect(heardBy(told(from(resumed)), board)).toEqual(["starting"]);
  });
  test("holds no way back up", () => {
    const back = acted(turn(began(openWith())), "ada", rollBack("a mistake"));
    const { now } = toldUntil(from(back), isOver);
    expect(rolloutOf(now)).toMatchObject({ phase: "rolled-back", announced: "awaited" });
  });
});

const pause = { type: "Order", environment: "production", order: { type: "Pause", reason: "lunch" } } as const;
const rollBack = (reason: string) =>
  ({ type: "Order", environment: "production", order: { type: "RollBack", reason, severity: "high" } }) as const;

test("R76: a run of five steps is told at its start, at half of the traffic, and when it is done", () => {
  const all = toldUntil(from(began(openWith(fiveSteps))), isPromoted);
  expect(heardBy(all, "ada")).toEqual(["starting", "halfway", "promoted"]);
});

test("R76: pauses in a row are no flood of messages", () => {
  let all = toldUntil(from(began(openWith())), isMoving);
  for (let i = 0; i < 5; i++) {
    all = told({ ...all, now: acted(all.now, "ada", pause) });
    const resumed = acted(all.now, "ada", { type: "Order", environment: "production", order: { type: "Resume" } });
    all = { ...all, now: { ...resumed, at: plus(resumed.at, millis(30_000)) } };
  }
  expect(heardBy(all, "cy").filter((one) => one === "paused")).toHaveLength(1);
});

test("R81: the word of success thanks those who took part, by name, and says until when it is watched", () => {
  const { sent, now } = toldUntil(from(began(openWith())), isPromoted);
  const { body } = sent.find(({ notice }) => notice === "promoted")!;
  const until = new Date(rolloutOf(now).keepUntil!).toISOString().slice(0, 16).replace("T", " ");
  expect(body).toContain(`We are watching until ${until} UTC.`);
  expect(body).toContain("Thank you, Ada Adler.");
  // Nobody is thanked who did nothing.
  expect(body).not.toContain("Bo Berg");
});

test("R129: a rollback is told when it is decided, when traffic is back and when it ended, with reason, effect and what is next", () => {
  const moving = toldUntil(from(began(openWith())), isMoving);
  const harmed = { ...moving, now: reported(moving.now, seen(rolloutOf(moving.now), moving.now.at, harm)) };
  const { sent } = toldUntil(harmed, isOver);

  const heard = sent.filter(({ to, notice }) => to === board && notice.startsWith("rollback"));
  expect(heard.map(({ notice }) => notice)).toEqual(["rollback-decided", "rollback-returned", "rollback-ended"]);
  for (const { body } of heard) {
    expect(body).toContain("Reason: Harm in errors: 31 of 412 requests failed.");
    expect(body).toMatch(/What you may notice: .*(1\.1\.0 still answers|1\.0\.0 answers every request again)/);
    expect(body).toMatch(/What comes next: ./);
  }
});

test("R129: every 30 minutes for as long as it runs", () => {
  const stuck = acted(toldUntil(from(began(openWith())), isMoving).now, "ada", rollBack("slow"));
  let all = from(stuck);
  for (let minute = 0; minute < 100; minute++) {
    all = told(all);
    all = { ...all, now: { ...all.now, at: plus(all.now.at, millis(60_000)) } };
  }
  expect(heardBy(all, board)).toEqual(["rollback-decided", ...Array(3).fill("rollback-running")]);
});

test("R121: a critical rollback pages everybody, once", () => {
  const moving = toldUntil(from(began(openWith())), isMoving);
  const harmed = { ...moving, now: reported(moving.now, seen(rolloutOf(moving.now), moving.now.at, harm)) };
  const { sent } = told({ ...harmed, sent: [] });

  const paged = sent.filter(({ notice }) => notice === "rollback-page");
  const people = harmed.now.release.plan.people.filter(({ kind }) => kind === "human");
  expect(paged.map(({ to }) => to)).toEqual(people.map(({ id }) => id));
  expect(paged[0]?.body).toContain("Harm in errors: 31 of 412 requests failed.");
});

test("R190: what is rolled back is never called complete", () => {
  const up = toldUntil(from(began(openWith())), isPromoted);
  // Nobody was there to send the word of success before it was wrong.
  const unsent = driven(began(openWith()), isPromoted);
  for (const start of [up, from(unsent)]) {
    const back = { ...start, sent: [], now: acted(start.now, "ada", rollBack("users complain")) };
    const { sent } = toldUntil(back, isOver);
    expect(sent.map(({ notice }) => notice)).not.toContain("promoted");
    expect(sent.map(({ notice }) => notice)).toContain("rollback-ended");
  }
});

const hook = (point: HookPoint): PlannedHook => ({ point, change: "reversible", within: millis(10_000) });
const hooked = (point: HookPoint): Case => openWith(fiveSteps, { plan: { hooks: [hook(point)] } });
const moving = (at: Case = openWith()): Case => toldUntil(from(began(at)), isMoving).now;
const failHook = (at: Case, point: HookPoint): Case =>
  reported(reported(at, { type: "BeginHook", point }), { type: "RecordHook", point, exit: 1, output: "no such table" });
const lost = (at: Case): Case => reported(at, { type: "LoseHold", by: "cy", reason: "it hangs" });
const unhealthy = (at: Case): Case => {
  const next = { ...at, at: plus(at.at, millis(20_000)) };
  return reported(next, seen(rolloutOf(next), next.at, { outcome: "pass", reason: "", figures: {} }, 0));
};

/** How a rollout may end, who hears of it, and what the message has to hold. */
const ends: readonly (readonly [string, () => Case, RegExp])[] = [
  ["promoted", () => driven(began(openWith()), isPromoted), /all of the traffic/],
  ["a failed verdict", () => reported(moving(), seen(rolloutOf(moving()), moving().at, harm)), /31 of 412/],
  ["health", () => unhealthy(unhealthy(unhealthy(moving()))), /health failed 3 times/],
  [
    "smoke before any traffic",
    () => {
      const ready = driven(began(openWith()), (one) => one.ready && !one.smoked);
      return reported(ready, { type: "RecordSmoke", target: "candidate", checks: 1, problems: ["cart answers 500"] });
    },
    /cart answers 500/,
  ],
  [
    "a hook before traffic",
    () =>
      failHook(
        driven(began(hooked("before-traffic")), ({ announced }) => announced === "done"),
        "before-traffic",
      ),
    /no such table/,
  ],
  [
    "a hook after promotion",
    () => failHook(driven(began(hooked("after-promote")), isPromoted), "after-promote"),
    /no such table/,
  ],
  [
    "a deadline missed",
    () => {
      const starting = driven(began(openWith()), ({ announced }) => announced === "done");
      return reported({ ...starting, at: plus(starting.at, millis(130_000)) }, { type: "FailStep", step: 0 });
    },
    /step 1 was not ready in time/,
  ],
  ["a person", () => acted(moving(), "ada", rollBack("users complain")), /users complain/],
  [
    "called off while it waits",
    () => acted(began(openWith()), "ada", rollBack("not today")),
    /called off before it began/,
  ],
  ["its hold taken away", () => lost(moving()), /taken away by cy: it hangs/],
  [
    "a rollback that hangs",
    () => reported(acted(moving(), "ada", rollBack("slow")), { type: "EscalateRollback", reason: "no room" }),
    /needs people/,
  ],
];

describe("T58: whatever a rollout comes to, a message says it", () => {
  test.each(ends)("%s", (_, ended, words) => {
    const now = ended();
    const { sent } = told(from(now));
    const texts = sent.map(({ subject, body }) => `${subject}\n${body}`);
    expect(texts.filter((text) => words.test(text)).length, texts.join("\n\n")).toBeGreaterThan(0);
    // And what went down to its end says that too.
    if (rolloutOf(now).phase !== "rolling-back") return;
    expect(toldUntil(from(now), isOver).sent.map(({ notice }) => notice)).toContain("rollback-ended");
  });
});

test("nobody hears of a drill", () => {
  const { sent } = toldUntil(from(began(openWith(), "drill")), isOver);
  expect(sent).toEqual([]);
});

test("who is of the audience and named as well is told once", () => {
  const plan = { audiences: { stakeholders: ["ADA@example.org"] } };
  const held = turn(began(openWith(fiveSteps, { plan })));
  const pending = pendingNotices(noticing, held.release, held.at);
  expect(pending.map(({ to }) => to)).toEqual(["ADA@example.org", "cy"]);
});
