import { rawAsk } from "./lib/raw.mjs";
import { post } from "./lib/shop.mjs";

const pages = ["/", "/product/p-1", "/search?q=a", "/cart", "/version", "/admin", "/no-such-page"];
const headers = [
  ["x-content-type-options", /^nosniff$/],
  ["content-security-policy", /frame-ancestors 'none'/],
  ["referrer-policy", /^(no-referrer|same-origin|strict-origin)$/],
];
const traversals = [
  "/../../../../etc/passwd",
  "/product/../package.json",
  "/%2e%2e/server.mjs",
  "/product/..%2fserver.mjs",
];
const methods = [
  ["DELETE", "/product/p-1"],
  ["PUT", "/"],
  ["TRACE", "/"],
  ["POST", "/admin"],
];
const tokens = ["none", "Bearer ", "Bearer undefined", "Bearer admin", "Basic YWRtaW46YWRtaW4="];

const statusIs = (wanted, { status }) => (status === wanted ? null : `answered ${status}, not ${wanted}`);

const headerCases = (ask) =>
  pages.flatMap((where) =>
    headers.map(([name, form]) => ({
      id: `header-${name}`,
      severity: "high",
      where,
      holds: async () => (form.test((await ask(where)).headers.get(name) ?? "") ? null : `${name} is missing or weak`),
    })),
  );

const adminCases = (ask) =>
  tokens.map((authorization) => ({
    id: "admin-open",
    severity: "critical",
    where: `/admin with ${authorization}`,
    holds: async () =>
      statusIs(401, await ask("/admin", authorization === "none" ? {} : { headers: { authorization } })),
  }));

const methodCases = (base) =>
  methods.map(([method, path]) => ({
    id: "method-allowed",
    severity: "medium",
    where: `${method} ${path}`,
    holds: async () => statusIs(405, await rawAsk(base, method, path)),
  }));

const traversalCases = (base) =>
  traversals.map((where) => ({
    id: "path-traversal",
    severity: "critical",
    where,
    holds: async () => {
      const { status, body } = await rawAsk(base, "GET", where);
      if (/root:.*:0:0:|createServer|"engines"/.test(body)) return "it gave away a file of the server";
      return status === 404 || status === 400 ? null : `answered ${status}, not 404`;
    },
  }));

const inputCases = (ask) => [
  {
    id: "script-reflected",
    severity: "high",
    where: "/search",
    holds: async () =>
      (await ask(`/search?q=${encodeURIComponent("<script>alert(1)</script>")}`)).body.includes("<script>")
        ? "a script in the search words comes back as markup"
        : null,
  },
  {
    id: "cookie-flags",
    severity: "medium",
    where: "POST /cart",
    holds: async () => {
      const cookie = (await ask("/cart", post({ product: "p-1" }))).headers.get("set-cookie") ?? "";
      return /HttpOnly/.test(cookie) && /SameSite=(Lax|Strict)/.test(cookie)
        ? null
        : "the cookie lacks HttpOnly or SameSite";
    },
  },
  {
    id: "body-limit",
    severity: "medium",
    where: "POST /cart",
    holds: async () => statusIs(413, await ask("/cart", post({ product: "x".repeat(100_000) }))),
  },
  {
    id: "software-named",
    severity: "low",
    where: "/",
    holds: async () => ((await ask("/")).headers.has("x-powered-by") ? "an answer names the software" : null),
  },
];

/** @returns cases for `findingsOf` */
export const securityCases = (base, ask) => [
  ...headerCases(ask),
  ...adminCases(ask),
  ...methodCases(base),
  ...traversalCases(base),
  ...inputCases(ask),
];
