import { type ClientRequest, type IncomingHttpHeaders, type IncomingMessage, request as plain } from "node:http";
import { request as secured } from "node:https";
import { TLSSocket } from "node:tls";
import type { Millis } from "../../domain/units.ts";

export type PageRequest = {
  readonly url: string;
  readonly method?: string;
  readonly headers?: Readonly<Record<string, string>>;
  readonly body?: string;
  /** PEM of the authority that signs its certificate; null: those that Node trusts. */
  readonly ca: string | null;
  /** For the whole of it, from the name's look-up to the last byte. */
  readonly within: Millis;
};

export type Page = {
  readonly status: number;
  readonly headers: IncomingHttpHeaders;
  readonly body: string;
  /** ms until the last byte. */
  readonly took: number;
  /** `TLSv1.3`; null over plain HTTP. */
  readonly protocol: string | null;
};

/** What came of it: the page as a whole, or in words why there is none. */
export type Asked = { readonly page: Page } | { readonly problem: string };

/** Bytes; a page that is longer, or never ends, is none. */
const largest = 8 * 1024 * 1024;

/** Asks once, without following redirects: what another page says was not asked for. Rejects only for `signal`. */
export const askPage = async (request: PageRequest, signal: AbortSignal): Promise<Asked> => {
  const limit = AbortSignal.timeout(request.within);
  const both = AbortSignal.any([signal, limit]);
  const began = performance.now();
  try {
    const answer = await answerOf(request, both);
    const protocol = answer.socket instanceof TLSSocket ? answer.socket.getProtocol() : null;
    const body = await bodyOf(answer);
    const took = Math.round(performance.now() - began);
    return { page: { status: answer.statusCode ?? 0, headers: answer.headers, body, took, protocol } };
  } catch (error) {
    signal.throwIfAborted();
    return { problem: limit.aborted ? `no whole answer within ${request.within} ms` : wordsOf(error) };
  }
};

const answerOf = ({ url, method = "GET", headers, body, ca }: PageRequest, signal: AbortSignal) =>
  new Promise<IncomingMessage>((resolve, reject) => {
    const options = { method, headers: { ...headers }, agent: false as const, signal };
    const asked: ClientRequest = url.startsWith("https:")
      ? secured(url, { ...options, ...(ca === null ? {} : { ca }) })
      : plain(url, options);
    asked.once("response", resolve).on("error", reject).end(body);
  });

const bodyOf = async (answer: IncomingMessage): Promise<string> => {
  const chunks: Buffer[] = [];
  let size = 0;
  for await (const chunk of answer as AsyncIterable<Buffer>) {
    size += chunk.length;
    if (size > largest) throw new RangeError(`its answer is longer than ${largest} bytes`);
    chunks.push(chunk);
  }
  return Buffer.concat(chunks).toString();
};

/** Where several addresses were tried, each has an error of its own. */
const wordsOf = (error: unknown): string => {
  if (error instanceof AggregateError) return error.errors.map(wordsOf).join(", ");
  return error instanceof Error ? error.message : String(error);
};
