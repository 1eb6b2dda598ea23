import { z } from "zod";
import { route } from "../make-route.ts";
import { id, text } from "../values.ts";
import { proof } from "./proof.ts";

const about = { tag: "Accounts", needs: "administer" } as const;
const params = z.strictObject({ account: id });
const because = z.strictObject({ reason: text.trim().min(1) });
const time = z.iso.datetime();

export const account = z.object({
  id: z.string(),
  name: z.string(),
  kind: z.enum(["human", "agent"]),
  state: z.enum(["open", "none", "invited", "locked", "disabled"]),
  credentials: z.array(z.enum(["password", "one-time codes", "passkey", "single sign-on"])),
  sessions: z.int(),
  tokens: z.int(),
  lockedUntil: time.nullable().describe("Until when too many failed tries lock its password."),
});

export type AccountAnswer = z.output<typeof account>;

export const listAccounts = route({
  ...about,
  method: "GET",
  name: "listAccounts",
  path: "/api/v1/accounts",
  summary: "Everybody in headgate.yaml, and how their accounts stand",
  answer: z.object({
    accounts: z.array(account),
  }),
});

export const inviteAccount = route({
  ...about,
  method: "POST",
  name: "inviteAccount",
  path: "/api/v1/accounts/{account}/invitation",
  summary: "A link by which its owner sets a password, once and within a day; also after they lost everything",
  params,
  body: z.strictObject({ proof: proof.optional() }),
  answer: z.object({ link: z.string(), until: time }),
  refuses: ["ACCOUNT_UNKNOWN", "ACCOUNT_OF_AGENT", "SIGN_IN_UNAVAILABLE", "PROOF_WANTED", "PROOF_REFUSED", "LOCKED"],
});

export const lockAccount = route({
  ...about,
  method: "POST",
  name: "lockAccount",
  path: "/api/v1/accounts/{account}/lock",
  summary: "Let nobody in by it until it is unlocked, and end its sessions",
  params,
  body: because,
  answer: null,
  refuses: ["ACCOUNT_UNKNOWN"],
});

export const unlockAccount = route({
  ...about,
  method: "POST",
  name: "unlockAccount",
  path: "/api/v1/accounts/{account}/unlock",
  summary: "Lift a lock, whether a person or too many failed tries set it",
  params,
  answer: null,
  refuses: ["ACCOUNT_UNKNOWN"],
});

export const disableAccount = route({
  ...about,
  method: "POST",
  name: "disableAccount",
  path: "/api/v1/accounts/{account}/disabling",
  summary: "Take everything that opens it away: credentials, sessions and tokens",
  params,
  body: because,
  answer: null,
  refuses: ["ACCOUNT_UNKNOWN"],
});

export const endSessionsOf = route({
  ...about,
  method: "DELETE",
  name: "endSessionsOf",
  path: "/api/v1/accounts/{account}/sessions",
  summary: "End every session of an account",
  params,
  answer: z.object({ count: z.int() }),
  refuses: ["ACCOUNT_UNKNOWN"],
});
