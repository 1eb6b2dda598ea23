import { broken } from "./faults.mjs";
import { running } from "./version.mjs";

const security = {
  "x-content-type-options": "nosniff",
  "content-security-policy": "default-src 'self'; frame-ancestors 'none'",
  "referrer-policy": "same-origin",
};

/** An answer is a value, `{ status, headers, body }`; only `server.mjs` sends it. */
const answer = (type) => (status, body, headers) => ({ status, headers: { "content-type": type, ...headers }, body });

export const html = answer("text/html; charset=utf-8");
export const text = answer("text/plain; charset=utf-8");
export const json = (status, value, headers) => answer("application/json")(status, JSON.stringify(value), headers);

/** What every answer carries. The version is that of the code that ran, whatever the environment claims. */
export const stamp = ({ status, headers, body }) => ({
  status,
  headers: {
    ...(broken("headers") ? {} : security),
    "cache-control": "no-store",
    "x-shop-version": running.code,
    "content-length": Buffer.byteLength(body),
    ...headers,
  },
  body,
});
