import { loadProject } from "../cli/project.ts";
import type { Engine } from "../conductor/engine.ts";
import type { Release } from "../domain/release/release.ts";
import { act } from "./act.ts";
import type { ShopVersion } from "./builds.ts";
import { testBuild } from "./ci.ts";
import { author } from "./people.ts";
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
  setTable(scene, version, engine.now());
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
    await Promise.race([conducting, peopleAct({ engine, scene, print, signal: within }, id)]);
  } finally {
    over.abort();
    await conducting;
  }
  return (await engine.load(id)).release;
};

const peopleAct = async ({ engine, scene, print, signal }: Stagehands, id: string): Promise<void> => {
  const say = (line: string) => print(`${clock(engine.now())}  ${line}`);
  while (!signal.aborted) {
    const { view, release } = await engine.status(id);
    if (isOver(release)) return;
    for (const blocking of view.blocking) await act({ engine, scene, id, say }, blocking);
    await new Promise((resolve) => setTimeout(resolve, glance));
  }
};

/** Closed and sealed, or rolled back in production: then the demo's people leave it at that. */
const isOver = (release: Release): boolean =>
  release.sealed !== null ||
  release.rollouts.some(
    ({ environment, phase, freed }) => environment === "production" && phase === "rolled-back" && freed,
  );
