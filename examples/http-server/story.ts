import { setTimeout as sleep } from "node:timers/promises";
import { type StatusAnswer, statusAnswer } from "../../src/api/status-answer.ts";
import { after, before, packReports, release, type Scene } from "./scene.ts";
import type { Terminal } from "./terminal.ts";

type Stage = {
  readonly scene: Scene;
  readonly at: Terminal;
  readonly print: (line: string) => void;
  readonly signal: AbortSignal;
};

/** What runs before the release, under the load that begins when it is over. */
export const bringUp = async ({ at }: Stage): Promise<void> => {
  await at.headgate("check");
  await at.headgate("plan", { only: /^(?!Messages|Missing)\S|^ {2}\d/ });
  for (const environment of ["staging", "production"])
    await at.headgate(
      `adopt ${environment} --build builds/${before} --version ${before} --reason "in service since May" --as ada`,
    );
};

/** The whole way of one release, by the commands that its three people type. */
export const playRelease = async (stage: Stage): Promise<void> => {
  const { at, print, scene, signal } = stage;
  await at.headgate(
    `open --version ${after} --build builds/${after} --commit v${after} --author ben@example.test --as ada`,
  );
  print(`\n  … the pipeline starts the build, runs tests.ts against it and packs the report`);
  await packReports(scene, (await statusOf(at)).digest, signal);
  await at.headgate(`import ${release} package --as ben`);
  await settleLoadTest(at);
  await at.headgate(`run ${release}`, { exits: [3] });
  await at.headgate(`approve ${release} strategy.approval --as ada --yes`, signing);
  await at.headgate(`run ${release} staging.drill --as ada`, rollout);
  await at.headgate(`run ${release} staging.deploy --as ada`, rollout);
  await at.headgate(`file ${release} staging.look looked.yaml --as ben`);
  await at.headgate(`approve ${release} staging.approval --as cleo --yes`, signing);
  await at.headgate(`run ${release} production.deploy --as ada`, rollout);
  await validate(stage);
};

/** Nobody has made a load test: said by one person, allowed by another, for a week. */
const settleLoadTest = async (at: Terminal): Promise<void> => {
  const terms = `--reason "nobody is free for it this week" --risk "slow under load" --control "25 % of the readers first"`;
  await at.headgate(`waive ${release} entry.load ${terms} --expires 7d --as ben --yes`, {
    only: /asked for by ben until/,
  });
  await at.headgate(`waive ${release} entry.load --grant --as cleo --yes`, { only: /granted/ });
};

/** One call keeps watch to the end of the release, in a window of its own; people act beside it. */
const validate = async (stage: Stage): Promise<void> => {
  const { at, print } = stage;
  print("\n  … from here on a second window keeps watch; what it says stands below");
  const watching = at.headgate(`run ${release} --wait`, { ...rollout, aside: true });
  const people = untilValidated(stage).then(async () => {
    await at.headgate(`run ${release} validation.metrics --as ada`, { exits: [3] });
    await at.headgate(`approve ${release} closure.approval --as cleo --yes`, signing);
  });
  await Promise.all([watching, people]);
};

const signing = { only: /^“|^ {2}\S.* (?:pass|waived) |signed by/ };
const rollout = {
  only: /started|smoke|read back|analysis passed|completed|promoted|removed|retired|evidence|closed|sealed|^Done|delivered/,
};

/** ms within which the validation period and the rollback window of headgate.yaml are over, with much to spare. */
const patience = 90_000;

const untilValidated = async ({ at, signal }: Stage): Promise<void> => {
  const limit = AbortSignal.any([signal, AbortSignal.timeout(patience)]);
  for (;;) {
    const { stages, rollouts } = await statusOf(at);
    const end = stages.find(({ id }) => id === "validation")?.notBefore ?? null;
    const isOver = end !== null && Date.parse(end) < Date.now();
    if (isOver && rollouts.some(({ environment, phase }) => environment === "production" && phase === "closed")) return;
    await sleep(1_000, undefined, { signal: limit });
  }
};

export const statusOf = async (at: Terminal): Promise<StatusAnswer> =>
  statusAnswer.parse(JSON.parse((await at.quietly(`status ${release} --json`)).out));
