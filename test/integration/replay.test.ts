import { execFile } from "node:child_process";
import { readFileSync } from "node:fs";
import { readFile } from "node:fs/promises";
import { join, resolve } from "node:path";
import { promisify } from "node:util";
import { describe, expect, test } from "vitest";
import { type Rejudged, rejudge } from "../../src/conductor/rejudge.ts";
import type { RolloutEvent } from "../../src/domain/rollout/events.ts";
import { type Shell, shell } from "../support/headgate.ts";
import { type Service, startService, stepsOf } from "../support/service.ts";
import { steadyLoad } from "../support/steady-load.ts";

const example = resolve(import.meta.dirname, "../../examples/replay");
const readme = readFileSync(join(example, "README.md"), "utf8");

/** The example's files in a folder of their own. */
const atExample = async (): Promise<Shell> => {
  const here = await shell();
  for (const file of ["incident.csv", "judge.yaml"])
    await here.write(file, await readFile(join(example, file), "utf8"));
  return here;
};

describe("the example", () => {
  const told = [...readme.matchAll(/```sh\nheadgate (replay .*)\n```\n\n```text\n([\s\S]*?)```/g)];

  test.each(told.map(([, line = "", says = ""]) => [line, says] as const))(
    "headgate %s says what its page says",
    async (line, says) => {
      await using here = await atExample();

      expect(await here.headgate(...line.split(" "))).toEqual({ exit: 0, out: says, err: "" });
    },
  );

  test("there are several, and the picture is the one that is drawn now", async () => {
    await using here = await atExample();

    const { exit, out } = await here.headgate("replay", "incident.csv", "--plot", "new.svg");

    expect(told.length).toBe(3);
    expect({ exit, last: out.trimEnd().split("\n").at(-1) }).toEqual({ exit: 0, last: "Drawn into new.svg." });
    expect(await readFile(join(here.path, "new.svg"), "utf8")).toBe(
      await readFile(join(example, "incident.svg"), "utf8"),
    );
  });

  test("--json has every window's verdict with its figures", async () => {
    await using here = await atExample();

    const answer = JSON.parse((await here.headgate("replay", "incident.csv", "--json")).out);

    expect(answer).toMatchObject({
      windows: 240,
      steps: [{ at: "2026-11-02T14:00:00.000Z", weight: 5 }],
      rollback: { at: "2026-11-02T14:08:40.000Z", served: { requests: 2600, errors: 12 } },
      promotions: [],
      pauses: [],
      final: { outcome: "fail" },
    });
    expect(answer.verdicts).toHaveLength(104);
    expect(answer.verdicts[103]).toMatchObject({
      outcome: "fail",
      figures: { requests: 2600, errors: 12, windows: 104 },
    });
  });
});

describe("the pictures of docs/verdicts.md", () => {
  const pictures = resolve(import.meta.dirname, "../../docs/images");

  test.each(["regression", "clean", "outage"])("%s.svg is the one that is drawn now", async (name) => {
    await using here = await shell();
    await here.write(`${name}.csv`, await readFile(join(example, `${name}.csv`), "utf8"));

    expect(await here.headgate("replay", `${name}.csv`, "--plot", "new.svg")).toMatchObject({ exit: 0 });
    expect(await readFile(join(here.path, "new.svg"), "utf8")).toBe(
      await readFile(join(pictures, `${name}.svg`), "utf8"),
    );
  });

  test("and the example's are of files that make.ts writes", async () => {
    await using here = await shell();
    await promisify(execFile)(process.execPath, [join(example, "make.ts"), here.path]);

    for (const name of ["incident", "regression", "clean", "outage"])
      expect(await readFile(join(here.path, `${name}.csv`), "utf8"), name).toBe(
        await readFile(join(example, `${name}.csv`), "utf8"),
      );
  });
});

test("a file that cannot be judged is refused with every problem and its line; settings as well", async () => {
  await using here = await shell();
  await here.write("bad.csv", "time,side,requests,errors\nnow,canary,3,0\n1793628005,canary,2.5,9\n");
  await here.write("bad.yaml", "analysis: { alpha: 0.7 }\n");
  await here.write("good.csv", "time,side,requests,errors\n5,canary,3,0\n5,stable,3,0\n10,canary,3,0\n10,stable,3,0\n");

  const { exit, out, err } = await here.headgate("replay", "bad.csv");

  expect({ exit, out }).toEqual({ exit: 2, out: "" });
  expect(err).toMatch(
    /^bad\.csv has 2 problem\(s\), and nothing was judged:\n {2}bad\.csv:2 time: .+; .+\n {2}bad\.csv:3 requests: /,
  );
  expect(await here.headgate("replay", "good.csv", "--config", "bad.yaml")).toMatchObject({
    exit: 5,
    err: expect.stringContaining("bad.yaml:1 analysis.alpha: "),
  });
  expect(await here.headgate("replay", "good.csv", "--set", "alpha=1")).toMatchObject({ exit: 5 });
  expect(await here.headgate("replay", "good.csv", "--release", "shop-1.1.0")).toMatchObject({ exit: 2 });
  expect(await here.headgate("replay")).toMatchObject({ exit: 2 });
  expect(await here.headgate("replay", "none.csv")).toMatchObject({ exit: 2 });
  expect(await here.headgate("replay", "good.csv", "--plot", "none/x.svg")).toMatchObject({ exit: 2, out: "" });
  expect(await here.headgate("replay", "good.csv")).toMatchObject({
    exit: 0,
    out: expect.stringContaining("inconclusive"),
  });
});

test.each([
  { phase: "rolled-back", errors: 0.1, ends: "fail" },
  { phase: "promoted", errors: 0, ends: "pass" },
] as const)("every verdict of a rollout that was $phase comes out the same again, bit for bit", async (ending) => {
  const { phase, errors, ends } = ending;
  await using service = await startService({
    config: {
      strategy: stepsOf([
        [25, "1s"],
        [50, "1s", "analysis"],
        [100, "0s"],
      ]),
    },
  });
  await using load = steadyLoad(service.url, 8);
  {
    await using _conductor = service.conduct();
    await service.start();
    await service.event("VerdictRecorded", 2);
    await service.fault("1.1.0", { errors });
    await service.phase(phase, 40_000);
  }
  await load.stop();

  const { exit, out } = await service.shell.headgate("replay", "--release", service.id, "--json");
  const answer = JSON.parse(out);
  const recorded = (await service.events()).filter(({ type }) => type === "VerdictRecorded");

  expect(recorded.length).toBeGreaterThanOrEqual(3);
  expect({ exit, verdicts: answer.verdicts, same: answer.same }).toEqual({
    exit: 0,
    verdicts: recorded.length,
    same: recorded.length,
  });
  const outcomes = answer.rollouts[0].verdicts.map((one: Rejudged) => one.recorded.outcome);
  expect(outcomes).toContain(ends);
  const text = await service.shell.headgate("replay", "--release", service.id);
  expect(text.out).toContain(`${recorded.length} of ${recorded.length} verdicts come out the same, bit for bit`);
  await expectDifferencesToBeFound(service);
});

/** A history in which one figure of one verdict is another by a hair, and one request of a window is gone. */
const expectDifferencesToBeFound = async ({ engine, id }: Service): Promise<void> => {
  const [entries, loaded] = [await engine.history(id), await engine.load(id)];
  const index = entries.findIndex(({ type }) => type === "VerdictRecorded");
  const entry = entries[index]!;
  const { verdict, window } = entry.data as Extract<RolloutEvent, { type: "VerdictRecorded" }>;
  const harm = verdict.figures.harm! * (1 + Number.EPSILON) + Number.MIN_VALUE;
  const judged = (data: object) =>
    rejudge(entries.with(index, { ...entry, data: { ...(entry.data as object), ...data } }), loaded);

  const figure = judged({ verdict: { ...verdict, figures: { ...verdict.figures, harm } } });
  const outcome = judged({ verdict: { ...verdict, outcome: "pass" } });
  const counted = judged({ window: { ...window, candidate: { ...window.candidate, requests: 7_000 } } });

  expect(figure.filter(({ differs }) => differs.length > 0).map(({ differs }) => differs)).toEqual([["harm"]]);
  expect(outcome[0]!.differs).toEqual(["outcome"]);
  expect(counted[0]!.differs).toContain("requests");
};
