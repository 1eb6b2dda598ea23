import { expect, test } from "vitest";
import { instant } from "../units.ts";
import { describeAccess } from "./describe-access.ts";
import type { AccessEvent } from "./events.ts";

const at = instant(Date.UTC(2026, 10, 1, 12));
const until = instant(Date.UTC(2026, 10, 2, 12));
const address = "192.0.2.7";

const told: readonly (readonly [AccessEvent, string])[] = [
  [{ type: "AccountInvited", at, account: "ada", until }, "ada invited by cleo, until 2026-11-02T12:00:00Z"],
  [{ type: "InvitationAccepted", at, account: "ada", address }, "ada accepted an invitation, from 192.0.2.7"],
  [{ type: "CredentialSet", at, account: "ada", kind: "passkey", name: "red\nkey" }, "ada set passkey red key"],
  [{ type: "CredentialRemoved", at, account: "ada", kind: "one-time codes" }, "one-time codes of ada removed by cleo"],
  [{ type: "RecoveryCodeUsed", at, account: "ada", left: 9 }, "ada used a recovery code; 9 are left"],
  [
    { type: "SignedIn", at, account: "ada", by: "password and code", session: "s1", address },
    "ada signed in by password and code, from 192.0.2.7",
  ],
  [
    { type: "SignInRefused", at, account: null, why: "unknown name", address, skipped: 12 },
    "sign-in of somebody unknown refused: unknown name, from 192.0.2.7, and 12 more before",
  ],
  [{ type: "SignedOut", at, account: "ada", session: "s1" }, "ada signed out"],
  [
    { type: "AccountLocked", at, account: "ada", until, reason: "5 tries failed" },
    "ada locked until 2026-11-02T12:00:00Z: 5 tries failed",
  ],
  [
    { type: "AccountLocked", at, account: "ada", until: null, reason: "lost laptop" },
    "ada locked until somebody unlocks it: lost laptop",
  ],
  [{ type: "AccountUnlocked", at, account: "ada" }, "ada unlocked by cleo"],
  [{ type: "AccountDisabled", at, account: "ada", reason: "left us" }, "ada disabled by cleo: left us"],
  [{ type: "SessionRevoked", at, account: "ada", session: "s1" }, "a session of ada ended by cleo"],
  [
    { type: "SessionsRevoked", at, account: "ada", count: 2, reason: "a new password" },
    "2 sessions of ada ended: a new password",
  ],
  [
    { type: "TokenMade", at, account: "bot", token: "t1", name: "ci", scopes: ["see", "prepare"], until },
    "token ci made for bot by cleo: see, prepare, until 2026-11-02T12:00:00Z",
  ],
  [{ type: "TokenRevoked", at, account: "bot", token: "t1", name: "ci" }, "token ci of bot revoked by cleo"],
  [{ type: "ProofRefused", at, account: "ada", kind: "code" }, "ada did not prove who they are: code"],
  [
    { type: "RequestRefused", at, account: "ada", route: "lock account", code: "NOT_PERMITTED", address },
    "lock account refused to ada: NOT_PERMITTED, from 192.0.2.7",
  ],
];

test.each(told)("$type: %s", (event, words) => {
  expect(describeAccess(event, "cleo")).toBe(words);
});
