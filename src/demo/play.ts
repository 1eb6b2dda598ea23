import { loadProject } from "../cli/project.ts";
import type { Engine } from "../conductor/engine.ts";
import { owesAnalysis } from "../domain/failure/failure.ts";
import { checklist, type ItemStatus } from "../domain/process/checklist.ts";
import { isMet } from "../domain/process/judgement.ts";
import type { Release } from "../domain/release/release.ts";
import { act } from "./act.ts";
import type { ShopVersion } from "./builds.ts";
import { checklistLines, isLookedAt } from "./checklist-lines.ts";
import { testBuild } from "./ci.ts";
import { freezeProduction } from "./mend.ts";
import { author } from "./people.ts";
import type { Playing } from "./playing.ts";
import { buildFolder, type Scene, setTable } from "./scene.ts";
import { clock, tell } from "./tell.ts";

export type Stagehands = {
  readonly engine: Engine;
  readonly scene: Scene;
  readonly print: (line: string) => void;
  readonly signal: AbortSignal;
};

/** ms between two looks of the people at what blocks, and the longest that one release may take. */
const [glance, longest] = [150, 240_000];

/**
 * One release from its pipeline to its end, whatever that is: the conductor works, the people do what blocks.
 * @returns the release as it ended, or as it stood when nobody could do anything more for it
 */
export const play = async ({ engine, scene, print, signal }: Stagehands, version: ShopVersion): Promise<Release> => {
  const isFirst = version === "1.1.0";
  setTable(scene, version, engine.now(), !isFirst);
  const { config, process } = await loadProject(scene.home);
  const ada = { kind: "human", id: "ada" } as const;
  const request = {
    path: buildFolder(scene, version),
    version,
    commit: `demo-${version}`,
    authors: [author],
    productionAt: null,
  };
  const { id } = await engine.open({ ...request, config, process, by: ada });
  const { release } = await engine.load(id);
  print(
    `${clock(engine.now())}  ${id} is opened for the build ${release.build.digest.slice(0, 19)}…; its pipeline tests it`,
  );
  const folder = await testBuild(scene, version, release.build.digest, engine.now);
  for (const { requirement, part, state, reason } of await engine.importPackage(id, folder, ada))
    if (state !== "recorded") throw new Error(`${requirement} ${part}: ${state}: ${reason}`);
  print(`${clock(engine.now())}  9 reports imported, hashed, bound to that build`);

  const over = new AbortController();
  const within = AbortSignal.any([signal, over.signal, AbortSignal.timeout(longest)]);
  const conducting = engine.conduct(id, {
    signal: within,
    whenIdle: "wait",
    onEntries: (entries) => tell(entries, print),
  });
  try {
    const say = (line: string) => print(`${clock(engine.now())}  ${line}`);
    const playing: Playing = { engine, scene, id, say, signal: within, mended: new Set() };
    if (isFirst) {
      await freezeProduction(playing);
      say("Ada Reyes declares a freeze of production: stock-taking");
    }
    await Promise.race([conducting, peopleAct(playing, print)]);
  } finally {
    over.abort();
    await conducting;
  }
  return (await engine.load(id)).release;
};

const peopleAct = async (playing: Playing, print: (line: string) => void): Promise<void> => {
  const told = new Set<ReturnType<typeof colorOf>>();
  while (!playing.signal.aborted) {
    const { view, release, process } = await playing.engine.status(playing.id);
    if (isOver(release)) return;
    const items = checklist(process, release, view, playing.engine.now());
    const color = colorOf(items);
    if (color !== null && !told.has(color)) for (const line of checklistLines(items)) print(line);
    if (color !== null) told.add(color);
    // What is red is mended once all of it was seen.
    const todo = view.blocking.filter(({ kind, state }) => kind !== "check" || state !== "fail" || told.has("red"));
    for (const blocking of todo) await act(playing, blocking);
    await new Promise((resolve) => setTimeout(resolve, glance));
  }
};

/** Null while some item was not looked at yet. */
const colorOf = (items: readonly ItemStatus[]): "red" | "green" | null => {
  if (items.every(({ state }) => isMet(state))) return "green";
  return isLookedAt(items) && items.some(({ state }) => state === "fail") ? "red" : null;
};

/** Closed and sealed, or rolled back in production and understood: then the demo's people leave it at that. */
const isOver = (release: Release): boolean =>
  release.sealed !== null ||
  (!release.failures.some(owesAnalysis) &&
    release.rollouts.some(
      ({ environment, phase, freed }) => environment === "production" && phase === "rolled-back" && freed,
    ));
