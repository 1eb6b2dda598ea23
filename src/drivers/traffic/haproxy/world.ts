import { ask } from "./ask.ts";
import { type Decision, decode } from "./decision.ts";
import { failed, type HaproxySettings, type Letter, letterOf, mustBePlain, placesIn } from "./settings.ts";

/** A place for one instance, as HAProxy has it. */
export type Slot = {
  readonly letter: Letter;
  /** Of its server, as in `headgate-8080-a/s1`. */
  readonly server: string;
  /** `ip:port`. */
  readonly address: string;
  readonly admin: "ready" | "drain" | "maint";
  /** What its health checks say. */
  readonly up: boolean;
};

/** Bits of srv_admin_state: by order, inherited, by a name that does not resolve. */
const [maintained, draining] = [0x01 | 0x02 | 0x20, 0x08 | 0x10];

export const slotsOf = async (settings: HaproxySettings, signal: AbortSignal): Promise<readonly Slot[]> => {
  const text = await ask(settings.socket, "show servers state", signal);
  const slots = text.split("\n").flatMap((line) => slotIn(settings, line.split(" ")));
  if (slots.length > 0) return slots;
  throw failed(
    "looking for its sides",
    `it has no backend for port ${settings.listen.port} of ours`,
    "Run headgate data-plane, and give HAProxy what it prints.",
  );
};

const slotIn = (settings: HaproxySettings, fields: readonly string[]): readonly Slot[] => {
  const [, side = "", , name, host = "", operation, state] = fields;
  const letter = letterOf(settings, side);
  if (letter === null) return [];
  const bits = Number(state);
  const admin = bits & maintained ? "maint" : bits & draining ? "drain" : "ready";
  const address = `${host.includes(":") ? `[${host}]` : host}:${fields[18]}`;
  return [{ letter, server: `${side}/${name}`, address, admin, up: operation !== "0" }];
};

export const decisionIn = async (settings: HaproxySettings, signal: AbortSignal): Promise<Entry | null> => {
  mustBePlain(settings);
  const path = placesIn(settings).routes;
  const text = await ask(settings.socket, `show map ${path}`, signal);
  const entries = text.split("\n").filter((line) => line.includes(" "));
  if (text !== "" && !/^0x/.test(text)) throw notOurs(path, text);
  const [, key, value = ""] = entries[0]?.split(" ") ?? [];
  if (key === undefined) return null;
  const decision = decode(value);
  if (decision === null || entries.length > 1) throw notOurs(path, text);
  return { decision };
};

/** Wrapped, for the map may be empty. */
export type Entry = { readonly decision: Decision };

const notOurs = (path: string, text: string): Error =>
  failed(
    `reading ${path}`,
    `it holds what Headgate did not write: ${text.slice(0, 200)}`,
    `Empty ${path}, and reload HAProxy.`,
  );

/** What HAProxy counts of a side, or of one of its servers, since its worker began. */
export type Figures = { readonly inFlight: number; readonly requests: number };

/** By `side` and `side/server`. */
export const figuresOf = async (
  settings: HaproxySettings,
  signal: AbortSignal,
): Promise<ReadonlyMap<string, Figures>> => {
  const text = await ask(settings.socket, "show stat -1 6 -1", signal);
  const [head = "", ...rows] = text.split("\n");
  const columns = head.replace(/^# /, "").split(",");
  const [scur, total] = [columns.indexOf("scur"), columns.indexOf("req_tot")];
  return new Map(
    rows
      .map((row) => row.split(","))
      .filter(([side = ""]) => letterOf(settings, side) !== null)
      .map((row) => [
        row[1] === "BACKEND" ? row[0]! : `${row[0]}/${row[1]}`,
        { inFlight: Number(row[scur]), requests: Number(row[total]) },
      ]),
  );
};

/** The worker that answers, and since when, in s. */
export const workerOf = async ({ socket }: HaproxySettings, signal: AbortSignal) => {
  const text = await ask(socket, "show info", signal);
  const number = (name: string): number => Number(new RegExp(`^${name}: (\\d+)$`, "m").exec(text)?.[1]);
  return { pid: number("Pid"), uptime: number("Uptime_sec") };
};
