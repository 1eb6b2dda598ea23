import { Readable } from "node:stream";
import type { FastifyInstance, FastifyReply, FastifyRequest } from "fastify";
import type { Route } from "../api/route.ts";
import type { Digest, Instant } from "../domain/units.ts";
import { AppError } from "../errors.ts";
import type { Vault } from "../journal/port.ts";
import { admit, authenticate, headerOf } from "./admit.ts";
import type { Call } from "./call.ts";
import { checkInput, isSchema } from "./check-input.ts";
import type { Gatekeeper } from "./gatekeeper.ts";
import type { Limit, Limits } from "./limits.ts";
import { bePatient, type Patience } from "./patience.ts";
import type { Principal } from "./principal.ts";
import { type Answered, once } from "./repeats.ts";

/** A route with what answers it, as the server keeps it in one list. */
export type Served = { readonly route: Route; readonly handler: (call: Call<Route>) => Promise<unknown> };

/** The two belong together, which the types check here and forget afterwards. */
export const serve = <Params, Query, Body, Answer>(
  route: Route<Params, Query, Body, Answer>,
  handler: (call: Call<Route<Params, Query, Body, Answer>>) => Promise<Answer>,
): Served => ({ route, handler }) as unknown as Served;

export type Ground = {
  readonly gate: Gatekeeper;
  readonly vault: Vault;
  readonly now: () => Instant;
  readonly digestOf: (value: unknown) => Digest;
  /** Aborted when the server stops. */
  readonly stopping: AbortSignal;
  /** Cookies go by https alone. */
  readonly secure: boolean;
  readonly limits: Limits;
  readonly patience: Patience;
};

/** @param most  bytes of a JSON body */
export const register = (app: FastifyInstance, served: Served, ground: Ground, most: number): void => {
  if (served.route.body === "application/json")
    void app.register(async (apart) => {
      apart.removeAllContentTypeParsers();
      apart.addContentTypeParser("application/json", { parseAs: "buffer" }, (_, bytes, done) => done(null, bytes));
      add(apart, served, ground, most);
    });
  else add(app, served, ground, most);
};

/** Before anybody is looked up, the address is counted; before anything of the body is read, it is known who asks. */
const add = (app: FastifyInstance, { route, handler }: Served, ground: Ground, most: number): void => {
  const [ofAddress, ofAccount] = [ground.limits.ofAddress(route), ground.limits.ofAccount(route)];
  app.route({
    method: route.method,
    url: route.path.replace(/\{(\w+)\}/g, ":$1"),
    config: { route },
    bodyLimit: isStream(route) ? Number.MAX_SAFE_INTEGER : most,
    onRequest: (request) => within(ofAddress, ground, route, request),
    preParsing: async (request) => {
      if (route.body !== null) bePatient(request, isStream(route), ground.patience);
      request.who = await admit(ground.gate, route, request);
      // Written down nowhere: whoever asks too often would fill the journal with it.
      await ground.limits.ofAnything(request);
      await within(ofAccount, ground, route, request);
    },
    handler: async (request, reply) => {
      const { status, body } = await answerTo({ route, handler }, ground, request, reply);
      return send(route, reply.status(status), body);
    },
  });
};

const within = async (
  limit: Limit | null,
  { gate }: Ground,
  { name }: Route,
  request: FastifyRequest,
): Promise<void> => {
  try {
    await limit?.(request);
  } catch (error) {
    if (error instanceof AppError)
      await gate.refused(request.who, { route: name, code: error.code, address: request.ip });
    throw error;
  }
};

const isStream = ({ body }: Route): boolean => typeof body === "string" && body !== "application/json";

const answerTo = async (
  { route, handler }: Served,
  ground: Ground,
  request: FastifyRequest,
  reply: FastifyReply,
): Promise<Answered> => {
  const { params, query } = request;
  const input = checkInput(route, { params, query, body: request.body });
  const key = route.repeatable && request.who !== null ? headerOf(request, "idempotency-key") : undefined;
  const id = key === undefined ? null : ground.digestOf({ person: request.who?.person.id ?? "", key });
  const act = async (): Promise<Answered> => {
    const call = callOf(route, ground, request, reply, { ...input, body: input.body ?? request.body }, id);
    return cut(route, await handler(call));
  };
  if (id === null || key === undefined) return act();
  const of = ground.digestOf(
    JSON.parse(JSON.stringify({ route: route.name, params, query, body: withoutProof(request.body) })),
  );
  const { again, ...answered } = await once(ground.vault, { id, of, key }, ground.now, act);
  if (again) reply.header("idempotency-replayed", "true");
  return answered;
};

/**
 * What is kept of a request tells nothing of how its sender proved who they are: a plain digest of a password could be
 * tried out. And who mistyped it sends the same request again.
 */
const withoutProof = (body: unknown): unknown =>
  typeof body === "object" && body !== null && "proof" in body ? { ...body, proof: null } : (body ?? null);

/** Only what the schema declares leaves the house. */
const cut = ({ answer }: Route, value: unknown): Answered => {
  if (answer === null) return { status: 204, body: null };
  return { status: 200, body: isSchema(answer) ? answer.parse(value) : value };
};

const send = ({ answer }: Route, reply: FastifyReply, body: unknown) => {
  if (typeof answer !== "string") return body === null ? reply.send() : reply.send(body);
  const isText = answer.startsWith("text/");
  reply.type(isText ? `${answer}; charset=utf-8` : answer);
  // Bytes that somebody brought are never shown as a page of this server.
  if (!isText) reply.header("content-disposition", 'attachment; filename="bytes"');
  if (answer === "text/event-stream") return reply.send(Readable.from(body as AsyncIterable<string>));
  return reply.send(isText ? body : Buffer.from(body as Uint8Array));
};

const callOf = (
  route: Route,
  ground: Ground,
  request: FastifyRequest,
  reply: FastifyReply,
  { params, query, body }: ReturnType<typeof checkInput>,
  id: Digest | null,
): Call<Route> => ({
  params,
  query,
  body,
  who: request.who,
  request: id,
  /** What was begun for somebody who hung up is ended, unless it changes something. Made when it is asked for: few do. */
  get signal() {
    return route.method === "GET" ? AbortSignal.any([ground.stopping, gone(reply)]) : ground.stopping;
  },
  stillIn: () =>
    authenticate(ground.gate, route, request, false).then(
      (who) => who !== null,
      () => false,
    ),
  signature: {
    id: headerOf(request, "webhook-id"),
    timestamp: headerOf(request, "webhook-timestamp"),
    signature: headerOf(request, "webhook-signature"),
  },
  lastEventId: headerOf(request, "last-event-id")?.slice(0, 100),
  cookies: {
    get: (name) => request.cookies[name],
    set: (name, value, { maxAge, path = "/" } = {}) => {
      reply.setCookie(name, value, {
        ...{ httpOnly: true, sameSite: "lax", secure: ground.secure, path },
        ...(maxAge === undefined ? {} : { maxAge }),
      });
    },
    clear: (name) =>
      void reply.clearCookie(name, { httpOnly: true, sameSite: "lax", secure: ground.secure, path: "/" }),
  },
  address: request.ip,
  agent: headerOf(request, "user-agent")?.slice(0, 300) ?? "",
});

const gone = ({ raw }: FastifyReply): AbortSignal => {
  const controller = new AbortController();
  // Whoever hung up while they were being let in says so no more.
  if (raw.destroyed) controller.abort();
  raw.once("close", () => controller.abort());
  return controller.signal;
};

declare module "fastify" {
  interface FastifyRequest {
    who: Principal | null;
  }
  interface FastifyContextConfig {
    route?: Route;
  }
}
