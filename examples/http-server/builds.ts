import { execFile, spawn } from "node:child_process";
import { once } from "node:events";
import { cp, mkdir, rm, writeFile } from "node:fs/promises";
import { createServer } from "node:net";
import { basename, join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { promisify } from "node:util";
import { withThisNode } from "./terminal.ts";

const run = promisify(execFile);
const here = import.meta.dirname;

/** Installs one published version beside the site that it serves: the folder is the build, and all that runs. */
export const makeBuild = async (folder: string, version: string, signal: AbortSignal): Promise<void> => {
  await mkdir(folder, { recursive: true });
  await writeFile(join(folder, "package.json"), `${JSON.stringify({ private: true })}\n`);
  const [command, before] = npm();
  const options = ["--save-exact", "--no-package-lock", "--ignore-scripts", "--no-audit", "--no-fund"];
  await run(command, [...before, "install", "--prefix", folder, ...options, `http-server@${version}`], { signal });
  // npm's own note of where each package came from: it differs from machine to machine, and nothing reads it.
  await rm(join(folder, "node_modules", ".package-lock.json"), { force: true });
  await cp(join(here, "site"), join(folder, "site"), { recursive: true });
  await writeFile(join(folder, "site", "version.txt"), `${version}\n`);
};

/** The npm that runs this script, or the one on the PATH. */
const npm = (): readonly [command: string, before: readonly string[]] => {
  const path = process.env.npm_execpath ?? "";
  return basename(path) === "npm-cli.js" ? [process.execPath, [path]] : ["npm", []];
};

/** Starts a build for itself, as a pipeline would, and runs the tests against it. @returns the report as JUnit XML */
export const testBuild = async (folder: string, signal: AbortSignal): Promise<string> => {
  const port = await freePort();
  const command = ["node_modules/http-server/bin/http-server", "site", "-a", "127.0.0.1", "-s"];
  const env = { ...process.env, PORT: String(port) };
  const server = spawn(process.execPath, command, { cwd: folder, env, stdio: "ignore" });
  try {
    const url = `http://127.0.0.1:${port}`;
    await answering(url, AbortSignal.any([signal, AbortSignal.timeout(20_000)]));
    const tests = ["--test-reporter=junit", join(here, "tests.ts")];
    // It exits with 1 when a test fails; the report says so, and Headgate judges it.
    const done = await run(process.execPath, tests, {
      env: { ...withThisNode(), HEADGATE_ENVIRONMENT_URL: url },
      signal,
    }).catch((error: { readonly stdout?: string }) => ({ stdout: error.stdout ?? "" }));
    return done.stdout;
  } finally {
    if (server.exitCode === null && server.kill()) await once(server, "exit");
  }
};

const answering = async (url: string, limit: AbortSignal): Promise<void> => {
  while (
    !(await fetch(url, { signal: limit }).then(
      ({ ok }) => ok,
      () => false,
    ))
  ) {
    limit.throwIfAborted();
    await sleep(50);
  }
};

export const freePort = (): Promise<number> =>
  new Promise((resolve, reject) => {
    const probe = createServer();
    probe.on("error", reject);
    probe.listen(0, "127.0.0.1", () => {
      const address = probe.address();
      probe.close(() => resolve(typeof address === "object" && address !== null ? address.port : 0));
    });
  });
