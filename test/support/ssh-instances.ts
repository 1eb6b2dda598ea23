import { copyFile, mkdir, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { instant, millis } from "../../src/domain/units.ts";
import { folderDigest } from "../../src/drivers/builds/folder-digest.ts";
import { sshInstances } from "../../src/drivers/instances/ssh/driver.ts";
import type { SshHost, SshSettings } from "../../src/drivers/instances/ssh/settings.ts";
import type { BuildRef, InstancesDriver, InstanceView } from "../../src/drivers/port.ts";
import { folder } from "./folder.ts";
import { sshHosts, type TestHost } from "./ssh-hosts.ts";

const service = fileURLToPath(new URL("./ssh-service.mjs", import.meta.url));

/** Real builds, named by the digest of their files, and a driver that runs them on hosts. */
export type SshWorld = AsyncDisposable & {
  readonly driver: InstancesDriver;
  readonly settings: SshSettings;
  readonly baseline: BuildRef;
  readonly candidate: BuildRef;
  /** Starts, and says 503 for ever. */
  readonly broken: BuildRef;
};

export type Given = Partial<SshSettings> & { readonly hosts: readonly SshHost[]; readonly key: string };

export const sshWorld = async (given: Given): Promise<SshWorld> => {
  const dir = await folder();
  const places = new Map<string, string>();
  const build = async (version: string, line = ""): Promise<BuildRef> => {
    const path = join(dir.path, version);
    await mkdir(join(path, "bin"), { recursive: true });
    await copyFile(service, join(path, "bin", "service.mjs"));
    await writeFile(join(path, "start.sh"), `# ${version}\n${line}\nexec /srv/node ./bin/service.mjs\n`);
    const digest = await folderDigest(path);
    places.set(digest, path);
    return { digest, version };
  };
  const builds = {
    baseline: await build("1.0.0"),
    candidate: await build("1.1.0"),
    broken: await build("1.2.0", "export NEVER_READY=1"),
  };
  const settings: SshSettings = {
    service: "shop",
    environment: "production",
    folder: "/srv/shop",
    ports: [8080, 8081, 8082],
    command: ["sh", "./start.sh"],
    unit: null,
    builds: (digest) => places.get(digest)!,
    env: { GREETING: "hello" },
    ready: "/healthz",
    readyWithin: millis(20_000),
    stopWithin: millis(5_000),
    now: () => instant(Date.now()),
    ...given,
  };
  return {
    ...builds,
    driver: sshInstances(settings),
    settings,
    [Symbol.asyncDispose]: () => dir[Symbol.asyncDispose](),
  };
};

export type PlainWorld = SshWorld & {
  readonly hosts: readonly TestHost[];
  /** The host of an instance, and its slot there. */
  on(instance: InstanceView): TestHost;
  slot(instance: InstanceView): string;
};

/** New hosts, and a driver for plain processes on them. */
export const plainWorld = async (count: number, given: Partial<SshSettings> = {}): Promise<PlainWorld> => {
  await using stack = new AsyncDisposableStack();
  const { hosts, key } = stack.use(await sshHosts(count));
  const world = stack.use(await sshWorld({ hosts, key: key.path, ...given }));
  const all = stack.move();
  return {
    ...world,
    hosts,
    on: ({ endpoint }) => hosts.find(({ reach }) => endpoint.startsWith(`${reach}:`))!,
    slot: ({ endpoint }) => `${world.settings.folder}/slots/${endpoint.split(":")[1]}`,
    [Symbol.asyncDispose]: () => all.disposeAsync(),
  };
};
