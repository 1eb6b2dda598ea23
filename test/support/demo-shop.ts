import { spawn } from "node:child_process";
import { once } from "node:events";
import { closeSync, mkdirSync, openSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { setTimeout as wait } from "node:timers/promises";
import { type ShopVersion, writeBuild } from "../../src/demo/builds.ts";
import { folder } from "./folder.ts";

export type RunningShop = AsyncDisposable & {
  readonly url: string;
  readonly dataFolder: string;
  readonly logFolder: string;
  readonly pid: number;
  /** SIGTERM, unless it is gone already; resolves to its exit code. */
  readonly stop: () => Promise<number | null>;
};

/** One instance of the sample shop on a free port, its log in a file; gone at the end of the block. */
export const demoShop = async (version: ShopVersion, env: Readonly<Record<string, string>> = {}) => {
  const home = await folder();
  writeBuild(join(home.path, "build"), version);
  const data = { SHOP_DATA: join(home.path, "data"), HEADGATE_VERSION: version };
  const shop = await start(home.path, join(home.path, "build", "server.mjs"), { ...data, ...env });
  return {
    ...shop,
    dataFolder: env.SHOP_DATA ?? data.SHOP_DATA,
    async [Symbol.asyncDispose]() {
      await shop.stop();
      await home[Symbol.asyncDispose]();
    },
  } satisfies RunningShop;
};

/** The payment service that the shop charges. */
export const demoPayments = async (key: string) => {
  const home = await folder();
  const stub = join(import.meta.dirname, "../../src/demo/shop/payments-stub.mjs");
  const { url, stop } = await start(home.path, stub, { PAYMENTS_KEY: key });
  return {
    url,
    async [Symbol.asyncDispose]() {
      await stop();
      await home[Symbol.asyncDispose]();
    },
  };
};

const start = async (home: string, script: string, env: Readonly<Record<string, string>>) => {
  const logFolder = join(home, "logs");
  mkdirSync(logFolder);
  const logFile = join(logFolder, "out.log");
  const out = openSync(logFile, "a");
  const child = spawn(process.execPath, [script], {
    env: { PATH: process.env.PATH, ...env, PORT: "0" },
    stdio: ["ignore", out, out],
  });
  closeSync(out);
  const exited = once(child, "exit").then(([code]: (number | null)[]) => code ?? null);
  const stop = (): Promise<number | null> => {
    child.kill("SIGTERM");
    return exited;
  };
  const port = await listening(logFile, () => child.exitCode);
  return { url: `http://127.0.0.1:${port}`, logFolder, pid: child.pid ?? 0, stop };
};

const listening = async (logFile: string, exitCode: () => number | null): Promise<number> => {
  for (const limit = performance.now() + 10_000; performance.now() < limit && exitCode() === null; await wait(10)) {
    const said = /"event":"listening","port":(\d+)/.exec(readFileSync(logFile, "utf8"));
    if (said !== null) return Number(said[1]);
  }
  throw new Error(`it does not listen (exit code ${exitCode()}): ${readFileSync(logFile, "utf8")}`);
};
