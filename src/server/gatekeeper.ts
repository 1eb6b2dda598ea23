import type { ProofGiven } from "../api/routes/proof.ts";
import type { Proof } from "../domain/release/commands.ts";
import type { ErrorCode } from "../errors.ts";
import type { Principal } from "./principal.ts";

/** What a request shows of who it comes from. */
export type Shown = {
  readonly authorization: string | undefined;
  readonly cookie: (name: string) => string | undefined;
  /** The header `x-headgate-csrf`; a session's request that changes something has to send it. */
  readonly csrf: string | undefined;
  readonly unsafe: boolean;
  /** Somebody did something now; a stream that is only left open keeps no session alive. */
  readonly isUse: boolean;
  readonly address: string;
};

/** Who comes in. */
export type Gatekeeper = {
  /** Null when nobody is shown. @throws AppError `NOT_SIGNED_IN`, `CSRF_MISSING` when what is shown is no good */
  authenticate(shown: Shown): Promise<Principal | null>;
  /** @throws AppError `PROOF_WANTED`, `PROOF_REFUSED`, `LOCKED` */
  reauthenticate(who: Principal, given: ProofGiven | undefined): Promise<Proof>;
  /** Writes down that somebody was turned away. */
  refused(who: Principal | null, what: { route: string; code: ErrorCode; address: string }): Promise<void>;
};
