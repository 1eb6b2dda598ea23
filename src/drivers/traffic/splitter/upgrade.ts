import { type IncomingMessage, type RequestOptions, request as send } from "node:http";
import { type Duplex, pipeline } from "node:stream";
import { type Answer, answers, headersOf } from "./answers.ts";
import { begin, count, end, type Outcome } from "./counters.ts";
import { failureOf } from "./failures.ts";
import { endToEnd } from "./headers.ts";
import { pick } from "./pick.ts";
import type { Side } from "./sides.ts";
import { enter, leave, type Upstream } from "./upstream.ts";

type Passage = {
  readonly request: IncomingMessage;
  readonly client: Duplex;
  /** What the client sent right behind its request. */
  readonly head: Buffer;
  readonly side: Side;
  readonly clock: () => number;
  readonly finish: (outcome: Outcome, status: number) => void;
};

/** ms that an instance rests after it refused a connection. */
const rest = 1_000;

/**
 * Pass a WebSocket, or another upgraded connection, through. It is in flight until either end closes it; its latency is
 * the time to the instance's answer.
 *
 * @param clock monotonic, in ms
 */
export const upgrade = (
  request: IncomingMessage,
  client: Duplex,
  head: Buffer,
  side: Side,
  clock: () => number,
): void => {
  const started = clock();
  let counted = false;
  const finish = (outcome: Outcome, status: number): void => {
    if (!counted) count(side.counter, outcome, status, clock() - started);
    counted = true;
  };
  begin(side.counter);
  client.on("error", () => client.destroy());
  client.once("close", () => {
    finish("abandoned", 0);
    end(side.counter);
  });
  attempt({ request, client, head, side, clock, finish }, []);
};

const attempt = (passage: Passage, tried: readonly Upstream[]): void => {
  const { client, side, clock } = passage;
  const upstream = pick(side.upstreams, tried, 0, clock());
  if (upstream === null) {
    refuse(passage, answers.noInstance, "refused");
    return;
  }
  const asked = ask(passage.request, upstream);
  const part = (): void => {
    leave(upstream);
    asked.destroy();
  };
  enter(upstream);
  client.once("close", part);
  asked.on("upgrade", (answer, instance, first) => join(passage, answer, instance, first));
  asked.on("response", (answer) => passBack(passage, answer));
  asked.on("error", (error) => {
    if (client.destroyed) return;
    if (failureOf(error) !== "not connected") {
      refuse(passage, answers.noAnswer, "failed");
      return;
    }
    client.off("close", part);
    part();
    upstream.restUntil = clock() + rest;
    attempt(passage, [...tried, upstream]);
  });
};

/** Not by undici: it writes a head of its own, and this one must pass unchanged. */
const ask = ({ method, url, rawHeaders }: IncomingMessage, { endpoint }: Upstream): ReturnType<typeof send> => {
  const options: RequestOptions = { method: method!, path: url!, headers: rawHeaders, agent: false };
  const asked = send(`http://${endpoint}`, options);
  asked.end();
  return asked;
};

const join = ({ client, head, finish }: Passage, answer: IncomingMessage, instance: Duplex, first: Buffer): void => {
  finish("answered", answer.statusCode!);
  client.write(headOf(answer.statusCode!, answer.statusMessage!, answer.rawHeaders));
  if (first.length > 0) client.write(first);
  if (head.length > 0) instance.write(head);
  pipeline(client, instance, () => instance.destroy());
  pipeline(instance, client, () => client.destroy());
};

/** The instance would not upgrade. The connection ends here, so that no later request on it escapes the split. */
const passBack = ({ client, finish }: Passage, answer: IncomingMessage): void => {
  finish("answered", answer.statusCode!);
  const headers = [...endToEnd(answer.rawHeaders), "connection", "close"];
  client.write(headOf(answer.statusCode!, answer.statusMessage!, headers));
  pipeline(answer, client, () => client.destroy());
};

const refuse = ({ client, finish }: Passage, answer: Answer, outcome: Outcome): void => {
  finish(outcome, answer.status);
  turnAway(client, answer);
};

/** The splitter's own answer to who wanted an upgrade. */
export const turnAway = (client: Duplex, answer: Answer): void => {
  client.on("error", () => client.destroy());
  const headers = Object.entries({ ...headersOf(answer), connection: "close" }).flat();
  client.end(Buffer.concat([headOf(answer.status, answer.text, headers), Buffer.from(answer.page)]));
};

const headOf = (status: number, text: string, raw: readonly string[]): Buffer => {
  let head = `HTTP/1.1 ${status} ${text}\r\n`;
  for (let i = 0; i < raw.length; i += 2) head += `${raw[i]}: ${raw[i + 1]}\r\n`;
  return Buffer.from(`${head}\r\n`, "latin1");
};
