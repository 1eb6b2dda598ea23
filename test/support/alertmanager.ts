import { type ChildProcess, spawn, spawnSync } from "node:child_process";
import { once } from "node:events";
import { writeFile } from "node:fs/promises";
import { join } from "node:path";
import { stringify } from "yaml";
import { freePort } from "../../src/free-port.ts";
import { folder } from "./folder.ts";
import { until } from "./until.ts";

export const hasAlertmanager = spawnSync("prometheus-alertmanager", ["--version"]).status === 0;

const twoReceivers = {
  route: { receiver: "everybody", routes: [{ matchers: ['team="shop"'], receiver: "pager" }] },
  receivers: [{ name: "everybody" }, { name: "pager" }],
};

export type Alert = {
  readonly labels: Readonly<Record<string, string>>;
  readonly annotations: Readonly<Record<string, string>>;
  readonly receivers: readonly { readonly name: string }[];
};

/** A real Alertmanager: `team: shop` goes to the receiver `pager`, everything else to `everybody`. It tells nobody. */
export type Alertmanager = AsyncDisposable & {
  readonly url: string;
  /** Alerts that are not over. */
  alerts(): Promise<readonly Alert[]>;
  /** What somebody does who is woken: a silence for this one alert, under a name of their own. */
  silence(id: string, by: string, label?: string): Promise<void>;
  stop(): Promise<void>;
};

/** @param text its configuration; by default two receivers, as said above */
export const alertmanager = async (text = stringify(twoReceivers)): Promise<Alertmanager> => {
  await using stack = new AsyncDisposableStack();
  const dir = stack.use(await folder());
  const url = `http://127.0.0.1:${await freePort()}`;
  await writeFile(join(dir.path, "alertmanager.yml"), text);
  const child = spawn("prometheus-alertmanager", argsOf(dir.path, url), { cwd: dir.path, stdio: "ignore" });
  const stop = () => stopped(child);
  stack.defer(stop);
  await once(child, "spawn");
  const ready = async (): Promise<boolean> => (await fetch(`${url}/-/ready`).catch(() => null))?.ok === true;
  await until("Alertmanager is ready", ready, 20_000);
  const whole = stack.move();
  return {
    url,
    stop,
    alerts: async () => (await (await fetch(`${url}/api/v2/alerts`)).json()) as readonly Alert[],
    silence: (id, by, label = "headgate_alert") => silence(url, { name: label, value: id }, by),
    [Symbol.asyncDispose]: () => whole.disposeAsync(),
  };
};

const argsOf = (dir: string, url: string): readonly string[] => [
  `--config.file=${join(dir, "alertmanager.yml")}`,
  `--storage.path=${join(dir, "data")}`,
  `--web.listen-address=${new URL(url).host}`,
  "--cluster.listen-address=",
];

const stopped = async (child: ChildProcess): Promise<void> => {
  if (child.exitCode !== null || child.signalCode !== null) return;
  const ended = once(child, "exit");
  child.kill("SIGTERM");
  await ended;
};

const silence = async (url: string, matcher: { name: string; value: string }, createdBy: string): Promise<void> => {
  const [now, hour] = [Date.now(), 3_600_000];
  const body = {
    matchers: [{ ...matcher, isRegex: false, isEqual: true }],
    startsAt: new Date(now).toISOString(),
    endsAt: new Date(now + hour).toISOString(),
    createdBy,
    comment: "seen",
  };
  const headers = { "content-type": "application/json" };
  const answer = await fetch(`${url}/api/v2/silences`, { method: "POST", headers, body: JSON.stringify(body) });
  if (!answer.ok) throw new Error(`${answer.status}: ${await answer.text()}`);
};
