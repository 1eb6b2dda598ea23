import type { Instant } from "../../domain/units.ts";
import { AppError, type ErrorCode } from "../../errors.ts";
import { actorOf } from "../call.ts";
import type { Principal } from "../principal.ts";
import type { AccessDeps } from "./access-deps.ts";
import { recordAccess, unknownActor } from "./record-access.ts";

type What = { readonly route: string; readonly code: ErrorCode; readonly address: string };

/** Writes down that somebody was turned away. */
export const recordRefused = async (deps: AccessDeps, who: Principal | null, what: What): Promise<void> => {
  if (who !== null)
    return recordAccess(deps, actorOf({ who, request: null }), {
      type: "RequestRefused",
      account: who.person.id,
      ...what,
    });
  const skipped = deps.flood(deps.now());
  if (skipped === null) return;
  const note = skipped === 0 ? {} : { skipped };
  await recordAccess(deps, unknownActor, { type: "RequestRefused", account: null, ...what, ...note });
};

/** What a sign-in came to nothing over. `lock`: until when it locked the name. */
type Failed = {
  /** Null: nobody is called so. What was typed is not repeated. */
  readonly account: string | null;
  readonly why: string;
  readonly address: string;
  readonly lock: Instant | null;
};

/** Writes it down, and refuses in the same words whatever it was. @throws AppError `SIGN_IN_REFUSED`, always */
export const refuseSignIn = async (deps: AccessDeps, { account, why, address, lock }: Failed): Promise<never> => {
  const skipped = account === null ? deps.flood(deps.now()) : 0;
  if (skipped !== null) {
    const note = skipped === 0 ? {} : { skipped };
    await recordAccess(
      deps,
      unknownActor,
      { type: "SignInRefused", account, why, address, ...note },
      ...(lock === null || account === null ? [] : [lockedBy(account, lock)]),
    );
  }
  throw new AppError("SIGN_IN_REFUSED", {});
};

export const lockedBy = (account: string, until: Instant) =>
  ({ type: "AccountLocked", account, until, reason: "too many tries failed" }) as const;
