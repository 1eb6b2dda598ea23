import type { CatalogueEntry } from "./entry.ts";

/** What the server refuses before anything is decided. */
export const serverErrors = {
  NOT_SIGNED_IN: {
    exit: 4,
    status: 401,
    message: "Nobody is signed in.",
    fix: "Sign in, or show a token: Authorization: Bearer …",
  },
  NOT_PERMITTED: {
    exit: 4,
    status: 403,
    message: "{person} may not do this: it needs the permission {permission}.",
    fix: "Ask somebody who has it, or an administrator of this server.",
  },
  ROUTE_UNKNOWN: {
    exit: 2,
    status: 404,
    message: "There is nothing at {method} {path}.",
    fix: "See what there is: GET /api/v1/openapi.json",
  },
  INPUT_INVALID: {
    exit: 2,
    status: 400,
    message: "The request has {count} problem(s):\n{problems}",
    fix: "Mend them all; what this route takes: GET /api/v1/openapi.json",
  },
  CURSOR_UNKNOWN: {
    exit: 2,
    status: 400,
    message: "No page of this server ends at {cursor}.",
    fix: "Use `next` of the page before as it is, or begin anew without a cursor.",
  },
  MEDIA_WRONG: {
    exit: 2,
    status: 415,
    message: "This route takes {wanted}, and the request says {given}.",
    fix: "Send the header Content-Type: {wanted}",
  },
  BODY_TOO_LARGE: {
    exit: 2,
    status: 413,
    message: "The request is larger than {most} bytes.",
    fix: "Send less; what is larger goes by the command line on the server's own machine.",
  },
  KEY_REUSED: {
    exit: 2,
    status: 422,
    message: "The key {key} was sent before with another request.",
    fix: "Send a new Idempotency-Key with each new request, and the same one only to repeat it.",
  },
  TOO_MANY_REQUESTS: {
    exit: 1,
    status: 429,
    message: "Too many requests from {address}.",
    fix: "Try again in {seconds} s.",
  },
  HOOK_UNKNOWN: {
    exit: 2,
    status: 404,
    message: "This server takes no webhook {hook}.",
    fix: "See webhooks: in server.yaml.",
  },
  HOOK_REFUSED: {
    exit: 4,
    status: 401,
    message: "The call of the webhook {hook} does not show that it may.",
    fix: "Sign it as Standard Webhooks say with the secret of webhooks.{hook} in server.yaml, or show a token of its agent.",
  },
  HOOK_LATE: {
    exit: 4,
    status: 401,
    message: "The call of the webhook {hook} was signed for another time: more than {seconds} s from now.",
    fix: "Sign each try anew, and see that the clocks of both machines are right.",
  },
  STOPPING: {
    exit: 1,
    status: 503,
    message: "This server is stopping.",
    fix: "Send it again: another replica, or this one after its start, will take it.",
  },
  SERVER_FILES_INVALID: {
    exit: 5,
    status: 503,
    message: "The server's own headgate.yaml cannot be used now, so nobody is let in.",
    fix: "On the server's machine: headgate check. Its log says what is wrong, too.",
  },
  SERVER_UNREACHABLE: {
    exit: 1,
    status: 502,
    message: "The server at {url} cannot be reached: {problem}.",
    fix: "Check HEADGATE_URL and whether the server runs: curl {url}/healthz",
  },
  SERVER_STRANGE: {
    exit: 1,
    status: 502,
    message: "What {url} answered is not Headgate's: {problem}.",
    fix: "Check HEADGATE_URL, and that both sides have the same version.",
  },
  NOT_YOURSELF: {
    exit: 4,
    status: 403,
    message: "The token is {person}'s, and --as says {as}.",
    fix: "Leave --as out, or set HEADGATE_TOKEN to a token of {as}.",
  },
  LOCAL_ONLY: {
    exit: 2,
    status: 400,
    message: "{act} runs where the server runs.",
    fix: "Do it on that machine, without HEADGATE_URL.",
  },
  UNEXPECTED: {
    exit: 1,
    status: 500,
    message: "Headgate failed, and nobody knows yet why.",
    fix: "This is a fault of Headgate. Report it with the request's id, {request}, and the server's log.",
  },
} as const satisfies Readonly<Record<string, CatalogueEntry>>;
