import { z } from "zod";
import { permissions } from "../../domain/access/permission.ts";
import { route } from "../make-route.ts";
import { id, moment } from "../values.ts";
import { proof } from "./proof.ts";

const about = { tag: "Tokens", needs: "signed in" } as const;
const time = z.iso.datetime();

export const token = z.object({
  id: z.string(),
  account: z.string(),
  name: z.string(),
  scopes: z.array(z.enum(permissions)),
  madeAt: time,
  madeBy: z.string(),
  until: time,
  usedAt: time.nullable(),
  revokedAt: time.nullable(),
});

export type TokenAnswer = z.output<typeof token>;

export const listTokens = route({
  ...about,
  method: "GET",
  name: "listTokens",
  path: "/api/v1/tokens",
  summary: "One's own tokens and those of one's agents; an administrator sees all. Never what they are",
  answer: z.object({ tokens: z.array(token) }),
});

export const makeToken = route({
  ...about,
  method: "POST",
  name: "makeToken",
  path: "/api/v1/tokens",
  summary: "Make a token for oneself or an agent; its text is told here and never again",
  body: z.strictObject({
    account: id.optional().describe("Else oneself."),
    name: z.string().trim().min(1).max(100),
    scopes: z.array(z.enum(permissions)).max(permissions.length),
    until: moment.describe("A year from now at most."),
    proof: proof.optional(),
  }),
  answer: z.object({ token, text: z.string() }),
  refuses: ["ACCOUNT_UNKNOWN", "TOKEN_INVALID", "SESSION_WANTED", "PROOF_WANTED", "PROOF_REFUSED", "LOCKED"],
});

export const revokeToken = route({
  ...about,
  method: "DELETE",
  name: "revokeToken",
  path: "/api/v1/tokens/{token}",
  summary: "Revoke a token at once",
  params: z.strictObject({ token: id }),
  answer: token,
  refuses: ["TOKEN_UNKNOWN"],
});
