import { AppError } from "../../errors.ts";
import type { Shown } from "../gatekeeper.ts";
import type { Principal } from "../principal.ts";
import type { AccessDeps } from "./access-deps.ts";
import { csrfOf, isSame } from "./secrets.ts";
import { openSession, sessionCookie } from "./sessions.ts";
import { standing } from "./standing.ts";
import { openToken } from "./tokens.ts";

/**
 * Who a request comes from; null when it shows nothing. A token goes before a cookie: a program that shows one means it.
 *
 * @throws AppError `NOT_SIGNED_IN`, `TOKEN_REVOKED`, `CSRF_MISSING` when what is shown is no good
 */
export const authenticate = async (deps: AccessDeps, shown: Shown): Promise<Principal | null> => {
  if (shown.authorization !== undefined) return byToken(deps, shown.authorization);
  const cookie = shown.cookie(sessionCookie(deps));
  return cookie === undefined || cookie === "" ? null : bySession(deps, cookie, shown);
};

const byToken = async (deps: AccessDeps, authorization: string): Promise<Principal> => {
  const [, text = ""] = /^Bearer +(\S+)$/i.exec(authorization) ?? [];
  const token = await openToken(deps, text);
  if (token === null) throw new AppError("NOT_SIGNED_IN", {});
  if (token.revokedAt !== null) throw new AppError("TOKEN_REVOKED", { token: token.name });
  const by = { kind: "token", id: token.id } as const;
  const who = await standing(deps, token.account, by, { groups: null, scopes: token.scopes });
  if (who === null) throw new AppError("NOT_SIGNED_IN", {});
  return who;
};

const bySession = async (deps: AccessDeps, cookie: string, { csrf, unsafe, isUse }: Shown): Promise<Principal> => {
  const opened = await openSession(deps, cookie, isUse);
  if (opened === null) throw new AppError("NOT_SIGNED_IN", {});
  const { session, secret } = opened;
  const mark = csrfOf(secret);
  const by = { kind: "session", id: session.id, csrf: mark } as const;
  const who = await standing(deps, session.account, by, { groups: session.groups, scopes: null });
  if (who === null) throw new AppError("NOT_SIGNED_IN", {});
  if (unsafe && (csrf === undefined || !isSame(csrf, mark))) throw new AppError("CSRF_MISSING", {});
  return who;
};
