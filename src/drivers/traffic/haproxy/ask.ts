import { once } from "node:events";
import { createConnection } from "node:net";
import { failed } from "./settings.ts";

/** ms for an answer; on an idle machine it is there after 0.1. */
const answerWithin = 5_000;
/** Characters: the state of some ten thousand servers. */
const longest = 10_000_000;

/**
 * One command to the runtime API, over a connection of its own. It is half-closed at once: the socket of a master
 * process would otherwise stay open for ever.
 *
 * @returns the whole answer, without blank space around it
 */
export const ask = async (path: string, command: string, signal: AbortSignal): Promise<string> => {
  const limit = AbortSignal.any([signal, AbortSignal.timeout(answerWithin)]);
  const socket = createConnection({ path, signal: limit });
  socket.on("error", () => {}); // whoever waits below hears of it; between two waits nobody would
  try {
    await once(socket, "connect", { signal: limit });
    socket.setEncoding("utf8").end(`${command}\n`);
    let answer = "";
    for await (const part of socket) {
      answer += part;
      if (answer.length > longest) throw new Error("the answer is too long");
    }
    return answer.trim();
  } catch (error) {
    signal.throwIfAborted();
    const { code, message } = error as NodeJS.ErrnoException;
    const problem = limit.aborted ? `no answer within ${answerWithin} ms` : (code ?? message);
    const fix =
      "Is HAProxy running, with this as its `stats socket … level admin`, and may Headgate's user write to it?";
    throw failed(`asking ${path}`, problem, fix, error);
  } finally {
    socket.destroy();
  }
};

/**
 * A command that changes something: most answer nothing when they succeed, and words of their own when they do not.
 *
 * @throws AppError `DRIVER_FAILED` with HAProxy's words
 */
export const order = async (path: string, command: string, signal: AbortSignal, done = /^$/): Promise<void> => {
  const answer = await ask(path, command, signal);
  if (done.test(answer)) return;
  const fix = "Compare haproxy.cfg with what headgate data-plane prints.";
  throw failed(command.slice(0, 200), answer.slice(0, 500), fix);
};
