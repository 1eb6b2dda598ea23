import { get } from "node:http";
import type { Instant } from "../../domain/units.ts";
import type { InstanceView } from "../port.ts";

/** ms that one readiness probe may take. */
const probeWithin = 2_000;
/** Different answers that are kept of each instance. */
const keptAnswers = 3;

/** Ask an instance itself whether it is ready: only 200 means yes, and redirections are not followed. */
export const askReady = (
  endpoint: string,
  path: string,
  signal: AbortSignal,
): Promise<Pick<InstanceView, "ready" | "answer">> =>
  new Promise((resolve) => {
    const begun = performance.now();
    const limit = AbortSignal.any([signal, AbortSignal.timeout(probeWithin)]);
    const asked = get(`http://${endpoint}${path}`, { agent: false, signal: limit }, (answer) => {
      answer.resume();
      answer.on("error", () => {}); // cut off after its status, which is all that was asked for
      const words = `${answer.statusCode} in ${Math.round(performance.now() - begun)} ms`;
      resolve({ ready: answer.statusCode === 200, answer: words });
    });
    asked.on("error", (error) => resolve({ ready: false, answer: wordsOf(error) }));
  });

const wordsOf = (error: NodeJS.ErrnoException): string => {
  if (error.code === "ECONNREFUSED") return "connection refused";
  if (error.code === "ECONNRESET") return "connection closed without an answer";
  return error.name === "AbortError" ? `no answer in ${probeWithin} ms` : error.message;
};

/** What instances said while somebody waited for them. */
export type Heard = {
  hear(views: readonly InstanceView[], at: Instant): void;
  /** The last few different answers of one, each with the time it was last given. */
  of(id: string): string;
};

export const startHearing = (): Heard => {
  const said = new Map<string, Map<string, Instant>>();
  return {
    hear(views, at) {
      for (const { id, answer } of views) {
        const words = answer.replace(/ in \d+ ms$/, ""); // else every answer would be a new one
        const answers = said.get(id) ?? new Map<string, Instant>();
        answers.delete(words); // the latest stands last
        said.set(id, answers.set(words, at));
      }
    },
    of(id) {
      const last = [...(said.get(id) ?? [])].slice(-keptAnswers);
      return last.map(([answer, at]) => `${new Date(at).toISOString()} ${answer}`).join("; ") || "no answer";
    },
  };
};
