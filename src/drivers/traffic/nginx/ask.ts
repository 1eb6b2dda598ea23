import { get } from "node:http";
import { type State, unpack } from "./packed.ts";
import { addressOf, type NginxSettings } from "./settings.ts";
import { tokenOf } from "./token.ts";

/** What one worker serves. */
export type Told = { readonly pid: number; readonly state: State };

/** ms for an answer; it costs nginx no work. */
const answerWithin = 5_000;
/** Bytes: the routes of some thousand instances. */
const longest = 1_000_000;
const wildcards: Readonly<Record<string, string>> = { "0.0.0.0": "127.0.0.1", "*": "127.0.0.1", "::": "::1" };

/**
 * Ask the running nginx what it serves, over a connection of its own: one that was kept would lead to an old worker.
 *
 * @returns in words why it cannot be known: it does not run, or does not know of us
 */
export const ask = async (settings: NginxSettings, signal: AbortSignal): Promise<Told | string> => {
  const token = await tokenOf(settings);
  if (token === null) return "it was never told any routes";
  const limit = AbortSignal.any([signal, AbortSignal.timeout(answerWithin)]);
  try {
    const { status, text } = await fetched(settings, token, limit);
    const [, pid, state] = /^(\d+) ([\w-]+)$/.exec(text) ?? [];
    const known = status === 200 && state !== undefined ? unpack(state) : null;
    return known === null
      ? `what listens on ${addressOf(settings.listen)} does not serve Headgate's configuration`
      : { pid: Number(pid), state: known };
  } catch (error) {
    signal.throwIfAborted();
    const { code, message } = error as NodeJS.ErrnoException;
    return `${addressOf(settings.listen)}: ${code ?? message}`;
  }
};

const fetched = (
  { listen }: NginxSettings,
  token: string,
  signal: AbortSignal,
): Promise<{ readonly status: number; readonly text: string }> =>
  new Promise((resolve, reject) => {
    const to = { host: wildcards[listen.host] ?? listen.host, port: listen.port, path: `/.headgate/${token}` };
    const asked = get({ ...to, agent: false, signal, headers: { connection: "close" } }, async (answer) => {
      try {
        let text = "";
        for await (const part of answer.setEncoding("latin1")) {
          text += part;
          if (text.length > longest) throw new Error("its answer is too long");
        }
        resolve({ status: answer.statusCode!, text });
      } catch (error) {
        reject(error);
      }
    });
    asked.on("error", reject);
  });
