import { expect, test } from "vitest";
import { z } from "zod";
import { reads } from "../../src/api/routes/reads.ts";
import { instant, millis, plus } from "../../src/domain/units.ts";
import { liveFrom } from "../simulation/life-play.ts";
import { randomFrom } from "../support/random.ts";
import { people } from "../support/release.ts";
import { serveHome } from "../support/serve.ts";
import { type Surfaces, surfaces } from "../support/surfaces.ts";
import { typing } from "../support/typing.ts";
import { wholeRelease } from "../support/whole-release.ts";

type Asked = Parameters<Surfaces["asked"]>;
type Pair = readonly [typed: readonly string[], asked: Asked];

/** What is typed, and the route that answers the same. */
const ofRelease = (id: string): readonly Pair[] => {
  const params = { release: id };
  const pair = (typed: readonly string[], name: Asked[0], query: NonNullable<Asked[1]>["query"] = {}): Pair => [
    typed,
    [name, { params, query }],
  ];
  return [
    pair(["status", id], "readRelease"),
    pair(["status", id, "--all"], "readRelease", { all: "true" }),
    pair(["checklist", id], "readChecklist"),
    pair(["controls", id], "readControls"),
    pair(["controls", id, "--framework", "soc2"], "readControls", { framework: "soc2" }),
    pair(["controls", id, "--framework", "soc2", "--framework", "sox"], "readControls", { framework: ["soc2", "sox"] }),
    pair(["room", id], "readRoom"),
    pair(["runbook", id], "readRunbook"),
    pair(["runbook", id, "--environment", "staging"], "readRunbook", { environment: "staging" }),
    pair(["outputs", id], "readOutputs"),
    pair(["notices", id], "readNotices"),
    pair(["metrics", id], "readReleaseMetrics"),
    pair(["validation", id], "readValidation"),
    pair(["issue", "list", id], "readIssues"),
    pair(["trigger", "list", id], "readTriggers"),
    pair(["fix", id], "readFixes"),
    pair(["task", id], "readTasks"),
    pair(["rollback", id, "--dry-run"], "readRollbackPlan"),
    pair(["rollback", id, "staging", "--dry-run"], "readRollbackPlan", { environment: "staging" }),
    pair(["history", id, "--story"], "readStory"),
    pair(["plan", id, "--measure", "0s"], "readReleasePlan", { measure: "0" }),
    pair(
      ["plan", id, "--rps", "100", "--error-rate", "0.1%", "--production-at", "2026-12-15T20:00Z"],
      "readReleasePlan",
      { rps: "100", errorRate: "0.001", productionAt: "2026-12-15T20:00:00Z" },
    ),
  ];
};

const span = { from: "2026-12-01T00:00:00Z", to: "2026-12-31T00:00:00Z" };

const ofService: readonly Pair[] = [
  [
    ["env", "show", "production"],
    ["readEnvironment", { params: { environment: "production" } }],
  ],
  [["env"], ["readEnvironments"]],
  [["calendar"], ["readCalendar"]],
  [
    ["calendar", "--from", span.from, "--days", "30", "--zone", "UTC"],
    ["readCalendar", { query: { ...span, zone: "UTC" } }],
  ],
  [["freeze"], ["readFreezes"]],
  [["line"], ["readStops"]],
  [["metrics"], ["readServiceMetrics"]],
  [
    ["metrics", "--since", "2026-11-01T00:00Z", "--until", "2026-12-01T00:00Z"],
    ["readServiceMetrics", { query: { since: "2026-11-01T00:00:00Z", until: "2026-12-01T00:00:00Z" } }],
  ],
  [
    ["plan", "--measure", "0s"],
    ["readPlan", { query: { measure: "0" } }],
  ],
  [
    ["plan", "--rps", "20", "--error-rate", "0.1%"],
    ["readPlan", { query: { rps: "20", errorRate: "0.001" } }],
  ],
  [["strategy", "compare"], ["readStrategies"]],
  [["strategy", "recommend"], ["readRanking"]],
];

/** The same value by both surfaces, and nothing in it that the schema of the route does not know. */
const expectSame = async (both: Surfaces, [typed, [name, given]]: Pair): Promise<void> => {
  const told = typed.join(" ");
  const answer = await both.asked(name, given);
  expect(await both.typed(...typed), told).toEqual(answer);
  if (typeof answer === "string") return;
  const schema = reads[name].answer;
  if (!(schema instanceof z.ZodType)) throw new Error(`${name} answers no JSON`);
  const read = schema.safeParse(answer);
  expect(read.error?.issues ?? [], told).toEqual([]);
  expect(read.data, told).toEqual(answer);
};

const expectReleaseSame = async (both: Surfaces, seed: number): Promise<void> => {
  const { id, engine } = both;
  const { view } = await engine.status(id);
  const gates = [...view.stages.map((one) => one.id), "exit", "stagin"];
  const pairs: readonly Pair[] = [
    ...ofRelease(id),
    ...gates.map(
      (stage): Pair => [
        ["gate", id, stage],
        ["readGate", { params: { release: id, stage } }],
      ],
    ),
    ...people.map(
      ({ id: who }): Pair => [
        ["mine", "--as", who],
        ["readMine", { who }],
      ],
    ),
    ...[...sample(view.requirements, seed), "entry.nothing"].map(
      (requirement): Pair => [
        ["show", id, requirement],
        ["readRequirement", { params: { release: id, requirement } }],
      ],
    ),
  ];
  for (const pair of pairs) await expectSame(both, pair);
};

/** About one in six: all of them take their time. */
const sample = (requirements: readonly { readonly id: string }[], seed: number): readonly string[] => {
  const random = randomFrom(seed);
  return requirements.filter(() => random.chance(0.16)).map(({ id }) => id);
};

test("R207: the same release gives the same answers by command line and by server, each as its schema has it", async () => {
  const events = wholeRelease();
  await using both = await surfaces(events, plus(events.at(-1)!.at, millis(3_600_000)));
  await expectReleaseSame(both, 1);
  for (const pair of ofService) await expectSame(both, pair);
});

test.each([3, 8])("R207: so does whatever becomes of a release, half-way and at its end: life %i", async (seed) => {
  const { life } = liveFrom(seed);
  for (const share of [0.6, 1]) {
    const events = life.events.slice(0, Math.floor(life.events.length * share));
    await using both = await surfaces(events, plus(events.at(-1)!.at, millis(60_000)));
    await expectReleaseSame(both, seed);
  }
});

test("R207: what cannot be answered is refused alike", async () => {
  const events = wholeRelease();
  await using both = await surfaces(events, events.at(-1)!.at);
  for (const pair of ofRelease("shop-9.9.9")) await expectSame(both, pair);
});

test("R207: over HTTP they are the same still, for whoever may see; nobody is told anything", async () => {
  const now = instant(Date.UTC(2026, 10, 2, 9));
  await using served = await serveHome({ now: () => now });
  await served.open("1.0.0");
  const typed = typing({ home: served.home, engine: served.engine, now });
  const requirement = { release: "shop-1.0.0", requirement: "A1" };
  const pairs: readonly Pair[] = [
    ...ofRelease("shop-1.0.0"),
    ...ofService,
    [
      ["show", "shop-1.0.0", "A1"],
      ["readRequirement", { params: requirement }],
    ],
    [["mine", "--as", "max"], ["readMine"]],
    [
      ["status", "shop-9.9.9"],
      ["readRelease", { params: { release: "shop-9.9.9" } }],
    ],
  ];
  for (const [words, [name, given]] of pairs) {
    const { status, body } = await served.ask("max", "GET", addressOf(name, given));
    const answer = status === 200 ? body : (body as { code: string }).code;
    expect(answer, words.join(" ")).toEqual(await typed(...words));
    expect((await served.ask(null, "GET", addressOf(name, given))).status, name).toBe(401);
  }
});

const addressOf = (name: Asked[0], { params = {}, query = {} }: NonNullable<Asked[1]> = {}): string => {
  const words = Object.entries(query).flatMap(([key, value]) => [value].flat().map((one) => [key, one as string]));
  const path = reads[name].path.replace(/\{(\w+)\}/g, (_, key: string) => encodeURIComponent(params[key] ?? ""));
  return `${path}?${new URLSearchParams(words)}`;
};

test("the conflicts of a release are those that rescheduling tells", async () => {
  const events = wholeRelease();
  await using both = await surfaces(events, events.at(-1)!.at);
  const conflicts = await both.engine.conflicts(both.id);
  expect(await both.asked("readConflicts", { params: { release: both.id } })).toEqual({ release: both.id, conflicts });
});

test("the service is told without commands, addresses and secrets", async () => {
  await using both = await surfaces([wholeRelease()[0]!], wholeRelease()[0]!.at);
  const answer = await both.asked("readService");
  expect(answer).toMatchObject({
    service: "shop",
    owner: "ada",
    strategy: { kind: "canary", ranking: [{ strategy: "canary" }, {}, {}, {}] },
    frameworks: [{ id: "soc2" }],
  });
  expect((reads.readService.answer as z.ZodType).parse(answer)).toEqual(answer);
  const keys = new Set([...JSON.stringify(answer).matchAll(/"(\w+)":/g)].map(([, key]) => key));
  for (const key of ["command", "env", "listen", "url", "email", "emails", "channels", "database"])
    expect(keys).not.toContain(key);
  expect(JSON.stringify(answer)).not.toMatch(/@example|127\.0\.0\.1/);
});

test("every route that can be looked at is named as it is called, lets nobody in unseen, and takes nothing unbounded", () => {
  for (const [key, { name, method, needs, path, refuses, params }] of Object.entries(reads)) {
    expect([key, method, needs]).toEqual([name, "GET", "see"]);
    const named = [...path.matchAll(/\{(\w+)\}/g)].map(([, one]) => one ?? "");
    const long = Object.fromEntries(named.map((one) => [one, "x".repeat(201)]));
    if (named.length > 0) expect(params.safeParse(long).success, path).toBe(false);
    if (path.includes("{release}")) expect(refuses).toContain("RELEASE_NOT_FOUND");
  }
});

test("what is asked for is checked: a span that ends before it begins, half of the figures, a strange word", async () => {
  await using both = await surfaces([wholeRelease()[0]!], wholeRelease()[0]!.at);
  const backwards = { from: "2026-12-02T00:00:00Z", to: "2026-12-01T00:00:00Z" };
  expect(await both.asked("readCalendar", { query: backwards })).toBe("INPUT_INVALID");
  expect(await both.asked("readCalendar", { query: { ...backwards, to: "2027-12-31T00:00:00Z" } })).toBe(
    "INPUT_INVALID",
  );
  const refused: readonly (readonly [keyof typeof reads, Readonly<Record<string, string>>])[] = [
    ["readPlan", { rps: "100" }],
    ["readPlan", { measure: "3600000" }],
    ["readCalendar", { zone: "Europe/Nowhere" }],
    ["readCalendar", { from: "2026-12-02T00:00" }],
    ["readServiceMetrics", { since: "yesterday" }],
    ["readRunbook", { environment: "test" }],
    ["readRelease", { everything: "true" }],
  ];
  for (const [name, query] of refused) expect(reads[name].query.safeParse(query).success, name).toBe(false);
});
