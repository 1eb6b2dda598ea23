import type { Readable } from "node:stream";
import type { Client, ClientChannel } from "ssh2";
import { HostFailed } from "./failures.ts";
import type { SshHost } from "./settings.ts";

export type Asked = {
  /** Already quoted, word by word. */
  readonly command: string;
  /** For its standard input, where secrets go; a stream may be large. */
  readonly input: string | (() => Readable);
  /** ms */
  readonly within: number;
};

/** Bytes of each stream that are kept. No act prints as much; what does is cut off. */
const kept = 262_144;

/**
 * Run one command on a host, on a channel of its own.
 *
 * @returns what it printed
 * @throws HostFailed when it fails, is not done in time, or the connection ends
 */
export const run = async (client: Client, host: SshHost, asked: Asked, signal: AbortSignal): Promise<string> => {
  const limit = AbortSignal.any([signal, AbortSignal.timeout(asked.within)]);
  const { promise, resolve, reject } = Promise.withResolvers<string>();
  const fail = (problem: string, cause?: unknown) => reject(new HostFailed(host, problem, cause));
  const late = () => {
    if (!signal.aborted) client.destroy(); // it hangs: the next command shall not wait on the same connection
    fail(signal.aborted ? "it was called off" : `did not answer in ${asked.within} ms`);
  };
  const ended = () => fail("cannot be reached any more: the connection was lost");
  limit.addEventListener("abort", late, { once: true });
  client.once("close", ended);
  let channel: ClientChannel | undefined;
  let input: Readable | undefined;
  try {
    if (limit.aborted) late();
    client.exec(asked.command, (error, opened) => {
      if (error !== undefined) return fail(`cannot run anything: ${error.message}`, error);
      channel = opened;
      follow(opened, resolve, fail);
      if (typeof asked.input === "string") return opened.end(asked.input);
      input = asked.input().on("error", (cause) => fail(cause.message, cause));
      input.pipe(opened);
    });
    return await promise;
  } finally {
    limit.removeEventListener("abort", late);
    client.removeListener("close", ended);
    channel?.destroy();
    input?.destroy();
  }
};

const follow = (
  channel: ClientChannel,
  done: (output: string) => void,
  fail: (problem: string, cause?: unknown) => void,
): void => {
  const [output, errors] = [collect(channel), collect(channel.stderr)];
  let code: number | null = null;
  channel.on("exit", (given: number | null) => {
    code = given;
  });
  channel.on("close", () =>
    code === 0 ? done(output()) : fail(errors().trim() || `ended with ${code ?? "a signal"}`),
  );
  channel.on("error", () => {}); // it stopped reading; `close` says why
};

const collect = (stream: Readable): (() => string) => {
  const chunks: Buffer[] = [];
  let size = 0;
  stream.on("data", (chunk: Buffer) => {
    if (size < kept) chunks.push(chunk.subarray(0, kept - size));
    size += chunk.length;
  });
  return () => Buffer.concat(chunks).toString("utf8");
};
