import { Pool } from "undici";

export type Counts = {
  readonly requests: number;
  /** Requests without the answer that a reader wants, by reason. */
  readonly failures: Readonly<Record<string, number>>;
  /** Answers of `/version.txt`, which every third request asks for, by what they said. */
  readonly byVersion: Readonly<Record<string, number>>;
  /** ms from the moment at which a request was due to the end of its answer. */
  readonly slowestMs: number;
};

export type Load = AsyncDisposable & {
  /** No new requests; resolves once those in flight are over. Calling it twice is fine. */
  readonly stop: () => Promise<Counts>;
};

type Settings = {
  /** Base URL of the site. */
  readonly url: string;
  readonly ratePerSecond: number;
  /** It stops by itself after this many ms. */
  readonly maxMs: number;
};

const pages = ["/", "/style.css", "/version.txt"] as const;
/** ms that a reader waits for an answer, and for each pause within one. */
const patience = 5_000;
/** Above what the rate needs: a queue in the client would hide a slow site. */
const connections = 64;

/** Steady readers over connections that are kept alive. They do not wait for each other, so a slow site gets no fewer. */
export const startLoad = ({ url, ratePerSecond, maxMs }: Settings): Load => {
  const pool = new Pool(url, { connections, headersTimeout: patience, bodyTimeout: patience });
  const failures: Record<string, number> = {};
  const byVersion: Record<string, number> = {};
  const inFlight = new Set<Promise<void>>();
  const began = performance.now();
  let [requests, slowestMs] = [0, 0];
  let finished: Promise<Counts> | null = null;

  const ask = async (path: (typeof pages)[number], due: number): Promise<void> => {
    try {
      const { statusCode, body } = await pool.request({ path, method: "GET" });
      const text = await body.text(); // rejects when the answer breaks off
      if (statusCode !== 200) add(failures, `status ${statusCode}`);
      else if (path === "/version.txt") add(byVersion, text.trim());
    } catch (error) {
      const { code, message } = error as NodeJS.ErrnoException;
      add(failures, code ?? message);
    }
    slowestMs = Math.max(slowestMs, performance.now() - due);
  };

  const arrive = (): void => {
    const now = performance.now();
    for (let due = dueAt(requests); due <= now; due = dueAt(requests)) {
      const asked: Promise<void> = ask(pages[requests % pages.length]!, due).finally(() => inFlight.delete(asked));
      inFlight.add(asked);
      requests += 1;
    }
    if (now - began > maxMs) void stop();
  };
  const dueAt = (n: number): number => began + (n * 1_000) / ratePerSecond;
  const timer = setInterval(arrive, 1_000 / ratePerSecond);

  const finish = async (): Promise<Counts> => {
    clearInterval(timer);
    await Promise.all(inFlight);
    await pool.close();
    return { requests, failures, byVersion, slowestMs: Math.round(slowestMs) };
  };
  const stop = (): Promise<Counts> => {
    finished ??= finish();
    return finished;
  };
  return { stop, [Symbol.asyncDispose]: async () => void (await stop()) };
};

const add = (counts: Record<string, number>, key: string): void => {
  counts[key] = (counts[key] ?? 0) + 1;
};
