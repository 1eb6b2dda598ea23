import { createSocket, type Socket } from "node:dgram";
import { once } from "node:events";
import { bucketOf, lastBucket } from "../../../analysis/histogram.ts";
import { type Digest, isDigest } from "../../../domain/units.ts";
import { type Address, failed } from "./settings.ts";

/** What was heard of one build on one side. */
export type Tally = { requests: number; errors: number; readonly latency: Float64Array };

/** The request log of a HAProxy as it arrives; everything since it is listened to. */
export type RequestLog = {
  /** By side, then by build. */
  readonly tallies: ReadonlyMap<string, Map<Digest, Tally>>;
  /** Lines by side and worker. */
  heard(side: string, worker: number): number;
  /** `performance.now()` when listening began. */
  readonly since: number;
  close(): Promise<void>;
};

/** What fits into the kernel's buffer while this process is busy; the kernel may grant less. */
const buffer = 4_000_000;

/** A line says which build it is of, by what decided on it: no matter what stands in its server's place by now. */
export const listenTo = async ({ host, port }: Address): Promise<RequestLog> => {
  const socket = createSocket({ type: host.includes(":") ? "udp6" : "udp4", recvBufferSize: buffer });
  const tallies = new Map<string, Map<Digest, Tally>>();
  const lines = new Map<string, number>();
  socket.on("message", (message) => {
    const line = parsed(message);
    if (line === null) return;
    const key = `${line.side} ${line.worker}`;
    lines.set(key, (lines.get(key) ?? 0) + 1);
    count(tallyOf(tallies, line.side, line.build), line);
  });
  await bound(socket, host, port);
  socket.unref();
  return {
    tallies,
    heard: (side, worker) => lines.get(`${side} ${worker}`) ?? 0,
    since: performance.now(),
    close: () => new Promise((done) => socket.close(done)),
  };
};

const bound = async (socket: Socket, host: string, port: number): Promise<void> => {
  try {
    socket.bind({ address: host, port, exclusive: true });
    await once(socket, "listening");
  } catch (error) {
    const { code, message } = error as NodeJS.ErrnoException;
    const fix =
      "One process at a time can hear HAProxy's log: stop the other, or give this environment a log of its own.";
    throw failed(`listening for its log on ${host}:${port}`, code ?? message, fix, error);
  }
};

type Line = {
  readonly build: Digest;
  readonly side: string;
  readonly status: number;
  readonly ms: number;
  /** How the session ended: who ended it, and in which phase; `--` when all went well. */
  readonly end: string;
  readonly worker: number;
};

/** @returns null for a request that no build was chosen for, and for what is no line of ours */
const parsed = (message: Buffer): Line | null => {
  try {
    const { build, side, status, ms, end, worker } = JSON.parse(message.toString()) as Line;
    return isDigest(build) && [status, ms, worker].every(Number.isFinite)
      ? { build, side, status, ms, end, worker }
      : null;
  } catch {
    return null;
  }
};

/**
 * The words of the splitter's counts: a client that left took at least as long as it waited; what no instance answered
 * has no latency.
 */
const count = (tally: Tally, { status, ms, end }: Line): void => {
  const abandoned = /^c/i.test(end);
  const answered = end.startsWith("-");
  tally.requests++;
  if (!abandoned && (!answered || status >= 500)) tally.errors++;
  if ((abandoned || answered) && ms >= 0) tally.latency[bucketOf(ms)]!++;
};

const tallyOf = (tallies: Map<string, Map<Digest, Tally>>, side: string, build: Digest): Tally => {
  const builds = tallies.get(side) ?? new Map<Digest, Tally>();
  const tally = builds.get(build) ?? { requests: 0, errors: 0, latency: new Float64Array(lastBucket + 1) };
  tallies.set(side, builds.set(build, tally));
  return tally;
};
