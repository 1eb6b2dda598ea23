/**
 * Instances by a script: what Headgate calls for `driver: command`. It runs `node server.mjs` as processes of this
 * (Linux) machine; put your own platform in the place of the three functions.
 *
 *     node instances.mjs bring     makes HEADGATE_COUNT instances of HEADGATE_BUILD run
 *     node instances.mjs observe   prints every instance that is there, as JSON
 *     node instances.mjs remove    stops those of HEADGATE_BUILD, but for the ids in HEADGATE_KEEP
 *
 * It remembers nothing. An instance is a process that has HEADGATE_INSTANCE in its environment, so that after any crash
 * the process table says what is there, and which build it really runs.
 */
import { spawn } from "node:child_process";
import { randomUUID } from "node:crypto";
import { closeSync, mkdirSync, openSync, readdirSync, readFileSync } from "node:fs";
import { createServer } from "node:net";
import { resolve } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";

const { HEADGATE_SERVICE, HEADGATE_ENVIRONMENT, HEADGATE_BUILD, HEADGATE_COUNT, HEADGATE_KEEP = "" } = process.env;
/** ms between SIGTERM and SIGKILL. */
const stopWithin = 5_000;

const variablesOf = (pid) => {
  try {
    const lines = readFileSync(`/proc/${pid}/environ`, "utf8").split("\0");
    return Object.fromEntries(
      lines.map((line) => [line.slice(0, line.indexOf("=")), line.slice(line.indexOf("=") + 1)]),
    );
  } catch {
    return {}; // it ended meanwhile, or is not ours
  }
};

/** Every instance of this service and environment. Their own children inherit the variables: the leader counts. */
const all = () =>
  readdirSync("/proc")
    .filter((name) => /^\d+$/.test(name))
    .map((pid) => ({ pid: Number(pid), env: variablesOf(pid) }))
    .filter(({ env }) => env.HEADGATE_SERVICE === HEADGATE_SERVICE && env.HEADGATE_ENVIRONMENT === HEADGATE_ENVIRONMENT)
    .filter(({ pid, env }) => env.HEADGATE_INSTANCE !== undefined && env.PORT !== undefined && isLeader(pid));

const isLeader = (pid) => {
  try {
    const stat = readFileSync(`/proc/${pid}/stat`, "utf8");
    return stat.slice(stat.lastIndexOf(")") + 2).split(" ")[2] === String(pid);
  } catch {
    return false;
  }
};

const freePort = () =>
  new Promise((done) => {
    const server = createServer().listen(0, "127.0.0.1", () => {
      const { port } = server.address();
      server.close(() => done(String(port)));
    });
  });

const start = async () => {
  const id = `${HEADGATE_BUILD.slice(7, 19)}-${randomUUID().slice(0, 8)}`;
  mkdirSync("logs", { recursive: true });
  const log = openSync(`logs/${id}.log`, "a");
  const env = { ...process.env, HEADGATE_INSTANCE: id, PORT: await freePort() };
  // Headgate keeps builds that are folders here. Its own process group and no pipe of ours: it must outlive this script.
  const cwd = resolve(".headgate/builds", HEADGATE_BUILD.replace(":", "-"));
  spawn("node", ["server.mjs"], { cwd, env, stdio: ["ignore", log, log], detached: true }).unref();
  closeSync(log);
};

const stop = async ({ pid, env }) => {
  const isThere = () => variablesOf(pid).HEADGATE_INSTANCE === env.HEADGATE_INSTANCE;
  const end = performance.now() + stopWithin;
  if (isThere()) process.kill(-pid, "SIGTERM");
  while (isThere() && performance.now() < end) await sleep(50);
  if (isThere()) process.kill(-pid, "SIGKILL");
};

const acts = {
  async bring() {
    const running = all().filter(({ env }) => env.HEADGATE_BUILD === HEADGATE_BUILD).length;
    for (let n = running; n < Number(HEADGATE_COUNT); n++) await start();
  },
  observe() {
    const instances = all().map(({ pid, env }) => ({
      id: env.HEADGATE_INSTANCE,
      build: env.HEADGATE_BUILD,
      endpoint: `127.0.0.1:${env.PORT}`,
      ready: true, // as far as this script knows; Headgate asks each of them itself
      answer: `runs as process ${pid}`,
    }));
    console.log(JSON.stringify(instances));
  },
  async remove() {
    const keep = HEADGATE_KEEP.split("\n");
    const own = all().filter(({ env }) => env.HEADGATE_BUILD === HEADGATE_BUILD);
    await Promise.all(own.filter(({ env }) => !keep.includes(env.HEADGATE_INSTANCE)).map(stop));
  },
};

await acts[process.argv[2]]();
