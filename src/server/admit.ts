import type { FastifyRequest } from "fastify";
import type { Route } from "../api/route.ts";
import type { CommandRoute } from "../api/routes/command-routes.ts";
import { given } from "../domain/release/who-may.ts";
import { AppError } from "../errors.ts";
import type { Gatekeeper } from "./gatekeeper.ts";
import type { Principal } from "./principal.ts";

/**
 * Lets a request in, or turns it away before anything of it is read. Turning away is written down.
 * @throws AppError `NOT_SIGNED_IN`, `NOT_PERMITTED`, `CSRF_MISSING`
 */
export const admit = async (gate: Gatekeeper, route: Route, request: FastifyRequest): Promise<Principal | null> => {
  let who: Principal | null = null;
  try {
    who = await authenticate(gate, route, request);
    const refusal = whyNot(route, who);
    if (refusal !== null) throw refusal;
    return who;
  } catch (error) {
    if (error instanceof AppError && route.needs !== "nobody")
      await gate.refused(who, { route: route.name, code: error.code, address: request.ip });
    // Somebody with a worn-out cookie may sign in again.
    if (error instanceof AppError && route.needs === "nobody") return null;
    throw error;
  }
};

export const authenticate = (
  gate: Gatekeeper,
  route: Route,
  request: FastifyRequest,
  isUse = true,
): Promise<Principal | null> =>
  gate.authenticate({
    authorization: request.headers.authorization,
    cookie: (name) => request.cookies[name],
    csrf: headerOf(request, "x-headgate-csrf"),
    unsafe: route.method !== "GET",
    isUse,
    address: request.ip,
  });

const whyNot = (route: Route, who: Principal | null): AppError | null => {
  const { needs } = route;
  if (needs === "nobody") return null;
  if (who === null) return new AppError("NOT_SIGNED_IN", {});
  if (needs === "signed in" || who.permissions.has(needs) || isForTheCore(route, who)) return null;
  return new AppError("NOT_PERMITTED", { person: who.person.id, permission: needs });
};

/** What agents may never do is refused by the core, as on every surface, and stands in the release's own history (R206). */
const isForTheCore = (route: Route, { person, permissions }: Principal): boolean =>
  person.kind === "agent" && permissions.has("prepare") && isCommand(route) && given[route.command] === "people";

export const isCommand = (route: Route): route is CommandRoute => "command" in route;

export const headerOf = ({ headers }: FastifyRequest, name: string): string | undefined => {
  const value = headers[name];
  return Array.isArray(value) ? value[0] : value;
};
