import type { Release } from "../../src/domain/release/release.ts";
import type { Rollout } from "../../src/domain/rollout/rollout.ts";
import { type Service, writeBuild } from "./service.ts";
import { until } from "./until.ts";

/** Another release of the same service, opened by the real command line. */
export type Another = {
  readonly id: string;
  readonly release: () => Promise<Release>;
  readonly rollout: () => Promise<Rollout>;
  /** Waits until its last rollout is so. */
  readonly until: (what: string, holds: (rollout: Rollout) => boolean, within?: number) => Promise<Rollout>;
};

/** `build`: the folder of another version's build, for two releases of the very same one. */
export const anotherRelease = async (
  { shell, engine }: Service,
  version: string,
  build = version,
): Promise<Another> => {
  await writeBuild(shell.path, build);
  const words = ["--build", `builds/${build}`, "--commit", "def", "--author", "ben@example.test", "--as", "ada"];
  const said = await shell.headgate("open", "--version", version, ...words);
  if (said.exit !== 0) throw new Error(said.err);
  const id = `shop-${version}`;
  const release = async () => (await engine.load(id)).release;
  const rollout = async () => (await release()).rollouts.at(-1)!;
  return {
    id,
    release,
    rollout,
    async until(what, holds, within = 15_000) {
      const isSo = async () => {
        const last = await rollout();
        return last !== undefined && holds(last);
      };
      await until(`${id} ${what}`, isSo, within).catch(async (cause: unknown) => {
        const { phase, step, failure } = await rollout();
        throw new Error(`${id} stays ${phase} on step ${step + 1}: ${failure}`, { cause });
      });
      return rollout();
    },
  };
};
