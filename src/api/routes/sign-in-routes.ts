import { z } from "zod";
import { route } from "../make-route.ts";

/** What nobody needs to be signed in for. None may be repeated by a key: what they answer opens something. */
const open = { method: "POST", tag: "Sign-in", needs: "nobody" } as const;

const secret = z.string().min(1).max(300);
/** As long as nobody's password is, so that a wrong one is said to be wrong and not malformed. */
export const passwordText = z.string().max(1_024);
/** Of an authenticator: objects of WebAuthn as JSON. */
export const authenticatorData = z.record(z.string(), z.unknown());
/** A path of this server; never one of another. */
export const localPath = z
  .string()
  .max(300)
  .regex(/^\/(?:[\w\-.~%?#&=][\w\-./~%?#&=]*)?$/, "write a path of this server, such as /releases")
  .default("/");

export const signInWays = route({
  ...open,
  method: "GET",
  name: "signInWays",
  path: "/api/v1/sign-in",
  summary: "By what people sign in here",
  answer: z.object({ local: z.boolean(), singleSignOn: z.object({ name: z.string() }).nullable() }),
});

export const signedIn = z.object({
  signedIn: z.boolean(),
  step: z.string().nullable().describe("Where a code is asked for now: send it with this."),
});

export const signInByPassword = route({
  ...open,
  name: "signInByPassword",
  path: "/api/v1/sign-in/password",
  summary: "Sign in by name and password; whoever has set up one-time codes is asked for one then",
  body: z.strictObject({ name: z.string().min(1).max(200), password: passwordText }),
  answer: signedIn,
  refuses: ["SIGN_IN_REFUSED", "LOCKED", "SIGN_IN_UNAVAILABLE"],
});

export const signInByCode = route({
  ...open,
  name: "signInByCode",
  path: "/api/v1/sign-in/code",
  summary: "The one-time code, or a recovery code, after the password",
  body: z.strictObject({ step: secret, code: z.string().min(1).max(64) }),
  answer: signedIn,
  refuses: ["SIGN_IN_REFUSED", "LOCKED"],
});

export const passkeyQuestion = route({
  ...open,
  name: "passkeyQuestion",
  path: "/api/v1/sign-in/passkey/question",
  summary: "What to ask a browser's authenticator for a sign-in (PublicKeyCredentialRequestOptionsJSON)",
  answer: authenticatorData,
  refuses: ["SIGN_IN_UNAVAILABLE"],
});

export const signInByPasskey = route({
  ...open,
  name: "signInByPasskey",
  path: "/api/v1/sign-in/passkey",
  summary: "Sign in by what the authenticator answered",
  body: z.strictObject({ answer: authenticatorData }),
  answer: signedIn,
  refuses: ["SIGN_IN_REFUSED", "SIGN_IN_UNAVAILABLE"],
});

export const beginSignOn = route({
  ...open,
  name: "beginSignOn",
  path: "/api/v1/sign-in/single-sign-on",
  summary: "Begin a single sign-on: where to send the browser",
  body: z.strictObject({ to: localPath }),
  answer: z.object({ url: z.string() }),
  refuses: ["SIGN_IN_UNAVAILABLE", "SINGLE_SIGN_ON_FAILED"],
});

export const endSignOn = route({
  ...open,
  method: "GET",
  name: "endSignOn",
  path: "/api/v1/sign-in/single-sign-on/callback",
  summary: "Where the provider sends the browser back to",
  query: z.record(z.string().max(100), z.string().max(8_000)),
  answer: "text/html",
  refuses: ["SIGN_IN_REFUSED", "SINGLE_SIGN_ON_FAILED"],
});

export const acceptInvitation = route({
  ...open,
  name: "acceptInvitation",
  path: "/api/v1/sign-in/invitation",
  summary: "Set the password of a new account, or of one whose owner lost everything",
  body: z.strictObject({ invitation: secret, password: passwordText }),
  answer: z.object({ account: z.string() }),
  refuses: ["INVITATION_OVER", "PASSWORD_WEAK"],
});

export const signOut = route({
  ...open,
  needs: "signed in",
  name: "signOut",
  path: "/api/v1/sign-out",
  summary: "End this session",
  answer: null,
  refuses: ["SESSION_WANTED"],
});
