import type { FastifyInstance, FastifyRequest } from "fastify";
import { z } from "zod";
import type { Route } from "../api/route.ts";
import { AppError } from "../errors.ts";

/**
 * Requests a minute: of an account, or of an address where nobody is signed in; of those of them at which a secret can
 * be guessed; of those of webhooks.
 */
export type PerMinute = { readonly all: number; readonly signIn: number; readonly hooks: number };

export const perMinute: PerMinute = { all: 3_000, signIn: 30, hooks: 120 };

/** So many people may be at work behind one address, each at a page that asks anew with every event. */
export const crowd = 20;

/**
 * All routes of a kind count together, so that a second route is no second chance.
 * @throws AppError `TOO_MANY_REQUESTS`
 */
export type Limit = (request: FastifyRequest) => Promise<void>;

export type Limits = {
  /** Before anybody looks who asks; null where the general limit is enough. */
  readonly ofAddress: (route: Route) => Limit | null;
  /** Once it is known who asks: of their account, from wherever; of their address where they are nobody. */
  readonly ofAnything: Limit;
  /** Where a secret can be guessed, besides; null where there is none. */
  readonly ofAccount: (route: Route) => Limit | null;
};

/** Counts for themselves, in memory that is bounded; a replica counts what comes to it. */
export const limitsOf = (app: FastifyInstance, most: PerMinute): Limits => {
  const guesses = limit(app, { max: most.signIn });
  const calls = limit(app, { max: most.hooks });
  const keyGenerator = ({ who }: FastifyRequest): string => who?.person.id ?? "";
  const proofs = limit(app, { max: most.signIn, keyGenerator });
  const [account, nobody] = [limit(app, { max: most.all, keyGenerator }), limit(app, { max: most.all })];
  return {
    ofAddress(route) {
      if (route.tag === "Hooks") return calls;
      // Whoever signs is signed in, and nine people behind one address sign within a minute.
      return takesSecret(route) && route.needs === "nobody" ? guesses : null;
    },
    ofAnything: (request) => (request.who === null ? nobody : account)(request),
    // Where nobody is signed in, the lockout counts for the name.
    ofAccount: (route) => (takesSecret(route) && route.needs !== "nobody" ? proofs : null),
  };
};

type Count = { readonly max: number; readonly keyGenerator?: (request: FastifyRequest) => string };

/** Without a key it goes by address, and of IPv6 by the network of one. */
const limit = (app: FastifyInstance, count: Count): Limit => {
  const counted = app.createRateLimit({ timeWindow: 60_000, ...count });
  return async (request) => {
    const now = await counted(request);
    if (now.isAllowed || !now.isExceeded) return;
    throw new AppError("TOO_MANY_REQUESTS", { address: request.ip, seconds: now.ttlInSeconds });
  };
};

/**
 * Whether something can be tried out there that should be nobody else's: whatever a route of sign-in takes (a password,
 * a code, a passkey's answer, an invitation), the proof of a signature, the code that confirms an app.
 */
export const takesSecret = ({ tag, needs, method, query, body }: Route): boolean => {
  // What only begins a sign-in is kept for minutes, and nobody shall fill the store with it.
  if (tag === "Sign-in") return needs === "nobody" && (method === "POST" || hasKeys(query));
  return body instanceof z.ZodObject && secretFields.some((field) => Object.hasOwn(body.shape, field));
};

const secretFields = ["proof", "password", "code"];

/** A record takes any keys. */
const hasKeys = (query: z.ZodType): boolean => !(query instanceof z.ZodObject) || Object.keys(query.shape).length > 0;
