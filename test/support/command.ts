import { cp, mkdir, readdir, readFile, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { instant, millis } from "../../src/domain/units.ts";
import { type CommandSettings, commandInstances } from "../../src/drivers/instances/command/driver.ts";
import type { InstanceView } from "../../src/drivers/port.ts";
import type { InstancesWorld } from "../contract/instances.ts";
import { folder } from "./folder.ts";
import { buildOf, soon } from "./split.ts";
import { backendScript } from "./start-backend.ts";
import { until } from "./until.ts";

export type CommandWorld = InstancesWorld & { readonly settings: CommandSettings; readonly home: string };

const builds = {
  baseline: { digest: buildOf("a"), version: "1.0.0" },
  candidate: { digest: buildOf("b"), version: "1.1.0" },
  broken: { digest: buildOf("c"), version: "1.2.0" },
} as const;

const example = fileURLToPath(new URL("../../examples/command-driver/instances.mjs", import.meta.url));

/** The example as a user would have it: its script, and builds as folders. */
export const commandWorld = async (changed: Partial<CommandSettings> = {}): Promise<CommandWorld> => {
  const dir = await folder();
  const script = (act: string) => ["flock", "--close", "instances.lock", process.execPath, "instances.mjs", act];
  await cp(example, join(dir.path, "instances.mjs"));
  for (const { digest } of Object.values(builds)) {
    const path = join(dir.path, ".headgate", "builds", digest.replace(":", "-"));
    await mkdir(path, { recursive: true });
    const broken = digest === builds.broken.digest ? 'process.env.READY_AFTER = "1000000";\n' : "";
    await writeFile(join(path, "server.mjs"), `${broken}await import(${JSON.stringify(backendScript)});\n`);
  }
  const settings: CommandSettings = {
    service: dir.path, // a name that no other test has
    environment: "production",
    home: dir.path,
    bring: script("bring"),
    observe: script("observe"),
    remove: script("remove"),
    env: { API_KEY: "s3cret-of-ours", PATH: `${join(process.execPath, "..")}:${process.env.PATH}` },
    ready: "/healthz",
    readyWithin: millis(15_000),
    stopWithin: millis(5_000),
    now: () => instant(Date.now()),
    ...changed,
  };
  const driver = commandInstances(settings);
  const pidOf = async (id: string): Promise<number> => {
    for (const pid of await readdir("/proc")) {
      const env = await readFile(`/proc/${pid}/environ`, "utf8").catch(() => "");
      if (env.split("\0").includes(`HEADGATE_INSTANCE=${id}`)) return Number(pid);
    }
    throw new Error(`${id} is no process`);
  };
  return {
    ...builds,
    driver,
    settings,
    home: dir.path,
    async kill({ id }: InstanceView) {
      process.kill(await pidOf(id), "SIGKILL");
      await until("it is gone", async () => !(await driver.observe(soon())).some((one) => one.id === id));
    },
    async [Symbol.asyncDispose]() {
      const honest = commandInstances({ ...settings, observe: script("observe"), remove: script("remove") });
      for (const { digest } of Object.values(builds)) await honest.remove(digest, [], soon());
      await dir[Symbol.asyncDispose]();
    },
  };
};
