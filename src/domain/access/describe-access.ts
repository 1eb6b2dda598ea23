import type { Instant } from "../units.ts";
import type { AccessEvent } from "./events.ts";

/** One sentence on what happened to an account. `by`: who did it. */
export const describeAccess = (event: AccessEvent, by: string): string => oneLine(words(event, by));

/** It is printed on terminals, whatever a name or a reason held. */
const oneLine = (text: string): string => text.replace(/[\s\p{Cc}\p{Bidi_Control}]+/gu, " ").trim();

const words = (event: AccessEvent, by: string): string => {
  switch (event.type) {
    case "AccountInvited":
      return `${event.account} invited by ${by}, until ${time(event.until)}`;
    case "InvitationAccepted":
      return `${event.account} accepted an invitation, from ${event.address}`;
    case "CredentialSet":
      return `${event.account} set ${credential(event)}`;
    case "CredentialRemoved":
      return `${credential(event)} of ${event.account} removed by ${by}`;
    case "RecoveryCodeUsed":
      return `${event.account} used a recovery code; ${event.left} are left`;
    case "SignedIn":
      return `${event.account} signed in by ${event.by}, from ${event.address}`;
    case "SignInRefused":
      return `sign-in of ${event.account ?? "somebody unknown"} refused: ${event.why}, from ${event.address}${skipped(event)}`;
    case "SignedOut":
      return `${event.account} signed out`;
    case "AccountLocked":
      return `${event.account} locked ${event.until === null ? "until somebody unlocks it" : `until ${time(event.until)}`}: ${event.reason}`;
    case "AccountUnlocked":
      return `${event.account} unlocked by ${by}`;
    case "AccountDisabled":
      return `${event.account} disabled by ${by}: ${event.reason}`;
    case "SessionRevoked":
      return `a session of ${event.account} ended by ${by}`;
    case "SessionsRevoked":
      return `${event.count === 1 ? "one session" : `${event.count} sessions`} of ${event.account} ended: ${event.reason}`;
    case "TokenMade":
      return `token ${event.name} made for ${event.account} by ${by}: ${event.scopes.join(", ")}, until ${time(event.until)}`;
    case "TokenRevoked":
      return `token ${event.name} of ${event.account} revoked by ${by}`;
    case "ProofRefused":
      return `${event.account} did not prove who they are: ${event.kind}`;
    case "RequestRefused":
      return `${event.route} refused to ${event.account ?? "somebody unknown"}: ${event.code}, from ${event.address}${skipped(event)}`;
  }
};

const time = (at: Instant): string => new Date(at).toISOString().replace(/\.\d+Z$/, "Z");

const credential = ({ kind, name }: { readonly kind: string; readonly name?: string }): string =>
  name === undefined ? kind : `${kind} ${name}`;

const skipped = ({ skipped: n = 0 }: { readonly skipped?: number }): string =>
  n === 0 ? "" : `, and ${n} more before`;
