import type { IncomingMessage, ServerResponse } from "node:http";
import { PassThrough } from "node:stream";
import type { Dispatcher } from "undici";
import { type Answer, answers, headersOf } from "./answers.ts";
import { begin, count, end, type Outcome } from "./counters.ts";
import { type Failure, failureOf } from "./failures.ts";
import { announcesBody, answerHeaders, endToEnd } from "./headers.ts";
import { pick } from "./pick.ts";
import type { Side } from "./sides.ts";
import { enter, leave, type Upstream } from "./upstream.ts";

/** What all requests of a router share. */
export type Surroundings = {
  /** Monotonic, in ms. */
  readonly clock: () => number;
  /** The router shuts down: every answer ends its connection. */
  closing: boolean;
};

/** One request on its way through the router. */
type Passage = {
  readonly response: ServerResponse;
  readonly side: Side;
  readonly around: Surroundings;
  readonly started: number;
  readonly options: Dispatcher.DispatchOptions;
  readonly tried: Upstream[];
  /** The only instance of the side was given a second chance. */
  repeated: boolean;
  /** Of the attempt that is under way; null while it waits for a connection. */
  controller: Dispatcher.DispatchController | null;
  /** The client closed its connection. */
  left: boolean;
  /** Bytes of the answer's body still to come; not a number when its length was not announced. */
  due: number;
  /** The chunk that completes the body. */
  last: Buffer | null;
  over: boolean;
};

/** ms that an instance rests after it refused a connection. */
const rest = 1_000;
/** Asking these twice does no harm (RFC 9110 section 9.2.2). PUT and DELETE neither, but bodies are not kept. */
const repeatable = new Set(["GET", "HEAD", "OPTIONS"]);
/** Bytes up to which a copy is cheaper than a second write. */
const worthCopying = 16_384;
let turn = 0;

/**
 * Pass one request to an instance of the side, and its answer back, both streamed. Latency counts from the request's
 * headers to the end of the instance's answer.
 */
export const forward = (request: IncomingMessage, response: ServerResponse, side: Side, around: Surroundings): void => {
  const passage: Passage = {
    response,
    side,
    around,
    started: around.clock(),
    options: optionsOf(request),
    tried: [],
    repeated: false,
    controller: null,
    left: false,
    due: 0,
    last: null,
    over: false,
  };
  begin(side.counter);
  response.on("close", () => abandon(passage));
  attempt(passage);
};

const optionsOf = (request: IncomingMessage): Dispatcher.DispatchOptions => ({
  path: request.url!,
  method: request.method as Dispatcher.HttpMethod,
  headers: endToEnd(request.rawHeaders),
  body: announcesBody(request.rawHeaders) ? bodyOf(request) : null,
});

/**
 * Not the request itself: undici destroys a body that it cannot send, and with the request would go the client's
 * connection, before the answer is on it. When the client leaves, the attempt is aborted, and the body with it.
 */
const bodyOf = (request: IncomingMessage): PassThrough => request.pipe(new PassThrough());

const attempt = (passage: Passage): void => {
  const upstream = pick(passage.side.upstreams, passage.tried, turn++, passage.started);
  if (upstream === null) {
    giveUp(passage, answers.noInstance, "refused");
    return;
  }
  passage.tried.push(upstream);
  passage.controller = null;
  enter(upstream);
  upstream.pool.dispatch(passage.options, handlerOf(passage, upstream));
};

const handlerOf = (passage: Passage, upstream: Upstream): Dispatcher.DispatchHandler => ({
  onRequestStart(controller) {
    passage.controller = controller;
    if (passage.left) controller.abort(new Error("the client left"));
  },
  onResponseStart(_, status, headers, text) {
    if (status < 200) return; // informational: for the connection to the instance only
    // Asked for now and not when the request came: it may have come before the shutdown.
    if (passage.around.closing) passage.response.shouldKeepAlive = false;
    passage.response.writeHead(status, text ?? "", answerHeaders(headers));
    passage.due = Number(headers["content-length"] ?? Number.NaN);
  },
  onResponseData(controller, chunk) {
    passage.due -= chunk.length;
    if (passage.due === 0) passage.last = chunk; // its end follows at once
    if (passage.due === 0 || passage.response.write(chunk)) return;
    controller.pause();
    passage.response.once("drain", () => controller.resume());
  },
  onResponseEnd(_, trailers) {
    leave(upstream);
    close(passage, "answered");
    if (passage.last === null) endWith(passage.response, trailers as Record<string, string>);
    else endAtOnce(passage.response, passage.last);
  },
  onResponseError(_, error) {
    leave(upstream);
    failed(passage, upstream, error);
  },
});

const endWith = (response: ServerResponse, trailers: Record<string, string>): void => {
  if (Object.keys(trailers).length > 0) response.addTrailers(trailers);
  response.end();
};

/** node puts head and body into one write only when the body is text; that write is the dearest part of a request. */
const endAtOnce = (response: ServerResponse, last: Buffer): void => {
  if (last.length > worthCopying) response.end(last);
  else response.end(last.toString("latin1"), "latin1");
};

const failed = (passage: Passage, upstream: Upstream, error: NodeJS.ErrnoException): void => {
  if (passage.left) close(passage, "abandoned");
  else if (passage.response.headersSent) breakOff(passage);
  else goOn(passage, upstream, failureOf(error));
};

/** The client must see that the answer is not whole. */
const breakOff = (passage: Passage): void => {
  close(passage, "failed");
  passage.response.destroy();
};

const goOn = (passage: Passage, upstream: Upstream, failure: Failure): void => {
  switch (failure) {
    case "not connected":
      upstream.restUntil = passage.around.clock() + rest;
      attempt(passage);
      break;
    case "died":
      if (again(passage)) attempt(passage);
      else giveUp(passage, answers.noAnswer, "failed");
      break;
    case "no answer":
      giveUp(passage, answers.noAnswer, "failed");
      break;
    case "bad request":
      giveUp(passage, answers.badRequest, null);
      break;
  }
};

/** May the request be sent once more? A lone instance is asked again too: its idle connection had merely run out. */
const again = (passage: Passage): boolean => {
  const { options, tried, side } = passage;
  if (options.body !== null || !repeatable.has(options.method)) return false;
  if (tried.length < side.upstreams.length) return true;
  if (side.upstreams.length > 1 || passage.repeated) return false;
  passage.repeated = true;
  tried.length = 0;
  return true;
};

const giveUp = (passage: Passage, answer: Answer, outcome: Outcome | null): void => {
  close(passage, outcome, answer.status);
  passage.response.writeHead(answer.status, answer.text, headersOf(answer)).end(answer.page);
};

const abandon = (passage: Passage): void => {
  passage.left = true;
  if (!passage.over) passage.controller?.abort(new Error("the client left"));
};

/** Exactly once per request. Without an outcome it is not the build's affair, and not counted. */
const close = (passage: Passage, outcome: Outcome | null, status = passage.response.statusCode): void => {
  if (passage.over) return;
  passage.over = true;
  const { counter } = passage.side;
  if (outcome !== null) count(counter, outcome, status, passage.around.clock() - passage.started);
  end(counter);
};
