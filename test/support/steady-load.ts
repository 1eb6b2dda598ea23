import { setTimeout as sleep } from "node:timers/promises";
import { Agent, request } from "undici";
import { soon } from "./split.ts";

export type Seen = {
  /** Answers by the version that gave them, whatever their status. */
  readonly byVersion: Readonly<Record<string, number>>;
  /** What was not answered with 200, in words. */
  readonly failed: readonly string[];
};

/**
 * Users who ask one after the other, with a short pause: about 80 requests a second each.
 *
 * @param connections `kept`: one for each user; `anew`: one for each request
 */
export const steadyLoad = (
  url: string,
  users = 4,
  connections: "kept" | "anew" = "kept",
): AsyncDisposable & { seen(): Seen; stop(): Promise<Seen> } => {
  const agent = new Agent({ connections: users, ...(connections === "anew" ? { pipelining: 0 } : {}) });
  const byVersion: Record<string, number> = {};
  const failed: string[] = [];
  let over = false;
  const user = async (): Promise<void> => {
    while (!over) {
      const problem = await askFor(url, agent, byVersion);
      if (problem !== null) failed.push(`${new Date().toISOString()} ${problem}`);
      await sleep(10);
    }
  };
  const users_ = Promise.all(Array.from({ length: users }, user));
  const seen = (): Seen => ({ byVersion: { ...byVersion }, failed: [...failed] });
  const stop = async (): Promise<Seen> => {
    over = true;
    await users_;
    await agent.close();
    return seen();
  };
  return { seen, stop, [Symbol.asyncDispose]: async () => void (over || (await stop())) };
};

const askFor = async (url: string, dispatcher: Agent, byVersion: Record<string, number>): Promise<string | null> => {
  try {
    const { statusCode, headers, body } = await request(url, { dispatcher, signal: soon() });
    const page = await body.text();
    const version = String(headers["x-version"] ?? (/^\d+\.\d+\.\d+$/.test(page.trim()) ? page.trim() : undefined));
    byVersion[version] = (byVersion[version] ?? 0) + 1;
    return statusCode === 200 ? null : `${statusCode} by ${version}`;
  } catch (error) {
    return `no answer: ${String(error)}`;
  }
};
