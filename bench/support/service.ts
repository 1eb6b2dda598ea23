import { copyFile, mkdir, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { execPath } from "node:process";
import { fileURLToPath } from "node:url";
import { type Composed, compose } from "../../src/compose.ts";
import type { Config } from "../../src/config/config.ts";
import { loadConfig } from "../../src/config/load.ts";
import type { Process } from "../../src/domain/process/process.ts";
import { freePort } from "../../src/free-port.ts";
import { loadProcess } from "../../src/process/load.ts";
import { folder } from "../../test/support/folder.ts";

/** A service with builds, a configuration and an engine; everything that runs for it is stopped at the end. */
export type Service = AsyncDisposable & {
  readonly home: string;
  readonly url: string;
  readonly config: Config;
  readonly process: Process;
  readonly engine: Composed;
  /** Ctrl-C: what runs shall end, and be stopped. */
  readonly signal: AbortSignal;
  /** Writes a build that differs from every other version's. @returns its folder */
  readonly build: (version: string) => Promise<string>;
};

export const ada = { kind: "human", id: "ada" } as const;
/** What an instance leaves behind and looks for, before `-<version>`. */
export const placesIn = (home: string) => ({ fault: join(home, "fault"), asked: join(home, "asked") }) as const;

/** One stage and one rollout: what is measured is the way back, not the way there. */
const processText = `process: bench
version: "1"
rollback-window: 1h
rollback-target: 1m
roles:
  - { id: lead, title: Lead, charge: Answers for all. }
stages:
  - id: production
    title: Production
    purpose: Bring it to users.
    budget: 1h
    requirements:
      - { id: deploy, kind: rollout, title: Rolled out, owner: lead, why: So that users get it., environment: production, purpose: deploy }
exit-gates:
  - { id: done, title: Done, requires: [deploy] }
severities:
  - { id: critical, means: Down., roll-back-after: 0s }
  - { id: high, means: Broken., roll-back-after: 1h, escalate-after: 45m }
  - { id: medium, means: Wrong., decide-within: 4h }
  - { id: low, means: Ugly. }
`;

/** A quarter of the traffic on the candidate until something happens; windows of a second. */
const configText = (home: string, ports: readonly number[]): string => `service: shop
owner: ada
practice: true
people:
  ada: { name: Ada Reyes, email: ada@example.test, roles: [lead] }
environments:
  staging: { listen: "127.0.0.1:${ports[0]}", instances: { command: ["${execPath}", server.mjs] } }
  production:
    listen: "127.0.0.1:${ports[1]}"
    instances:
      command: ["${execPath}", server.mjs]
      ready: /healthz
      env: { FAULT: "${placesIn(home).fault}", ASKED: "${placesIn(home).asked}" }
strategy: { canary: [{ weight: 25, bake: 1h }, { weight: 100, bake: 1h }] }
smoke: [{ name: health, get: /healthz, status: 200 }]
data: none
analysis: { interval: 1s, warm-up: 1s, latency: none }
`;

const server = fileURLToPath(new URL("../service/server.mjs", import.meta.url));

/** 1.0.0 is in service, nothing else is there yet. */
export const service = async (): Promise<Service> => {
  const dir = await folder();
  const home = dir.path;
  const ports = [await freePort(), await freePort()];
  await writeFile(join(home, "process.yaml"), processText);
  await writeFile(join(home, "headgate.yaml"), configText(home, ports));
  const process = readValue(loadProcess("process.yaml", processText));
  const config = readValue(loadConfig("headgate.yaml", configText(home, ports), process));
  const engine = await compose({ home, state: join(home, ".headgate") });
  const build = async (version: string): Promise<string> => {
    const path = join(home, "builds", version);
    await mkdir(path, { recursive: true });
    await copyFile(server, join(path, "server.mjs"));
    await writeFile(join(path, "version"), version);
    return path;
  };
  const about = { config, environment: "production", by: ada };
  const stop = async (): Promise<void> => {
    await endRollout(engine);
    await engine.takeDown({ ...about, reason: "the bench is over" }, AbortSignal.timeout(30_000));
    await engine[Symbol.asyncDispose]();
    await dir[Symbol.asyncDispose]();
  };
  const stopped = new AbortController();
  for (const name of ["SIGINT", "SIGTERM"] as const) globalThis.process.once(name, () => stopped.abort());
  const adopted = { ...about, path: await build("1.0.0"), version: "1.0.0", reason: "It runs." };
  await engine.adopt(adopted, AbortSignal.timeout(30_000));
  const url = `http://127.0.0.1:${ports[1]}`;
  return { home, url, config, process, engine, signal: stopped.signal, build, [Symbol.asyncDispose]: stop };
};

/** One that was interrupted holds the environment, which cannot be taken down before it is brought back. */
const endRollout = async (engine: Composed): Promise<void> => {
  const { heldBy } = await engine.readEnvironment("shop", "production");
  if (heldBy === null) return;
  await engine.command(heldBy.release, ada, { type: "Cancel", reason: "the bench is over" });
  const signal = AbortSignal.timeout(30_000);
  await engine.conduct(heldBy.release, { signal, whenIdle: "return", onEntries: () => undefined });
};

const readValue = <T>(reading: { ok: true; value: T } | { ok: false; problems: readonly unknown[] }): T => {
  if (!reading.ok) throw new Error(JSON.stringify(reading.problems));
  return reading.value;
};
