import type { CatalogueEntry } from "./entry.ts";

/** Of accounts, sign-in, sessions, tokens and permissions. None tells whether somebody is called so. */
export const accessErrors = {
  SIGN_IN_REFUSED: {
    exit: 4,
    status: 401,
    message: "Sign-in was refused: what was given does not belong together.",
    fix: "Check name, password and code. An administrator can send a new invitation: headgate account invite ID",
  },
  LETTER_REFUSED: {
    exit: 1,
    status: 502,
    message: "The channel {channel} did not take a letter: {problem}.",
    fix: "Check channels: in headgate.yaml; what happened stands in headgate account history.",
  },
  LOCKED: {
    exit: 4,
    status: 429,
    message: "Too many tries failed; nothing is heard before {until}.",
    fix: "Wait, sign in by another way, or ask an administrator: headgate account unlock ID",
  },
  SIGN_IN_UNAVAILABLE: {
    exit: 4,
    status: 409,
    message: "{way} is no way to sign in here.",
    fix: "See sign-in in server.yaml, and url there for passkeys.",
  },
  SINGLE_SIGN_ON_FAILED: {
    exit: 4,
    status: 401,
    message: "Single sign-on did not come to an end: {problem}.",
    fix: "Begin it again; if it lasts, an administrator compares sign-in.oidc in server.yaml with the provider.",
  },
  SESSION_WANTED: {
    exit: 4,
    status: 403,
    message: "{person} has to be signed in for this: a token never changes what opens its account.",
    fix: "Sign in with a browser.",
  },
  CSRF_MISSING: {
    exit: 4,
    status: 403,
    message: "The request does not carry the mark of this session.",
    fix: "Send it as x-headgate-csrf; GET /api/v1/me tells it. Tokens need none.",
  },
  PROOF_WANTED: {
    exit: 4,
    status: 403,
    message: "A signature needs proof of who gives it, at this moment; accepted: {accepted}.",
    fix: "Send it again with `proof`.",
  },
  PROOF_REFUSED: {
    exit: 4,
    status: 403,
    message: "What was given does not prove who signs; nothing was signed.",
    fix: "Try again; accepted: {accepted}.",
  },
  TOKEN_REVOKED: {
    exit: 4,
    status: 401,
    message: "The token {token} was revoked.",
    fix: "Make another one: headgate token make ID --name NAME",
  },
  TOKEN_UNKNOWN: { exit: 2, status: 404, message: "There is no token {token}.", fix: "List them: headgate token list" },
  TOKEN_INVALID: { exit: 2, status: 422, message: "No such token can be made: {problems}.", fix: "Mend it all." },
  SESSION_UNKNOWN: { exit: 2, status: 404, message: "There is no session {session}.", fix: "List those there are." },
  ACCOUNT_UNKNOWN: {
    exit: 2,
    status: 404,
    message: "Nobody under people: in headgate.yaml is called {account}.",
    fix: "List them: headgate account list",
  },
  ACCOUNT_OF_AGENT: {
    exit: 4,
    status: 409,
    message: "{account} is an agent, and agents never sign in.",
    fix: "Make it a token: headgate token make {account} --name NAME",
  },
  INVITATION_OVER: {
    exit: 4,
    status: 410,
    message: "This invitation is over, was used, or never was.",
    fix: "Ask an administrator for a new one: headgate account invite ID",
  },
  PASSWORD_WEAK: {
    exit: 2,
    status: 422,
    message: "This password cannot be used: {problems}.",
    fix: "Four or five words that have nothing to do with each other are easy to keep and hard to guess.",
  },
  CODE_REFUSED: {
    exit: 4,
    status: 422,
    message: "The code is not right, was used already, or nobody began this within the last minutes.",
    fix: "See that the clock of the device is right, and begin again.",
  },
  PASSKEY_REFUSED: {
    exit: 4,
    status: 422,
    message: "The passkey was not accepted: {problem}.",
    fix: "Begin again, on the address that stands as url in server.yaml.",
  },
  CREDENTIAL_UNKNOWN: {
    exit: 2,
    status: 404,
    message: "There is no such {credential} on this account.",
    fix: "See those there are: GET /api/v1/me",
  },
  LAST_CREDENTIAL: {
    exit: 4,
    status: 409,
    message: "This is the last way into the account.",
    fix: "Set up another one first.",
  },
} as const satisfies Readonly<Record<string, CatalogueEntry>>;
