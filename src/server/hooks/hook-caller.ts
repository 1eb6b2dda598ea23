import { noNarrowing } from "../../domain/access/permissions-of.ts";
import type { Actor } from "../../domain/release/commands.ts";
import { type Digest, digest } from "../../domain/units.ts";
import { AppError } from "../../errors.ts";
import { checkSignature, type SignatureGiven, tolerance } from "../../webhook-signature.ts";
import type { AccessDeps } from "../access/access-deps.ts";
import { hashOf } from "../access/secrets.ts";
import { standing } from "../access/standing.ts";
import type { Principal } from "../principal.ts";
import type { Hook } from "./open-hooks.ts";

/** What a call shows of who it comes from. */
export type Shown = {
  readonly who: Principal | null;
  readonly signature: SignatureGiven;
  readonly body: Uint8Array;
};

/**
 * The agent of a webhook: by the signature, or by a token of that agent where the sender cannot sign. A signature that
 * is given has to be right, whatever else is shown.
 *
 * @throws AppError `HOOK_REFUSED`, `HOOK_LATE`
 */
export const hookCaller = async (deps: AccessDeps, hook: Hook, { who, signature, body }: Shown): Promise<Principal> => {
  if (signature.signature === undefined) {
    if (who?.by.kind === "token" && who.person.id === hook.as) return who;
    throw new AppError("HOOK_REFUSED", { hook: hook.name });
  }
  const checked = checkSignature(hook.secret, signature, body, deps.now());
  if (checked === "late") throw new AppError("HOOK_LATE", { hook: hook.name, seconds: tolerance });
  // Who is no longer in headgate.yaml, or whose account is closed, acts by no secret either.
  const agent =
    checked === "right" ? await standing(deps, hook.as, { kind: "hook", id: hook.name }, noNarrowing) : null;
  if (agent === null) throw new AppError("HOOK_REFUSED", { hook: hook.name });
  return agent;
};

/** Under what a call is done once; null for one that has no id of its own. */
export const requestOf = ({ name }: Hook, { by }: Principal, { id }: SignatureGiven): Digest | null =>
  by.kind === "hook" && id !== undefined ? digestOf(["hook", name, id]) : null;

/**
 * `part`: of a call that brings several things, each of which is done once. What an administrator lets roll back is a
 * machine that measured, as our own probes are, and no agent that says something.
 */
export const hookActor = (hook: Hook, { person, by }: Principal, request: Digest | null, part: string): Actor => ({
  ...(hook.rollsBack ? { kind: "system", id: hook.name } : { kind: person.kind, id: person.id }),
  via: {
    ...(request === null ? {} : { request: digestOf([request, part]) }),
    ...(by.kind === "token" ? { token: by.id } : {}),
    hook: hook.name,
  },
});

export const digestOf = (value: unknown): Digest => digest(`sha256:${hashOf(JSON.stringify(value))}`);
