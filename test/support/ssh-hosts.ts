import { type ChildProcess, execFile, spawn, spawnSync } from "node:child_process";
import { once } from "node:events";
import { copyFile, mkdir, readFile } from "node:fs/promises";
import { connect } from "node:net";
import { join } from "node:path";
import { createInterface } from "node:readline";
import { fileURLToPath } from "node:url";
import { promisify } from "node:util";
import type { SshHost } from "../../src/drivers/instances/ssh/settings.ts";
import { folder } from "./folder.ts";
import { type Key, makeKey } from "./ssh-keys.ts";
import { until } from "./until.ts";

const run = promisify(execFile);
const user = "deploy";
const script = fileURLToPath(new URL("./ssh-host.sh", import.meta.url));

/** Whether all of these commands are there and we may make networks. */
export const canRun = (...commands: readonly string[]): boolean =>
  process.getuid?.() === 0 && commands.every((name) => spawnSync("sh", ["-c", `command -v ${name}`]).status === 0);

export const canRunHosts = canRun("sshd", "ssh-keygen", "ip", "nsenter", "unshare");

export type TestHost = SshHost & {
  /** Pull and plug its network cable. */
  cut(): Promise<void>;
  mend(): Promise<void>;
  sshdLog(): Promise<string>;
  /** Run as root on the host. */
  sh(script: string): Promise<string>;
};

export type TestHosts = AsyncDisposable & { readonly hosts: readonly TestHost[]; readonly key: Key };

/**
 * Hosts with a network, files and processes of their own on this machine, each with a real sshd and the user `deploy`.
 * Needs root, iproute2 and openssh-server. Addresses are taken by chance from 10.200.0.0/13, so that two runs get along.
 */
export const sshHosts = async (count: number): Promise<TestHosts> => {
  await using stack = new AsyncDisposableStack();
  const dir = stack.use(await folder());
  const key = await makeKey(dir.path, "deploy-key");
  const bridge = stack.use(await makeBridge());
  const hosts = await Promise.all(
    Array.from(
      { length: count },
      async (_, i) => await makeHost(stack, join(dir.path, `host${i + 1}`), key, bridge, i + 1),
    ),
  );
  const all = stack.move();
  return { hosts, key, [Symbol.asyncDispose]: () => all.disposeAsync() };
};

export type Cable = { readonly address: string; cut(): Promise<void>; mend(): Promise<void> };

/** A network without a way out. */
export type Bridge = AsyncDisposable & {
  readonly name: string;
  /** Give the network namespace of a process the address of host number n. */
  plug(pid: string, number: number): Promise<Cable>;
};

export const makeBridge = async (): Promise<Bridge> => {
  for (let tries = 1; ; tries++) {
    const [a, b] = [200 + Math.floor(Math.random() * 8), Math.floor(Math.random() * 256)];
    const [name, network] = [`hg${a}x${b}`, `10.${a}.${b}`];
    try {
      // The name holds the addresses: who gets the one has the other.
      await run("ip", ["link", "add", name, "type", "bridge"]);
    } catch (error) {
      if (tries < 5) continue;
      throw new Error("no bridge can be made: are these tests run by root?", { cause: error });
    }
    await run("ip", ["addr", "add", `${network}.1/24`, "dev", name]);
    await run("ip", ["link", "set", name, "up"]);
    const cables: string[] = [];
    return {
      name,
      plug(pid, number) {
        cables.push(`${name}h${number}`);
        return plugIn(pid, name, `${name}h${number}`, `${network}.${number + 10}`);
      },
      async [Symbol.asyncDispose]() {
        // A host's network goes with its last process, but the kernel takes its time.
        for (const cable of cables) await run("ip", ["link", "del", cable]).catch(() => {});
        await run("ip", ["link", "del", name]);
      },
    };
  }
};

const plugIn = async (pid: string, bridge: string, cable: string, address: string): Promise<Cable> => {
  await run("ip", ["link", "add", cable, "type", "veth", "peer", "name", "eth0", "netns", pid]);
  await run("ip", ["link", "set", cable, "master", bridge, "up"]);
  await run("nsenter", ["-t", pid, "-n", "ip", "addr", "add", `${address}/24`, "dev", "eth0"]);
  await run("nsenter", ["-t", pid, "-n", "ip", "link", "set", "eth0", "up"]);
  return {
    address,
    cut: async () => void (await run("ip", ["link", "set", cable, "down"])),
    async mend() {
      await run("ip", ["link", "set", cable, "up"]);
      await until("it is found again", () => answers(address));
    },
  };
};

const makeHost = async (
  stack: AsyncDisposableStack,
  dir: string,
  key: Key,
  bridge: Bridge,
  number: number,
): Promise<TestHost> => {
  await mkdir(join(dir, "srv", "home"), { recursive: true });
  await run("chown", ["-R", "4711:4711", join(dir, "srv")]);
  const hostKey = await makeKey(dir, "host-key");
  await copyFile(`${key.path}.pub`, join(dir, "srv", "authorized"));
  const shell = spawn(
    "unshare",
    ["--net", "--mount", "--pid", "--fork", "--mount-proc", "sh", script, dir, process.execPath, user],
    { stdio: ["pipe", "pipe", "inherit"] },
  );
  stack.defer(() => ended(shell));
  await lineOf(shell, "up");
  const [init] = (await readFile(`/proc/${shell.pid}/task/${shell.pid}/children`, "utf8")).trim().split(" ");
  const { address, cut, mend } = await bridge.plug(init!, number);
  shell.stdin!.write(`${address}\n`);
  await until("its sshd answers", () => answers(address));
  return {
    host: address,
    port: 22,
    user,
    fingerprint: hostKey.fingerprint,
    reach: address,
    cut,
    mend,
    sshdLog: () => readFile(join(dir, "sshd.log"), "utf8"),
    sh: async (script) => (await run("nsenter", ["-t", init!, "-n", "-m", "-p", "sh", "-euc", script])).stdout,
  };
};

const lineOf = async (child: ChildProcess, wanted: string): Promise<void> => {
  for await (const line of createInterface(child.stdout!)) if (line === wanted) return;
  throw new Error("the host ended before it was up: are these tests run by root?");
};

/** With its first process, all that runs on the host ends. */
const ended = async (shell: ChildProcess): Promise<void> => {
  if (shell.exitCode !== null || shell.signalCode !== null) return;
  shell.stdin!.end();
  await once(shell, "exit");
};

export const answers = (host: string): Promise<boolean> =>
  new Promise((resolve) => {
    const socket = connect({ host, port: 22 }, () => resolve(true)).on("error", () => resolve(false));
    socket.setTimeout(500, () => resolve(false)).once("close", () => resolve(false));
    socket.once("data", () => socket.destroy());
  });
