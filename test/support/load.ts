import { soon } from "./split.ts";

/** Sends until it is stopped; resolves with what the answers were. */
export const loadOn = (url: string, headers: Readonly<Record<string, string>>) => {
  let over = false;
  const seen: Record<string, number> = {};
  const work = async (): Promise<void> => {
    while (!over) {
      const answer = await fetch(url, { headers, signal: soon() }).catch(() => null);
      await answer?.arrayBuffer();
      const key = answer === null ? "lost" : (answer.headers.get("x-version") ?? String(answer.status));
      seen[key] = (seen[key] ?? 0) + 1;
    }
  };
  const all = Promise.all(Array.from({ length: 8 }, work));
  return {
    async stop(): Promise<Readonly<Record<string, number>>> {
      over = true;
      await all;
      return seen;
    },
  };
};
