import { mkdir, writeFile } from "node:fs/promises";
import { basename, join } from "node:path";
import { instant, millis } from "../../src/domain/units.ts";
import { type ProcessSettings, processInstances } from "../../src/drivers/instances/process/driver.ts";
import { holderOf, type Slot, slotsOf } from "../../src/drivers/instances/process/slots.ts";
import type { BuildRef, InstancesDriver, InstanceView } from "../../src/drivers/port.ts";
import { folder } from "./folder.ts";
import { buildOf, soon } from "./split.ts";
import { backendScript } from "./start-backend.ts";
import { until } from "./until.ts";

/** Real builds in folders of their own, and a driver that runs them. */
export type Instances = AsyncDisposable & {
  readonly driver: InstancesDriver;
  readonly settings: ProcessSettings;
  readonly baseline: BuildRef;
  readonly candidate: BuildRef;
  /** Starts, and says 503 for ever. */
  readonly broken: BuildRef;
  slots(build: BuildRef): Promise<readonly Slot[]>;
  pid(instance: InstanceView): Promise<number>;
  kill(instance: InstanceView): Promise<void>;
};

const builds = {
  baseline: { digest: buildOf("a"), version: "1.0.0" },
  candidate: { digest: buildOf("b"), version: "1.1.0" },
  broken: { digest: buildOf("c"), version: "1.2.0" },
} as const;

export const instances = async (changed: Partial<ProcessSettings> = {}): Promise<Instances> => {
  const dir = await folder();
  const home = (digest: string): string => join(dir.path, "builds", digest.slice(7, 19));
  for (const { digest } of Object.values(builds))
    await installed(home(digest), digest === builds.broken.digest ? "READY_AFTER=1000000" : "");
  const settings: ProcessSettings = {
    folder: join(dir.path, "instances"),
    builds: home,
    folderOf: home,
    command: ["sh", "./start.sh"],
    env: { GREETING: "hello" },
    ready: "/healthz",
    readyWithin: millis(20_000),
    stopWithin: millis(5_000),
    now: () => instant(Date.now()),
    ...changed,
  };
  const driver = processInstances(settings);
  const slots = (build: BuildRef): Promise<readonly Slot[]> => slotsOf(settings.folder, build.digest);
  const pid = async ({ id, build }: InstanceView): Promise<number> => {
    const slot = (await slotsOf(settings.folder, build)).find(({ path }) => basename(path) === basename(id));
    const holder = await holderOf(slot!);
    if (holder === null || holder === "torn") throw new Error(`${id} has no holder`);
    return holder.pid;
  };
  return {
    ...builds,
    driver,
    settings,
    slots,
    pid,
    async kill(instance) {
      const dying = await pid(instance);
      process.kill(dying, "SIGKILL");
      await until("it is gone", async () => !(await driver.observe(soon())).some(({ id }) => id === instance.id));
    },
    async [Symbol.asyncDispose]() {
      for (const { digest } of Object.values(builds)) await driver.remove(digest, [], soon());
      await dir[Symbol.asyncDispose]();
    },
  };
};

/** The script tells the builds apart, as the contents of real ones would. */
const installed = async (path: string, env: string): Promise<void> => {
  await mkdir(path, { recursive: true });
  await writeFile(join(path, "start.sh"), `${env} exec "${process.execPath}" "${backendScript}"\n`);
};
