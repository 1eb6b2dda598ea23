import { connect } from "node:net";
import type { Millis } from "../../domain/units.ts";
import type { Look } from "../port.ts";
import { answered } from "./answered.ts";
import { couldNotLook } from "./could-not-look.ts";

export type PortsSettings = {
  readonly host: string;
  /** These must be open, and one at least must be named: a host that answers nowhere may not be there. */
  readonly open: readonly number[];
  /** All others among these must not. */
  readonly among: readonly number[];
  /** ms for the whole. */
  readonly within: Millis;
};

/** Connections tried at a time. */
const together = 64;
/** ms; one that is silent for so long is shut. Two tries of a first packet. */
const patience = 1_500;

/** Which ports of a host accept connections. A refusal and silence are answers; a host that cannot be reached is none. */
export const ports: Look<PortsSettings> = async ({ host, open, among, within }, signal) => {
  const limit = AbortSignal.timeout(within);
  const both = AbortSignal.any([signal, limit]);
  const left = [...new Set([...open, ...among])];
  const found: number[] = [];
  const work = async (): Promise<void> => {
    for (let port = left.shift(); port !== undefined; port = left.shift())
      if (await isOpen(host, port, both)) found.push(port);
  };
  try {
    await Promise.all(Array.from({ length: together }, work));
  } catch (error) {
    signal.throwIfAborted();
    const problem = limit.aborted ? `not all ports were tried within ${within} ms` : String(error);
    throw couldNotLook(`ports ${host}`, problem, "Ask for fewer ports, or give it more time.", error);
  }
  return answered("ports", host, problemsOf(open, found), { open: found.length });
};

const problemsOf = (open: readonly number[], found: readonly number[]): readonly string[] => [
  ...open.filter((port) => !found.includes(port)).map((port) => `${port} is shut and must be open`),
  ...found
    .filter((port) => !open.includes(port))
    .toSorted((a, b) => a - b)
    .map((port) => `${port} is open and must be shut`),
];

const isOpen = (host: string, port: number, signal: AbortSignal): Promise<boolean> =>
  new Promise((resolve, reject) => {
    const socket = connect({ host, port, signal });
    const end = (open: boolean): void => {
      socket.destroy();
      resolve(open);
    };
    socket.setTimeout(patience, () => end(false));
    socket.once("connect", () => end(true));
    socket.once("error", (error: NodeJS.ErrnoException) =>
      shut.includes(error.code ?? "") ? end(false) : reject(error),
    );
  });

const shut = ["ECONNREFUSED", "ETIMEDOUT"];
