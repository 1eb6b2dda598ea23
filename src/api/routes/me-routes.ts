import { z } from "zod";
import { permissions } from "../../domain/access/permission.ts";
import { route } from "../make-route.ts";
import { proof } from "./proof.ts";
import { authenticatorData, localPath, passwordText } from "./sign-in-routes.ts";

/** About oneself; whoever is signed in. Answers may hold what is told once. */
const own = { tag: "Own account", needs: "signed in" } as const;
const proved = { proof: proof.optional() };
const proofs = ["SESSION_WANTED", "PROOF_WANTED", "PROOF_REFUSED", "LOCKED"] as const;
const time = z.iso.datetime();
const keyName = z.string().trim().min(1).max(100);

const passkey = z.object({ id: z.string(), name: z.string(), madeAt: time, usedAt: time.nullable() });

export const me = route({
  ...own,
  method: "GET",
  name: "me",
  path: "/api/v1/me",
  summary: "Who is signed in, what they may do, and by what they come in",
  answer: z.object({
    person: z.object({ id: z.string(), name: z.string(), kind: z.enum(["human", "agent"]) }),
    permissions: z.array(z.enum(permissions)),
    by: z.enum(["session", "token"]),
    csrf: z.string().nullable().describe("Send it as x-headgate-csrf with whatever changes something."),
    credentials: z.object({
      password: z.boolean(),
      codes: z.object({ recoveryLeft: z.int() }).nullable(),
      passkeys: z.array(passkey),
      singleSignOn: z.boolean(),
    }),
  }),
});

export const changePassword = route({
  ...own,
  method: "PUT",
  name: "changePassword",
  path: "/api/v1/me/password",
  summary: "Set another password; every other session ends",
  body: z.strictObject({ password: passwordText, ...proved }),
  answer: null,
  refuses: [...proofs, "PASSWORD_WEAK"],
});

export const beginCodes = route({
  ...own,
  method: "POST",
  name: "beginCodes",
  path: "/api/v1/me/codes",
  summary: "Begin to set up one-time codes: a secret for an authenticator app",
  body: z.strictObject(proved),
  answer: z.object({ secret: z.string(), uri: z.string() }),
  refuses: proofs,
});

export const confirmCodes = route({
  ...own,
  method: "POST",
  name: "confirmCodes",
  path: "/api/v1/me/codes/confirmation",
  summary: "Show that the app works; from now on sign-in asks for a code",
  body: z.strictObject({ code: z.string().min(1).max(64) }),
  answer: z.object({ recovery: z.array(z.string()).describe("Each opens the account once; they are told once.") }),
  refuses: ["SESSION_WANTED", "CODE_REFUSED", "LOCKED"],
});

export const removeCodes = route({
  ...own,
  method: "POST",
  name: "removeCodes",
  path: "/api/v1/me/codes/removal",
  summary: "No more one-time codes",
  body: z.strictObject(proved),
  answer: null,
  refuses: [...proofs, "CREDENTIAL_UNKNOWN"],
});

export const newPasskeyQuestion = route({
  ...own,
  method: "POST",
  name: "newPasskeyQuestion",
  path: "/api/v1/me/passkeys/question",
  summary: "What to ask a browser's authenticator for a new passkey (PublicKeyCredentialCreationOptionsJSON)",
  body: z.strictObject(proved),
  answer: authenticatorData,
  refuses: [...proofs, "SIGN_IN_UNAVAILABLE"],
});

export const addPasskey = route({
  ...own,
  method: "POST",
  name: "addPasskey",
  path: "/api/v1/me/passkeys",
  summary: "Keep the passkey that the authenticator made",
  body: z.strictObject({ name: keyName, answer: authenticatorData }),
  answer: passkey,
  refuses: ["SESSION_WANTED", "PASSKEY_REFUSED", "SIGN_IN_UNAVAILABLE"],
});

export const removePasskey = route({
  ...own,
  method: "POST",
  name: "removePasskey",
  path: "/api/v1/me/passkeys/removal",
  summary: "Forget a passkey",
  body: z.strictObject({ id: z.string().min(1).max(1_500), ...proved }),
  answer: null,
  refuses: [...proofs, "CREDENTIAL_UNKNOWN", "LAST_CREDENTIAL"],
});

export const proofQuestion = route({
  ...own,
  method: "POST",
  name: "proofQuestion",
  path: "/api/v1/me/proof/passkey",
  summary: "What to ask the authenticator before a signature; its answer is `proof.passkey`",
  answer: authenticatorData,
  refuses: ["SIGN_IN_UNAVAILABLE"],
});

export const proveBySignOn = route({
  ...own,
  method: "POST",
  name: "proveBySignOn",
  path: "/api/v1/me/proof/single-sign-on",
  summary: "Begin a single sign-on that counts as proof for one signature of the next two minutes",
  body: z.strictObject({ to: localPath }),
  answer: z.object({ url: z.string() }),
  refuses: ["SESSION_WANTED", "SIGN_IN_UNAVAILABLE", "SINGLE_SIGN_ON_FAILED"],
});

export const listSessions = route({
  ...own,
  method: "GET",
  name: "listSessions",
  path: "/api/v1/me/sessions",
  summary: "Where one is signed in",
  answer: z.object({
    sessions: z.array(
      z.object({
        id: z.string(),
        agent: z.string(),
        address: z.string(),
        begunAt: time,
        usedAt: time,
        current: z.boolean(),
      }),
    ),
  }),
});

export const endSession = route({
  ...own,
  method: "DELETE",
  name: "endSession",
  path: "/api/v1/me/sessions/{session}",
  summary: "End one of one's sessions",
  params: z.strictObject({ session: z.string().max(100) }),
  answer: null,
  refuses: ["SESSION_UNKNOWN"],
});

export const endOtherSessions = route({
  ...own,
  method: "DELETE",
  name: "endOtherSessions",
  path: "/api/v1/me/sessions",
  summary: "End all of one's sessions but this one",
  answer: z.object({ count: z.int() }),
});
