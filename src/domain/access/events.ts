import type { Instant } from "../units.ts";
import type { Permission } from "./permission.ts";

/** How somebody came in. A token shows itself with each request, and is no way of signing in. */
export type Way = "password" | "password and code" | "password and recovery code" | "passkey" | "single sign-on";

export type CredentialKind = "password" | "one-time codes" | "passkey" | "single sign-on";

/**
 * What happened to accounts, sessions and tokens; the stream `access` of a journal. Who did it stands beside it, as the
 * actor of its entry. No secret and nothing that was typed in vain is in any of them: who mistakes the field types a
 * password where the name belongs. `account` is null where nobody is called so.
 */
export type AccessEvent = { readonly at: Instant } & (
  | { readonly type: "AccountInvited"; readonly account: string; readonly until: Instant }
  | { readonly type: "InvitationAccepted"; readonly account: string; readonly address: string }
  | { readonly type: "CredentialSet"; readonly account: string; readonly kind: CredentialKind; readonly name?: string }
  | {
      readonly type: "CredentialRemoved";
      readonly account: string;
      readonly kind: CredentialKind;
      readonly name?: string;
    }
  | { readonly type: "RecoveryCodeUsed"; readonly account: string; readonly left: number }
  | {
      readonly type: "SignedIn";
      readonly account: string;
      readonly by: Way;
      readonly session: string;
      readonly address: string;
    }
  /** `skipped`: how many like it were not written before it, for there were too many. */
  | {
      readonly type: "SignInRefused";
      readonly account: string | null;
      readonly why: string;
      readonly address: string;
      readonly skipped?: number;
    }
  | { readonly type: "SignedOut"; readonly account: string; readonly session: string }
  | {
      readonly type: "AccountLocked";
      readonly account: string;
      readonly until: Instant | null;
      readonly reason: string;
    }
  | { readonly type: "AccountUnlocked"; readonly account: string }
  | { readonly type: "AccountDisabled"; readonly account: string; readonly reason: string }
  | { readonly type: "SessionRevoked"; readonly account: string; readonly session: string }
  | { readonly type: "SessionsRevoked"; readonly account: string; readonly count: number; readonly reason: string }
  | {
      readonly type: "TokenMade";
      readonly account: string;
      readonly token: string;
      readonly name: string;
      readonly scopes: readonly Permission[];
      readonly until: Instant;
    }
  | { readonly type: "TokenRevoked"; readonly account: string; readonly token: string; readonly name: string }
  | { readonly type: "ProofRefused"; readonly account: string; readonly kind: string }
  | {
      readonly type: "RequestRefused";
      readonly account: string | null;
      readonly route: string;
      readonly code: string;
      readonly address: string;
      readonly skipped?: number;
    }
);

export const accessStream = "access";
