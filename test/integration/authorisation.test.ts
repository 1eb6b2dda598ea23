import { mkdir, writeFile } from "node:fs/promises";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import type { z } from "zod";
import type { Route } from "../../src/api/route.ts";
import { type CommandRoute, commandRoutes } from "../../src/api/routes/command-routes.ts";
import { loadProject } from "../../src/cli/project.ts";
import { accessStream } from "../../src/domain/access/events.ts";
import { instant } from "../../src/domain/units.ts";
import { acceptInvitation, invite } from "../../src/server/access/invitations.ts";
import { csrfOf } from "../../src/server/access/secrets.ts";
import { beginSession, sessionCookie } from "../../src/server/access/sessions.ts";
import { makeToken, revokeToken } from "../../src/server/access/token-desk.ts";
import { passphrase } from "../support/access.ts";
import { sampleOf } from "../support/sample-of.ts";
import { type ServedHome, serveHome } from "../support/serve.ts";
import { team, teamYaml } from "../support/team-yaml.ts";

/*
 * Every route of the server × everybody. Who may what is written here once more, by hand; nothing of it is taken from the
 * code under test but the list of routes, and of each what it says to need.
 */

type Permission = "see" | "prepare" | "operate" | "approve" | "administer";

const some = {
  role: ["see", "prepare", "operate", "approve"],
  looker: ["see"],
  agent: ["see", "prepare", "operate"],
  administrator: ["see", "administer"],
  nobody: [],
} as const satisfies Record<string, readonly Permission[]>;

/** Everybody, and what they may; `shows`: by what they come. */
const everybody: readonly (readonly [string, { may: readonly Permission[]; shows: string; account: string | null }])[] =
  [
    ...team.roles.map((id) => [id, { may: some.role, shows: `token ${id}`, account: id }] as const),
    ["deputy", { may: some.role, shows: "token dan", account: "dan" }],
    ["auditor", { may: some.looker, shows: "token max", account: "max" }],
    ["agent", { may: some.agent, shows: "token bot", account: "bot" }],
    ["agent's token that only sees", { may: some.looker, shows: "token bot see", account: "bot" }],
    ["administrator", { may: some.administrator, shows: "token rut", account: "rut" }],
    ["role in a browser", { may: some.role, shows: "session", account: "bo" }],
    ["nobody", { may: some.nobody, shows: "nothing", account: null }],
    ["revoked token", { may: some.nobody, shows: "revoked", account: null }],
    ["token that nobody made", { may: some.nobody, shows: "forged", account: null }],
    ["expired session", { may: some.nobody, shows: "expired", account: null }],
  ];

/** Commands that are for people alone. An agent's goes to the core, which refuses it in the release's own history. */
const agentsMay = ["propose", "requestCheck", "takeNote", "reportIssue", "raiseTrigger", "startRollout"];

const isIn = (name: string, shows: string, may: readonly Permission[], route: Route): boolean => {
  if (route.needs === "nobody") return true;
  if (may.length === 0) return false;
  if (route.needs === "signed in" || may.includes(route.needs)) return true;
  return name === "agent" && shows === "token bot" && route.tag === "Commands" && !agentsMay.includes(route.name);
};

const atTheDoor = ["NOT_SIGNED_IN", "NOT_PERMITTED", "TOKEN_REVOKED", "CSRF_MISSING"];
/** Somebody at the server's own machine. */
const ownerOf = (id: string) => ({ actor: { kind: "human", id }, may: null }) as const;
const device = { agent: "test", address: "127.0.0.1" };
const plenty = { all: 1e6, signIn: 1e6, hooks: 1e6 };
const hour = 3_600_000;

let served: ServedHome;
let at = Date.UTC(2026, 10, 30, 9);
const headers = new Map<string, Record<string, string>>();

const tokenFor = async (account: string, scopes: readonly Permission[]) => {
  const asked = { account, name: "test", scopes, until: instant(at + 365 * 24 * hour) };
  const { token, text } = await makeToken(served.access, ownerOf(account), asked);
  return { id: token.id, header: { authorization: `Bearer ${text}` } };
};

const sessionFor = async (account: string) => {
  const { cookie } = await beginSession(served.access, account, device);
  const csrf = csrfOf(cookie.split(".")[1]!);
  return { cookie: `${sessionCookie(served.access)}=${cookie}`, "x-headgate-csrf": csrf };
};

beforeAll(async () => {
  served = await serveHome({
    gate: "real",
    yaml: teamYaml.replace("  bot:", "  rut: { name: Rut Adler, email: rut@example.test }\n  bot:"),
    settings: "administrators: [rut]\n",
    now: () => instant(at),
    perMinute: plenty,
  });
  for (const id of [...team.roles, "dan"]) headers.set(`token ${id}`, (await tokenFor(id, some.role)).header);
  headers.set("token max", (await tokenFor("max", some.looker)).header);
  headers.set("token rut", (await tokenFor("rut", some.administrator)).header);
  headers.set("token bot", (await tokenFor("bot", some.agent)).header);
  headers.set("token bot see", (await tokenFor("bot", some.looker)).header);
  const revoked = await tokenFor("ada", some.role);
  await revokeToken(served.access, ownerOf("ada"), revoked.id);
  headers.set("revoked", revoked.header);
  headers.set("forged", { authorization: `Bearer hg_${"0".repeat(20)}_${"A".repeat(43)}` });
  headers.set("nothing", {});
  headers.set("expired", await sessionFor("ada"));
  at += hour;
  const { config, process } = await loadProject(served.home);
  const path = `${served.home}/build`;
  await mkdir(path);
  await writeFile(`${path}/server.mjs`, "// 1.0.0\n");
  const source = { version: "1.0.0", path, commit: "4f2a91c", authors: ["bo@example.test"], productionAt: null };
  await served.engine.open({ ...source, config, process, by: { kind: "human", id: "ada" } });
});

afterAll(() => served[Symbol.asyncDispose]());

type Answer = { readonly status: number; readonly code: string | null };

const ask = async (shows: string, method: string, path: string, body?: unknown, query = ""): Promise<Answer> => {
  const answer = await fetch(`${served.url}${path}${query}`, {
    method,
    headers: { ...headers.get(shows), ...(body === undefined ? {} : { "content-type": "application/json" }) },
    ...(body === undefined ? {} : { body: JSON.stringify(body) }),
  });
  if (answer.headers.get("content-type")?.includes("problem") === true)
    return { status: answer.status, code: ((await answer.json()) as { code: string }).code };
  await answer.body?.cancel();
  return { status: answer.status, code: null };
};

/** With a query that no route takes: who is let in is told so, and does nothing. */
const knock = (shows: string, { method, path }: Route): Promise<Answer> =>
  ask(shows, method, path.replace(/\{\w+\}/g, "x"), undefined, "?strange=1");

const refusals = async (after: number) =>
  (await served.engine.journal.read(accessStream, after)).filter(({ type }) => type === "RequestRefused");
const headOf = async (): Promise<number> => (await served.engine.journal.read(accessStream)).length;

describe("R198: every route × everybody: let in, or turned away and written down", () => {
  test.each(everybody)("%s", async (name, { may, shows, account }) => {
    // Refusals of nobody in particular are written a few hundred times an hour.
    at += hour;
    if (shows === "session") headers.set("session", await sessionFor("bo"));
    const before = await headOf();

    const wrong: string[] = [];
    const turned: string[] = [];
    for (const route of served.routes) {
      const { status, code } = await knock(shows, route);
      const wasIn = !atTheDoor.includes(code ?? "");
      if (wasIn !== isIn(name, shows, may, route)) wrong.push(`${route.name}: ${status} ${code}`);
      if (!wasIn) turned.push(`${route.name} ${code} ${account}`);
    }

    expect(wrong).toEqual([]);
    const written = (await refusals(before)).map(
      ({ data }) => data as { route: string; code: string; account: string },
    );
    expect(written.map(({ route, code, account: of }) => `${route} ${code} ${of}`)).toEqual(turned);
  });

  test("a browser that does not send the mark of its session changes nothing", async () => {
    const { cookie } = await sessionFor("bo");
    headers.set("unmarked", { cookie });
    const wrong: string[] = [];
    for (const route of served.routes) {
      const { code } = await knock("unmarked", route);
      const isLetIn = isIn("role", "", some.role, route) && (route.method === "GET" || route.needs === "nobody");
      if (isLetIn === atTheDoor.includes(code ?? "")) wrong.push(`${route.name}: ${code}`);
    }
    expect(wrong).toEqual([]);
  });

  test("what needs nobody to be signed in, or an administrator, is this and nothing else", () => {
    const namesOf = (needs: Route["needs"]) =>
      served.routes.filter((route) => route.needs === needs).map(({ name }) => name);
    expect(namesOf("nobody").toSorted()).toEqual(
      [
        ...["health", "ready", "openApi", "takeHook", "signInWays", "passkeyQuestion", "beginSignOn"],
        ...["endSignOn", "acceptInvitation", "signInByCode", "signInByPasskey", "signInByPassword"],
      ].toSorted(),
    );
    expect(namesOf("administer").toSorted()).toEqual([
      "disableAccount",
      "endSessionsOf",
      "inviteAccount",
      "listAccounts",
      "lockAccount",
      "unlockAccount",
    ]);
    expect(commandRoutes.filter(({ signs }) => signs).map(({ needs }) => needs)).toEqual(Array(5).fill("approve"));
  });

  test("there are routes of every kind, so that this proves something", () => {
    const needs = new Set(served.routes.map((route) => route.needs));
    expect([...needs].toSorted()).toEqual([
      "administer",
      "approve",
      "nobody",
      "operate",
      "prepare",
      "see",
      "signed in",
    ]);
    expect(served.routes.length).toBeGreaterThan(90);
    expect(new Set(served.routes.map(({ name }) => name)).size).toBe(served.routes.length);
  });
});

const pathOf = ({ path }: CommandRoute): string => path.replace("{release}", "shop-1.0.0");
const give = (shows: string, route: CommandRoute, body: object = bodyOf(route)) =>
  ask(shows, "POST", pathOf(route), body);
/** What goes back without people is no agent's to say, and the first of all severities does. */
const bodyOf = ({ body, name }: CommandRoute): object => ({
  ...(sampleOf(body as z.ZodType) as object),
  ...(name === "raiseTrigger" ? { severity: "low" } : {}),
});
const routeOf = (name: string): CommandRoute => commandRoutes.find((one) => one.name === name)!;
const lastOfRelease = async () => (await served.engine.history("shop-1.0.0")).at(-1);

describe("what the core refuses on a release", () => {
  const rollout = { requirement: "production.deploy" };

  test.each(team.roles.filter((id) => id !== "ada"))("R82: %s, of another role, starts no rollout", async (id) => {
    expect(await give(`token ${id}`, routeOf("startRollout"), rollout)).toEqual({ status: 403, code: "ROLE_MISSING" });
    expect(await lastOfRelease()).toMatchObject({
      type: "CommandRefused",
      actor: { kind: "human", id },
      data: { command: "StartRollout", code: "ROLE_MISSING", via: { token: expect.any(String) } },
    });
  });

  test.each(["ada", "dan"])("R82: %s, who holds the role or stands in, lacks no right", async (id) => {
    const { status, code } = await give(`token ${id}`, routeOf("startRollout"), rollout);
    // Nothing runs there yet that could be returned to.
    expect([status, code]).toEqual([409, "NO_BASELINE"]);
  });

  test.each(commandRoutes.map((route) => [route.name, route] as const))("R206: %s of an agent", async (name, route) => {
    const { status, code } = await give("token bot", route);
    if (agentsMay.includes(name)) return expect(code).not.toBe("AGENT_FORBIDDEN");
    expect([status, code]).toEqual([403, "AGENT_FORBIDDEN"]);
    expect(await lastOfRelease()).toMatchObject({
      type: "CommandRefused",
      actor: { kind: "agent", id: "bot" },
      data: { code: "AGENT_FORBIDDEN", delegator: "ada" },
    });
  });

  test.each(commandRoutes.filter(({ signs }) => signs).map((route) => [route.name, route] as const))(
    "R201: %s is a signature, and a token alone gives none",
    async (_, route) => {
      headers.set("session", await sessionFor("bo"));
      expect(await give("token ada", route)).toEqual({ status: 403, code: "PROOF_WANTED" });
      expect(await give("session", route)).toEqual({ status: 403, code: "PROOF_WANTED" });
    },
  );

  test("R199, R201: who asked for an exception does not grant it; somebody else does, with a password, and that stands there", async () => {
    const requirement = "entry.functional";
    const expires = new Date(at + 24 * hour).toISOString();
    const words = { reason: "flaky", risk: "low", control: "watched" };
    for (const id of ["dee", "ada"]) {
      const { text } = await invite(served.access, ownerOf("rut").actor, id);
      await acceptInvitation(served.access, { text, password: passphrase, address: device.address });
    }
    const grant = { requirement, proof: { password: passphrase } };

    const asked = await give("token dee", routeOf("requestWaiver"), { requirement, expires, ...words });
    const own = await give("token dee", routeOf("grantWaiver"), grant);
    const refused = await lastOfRelease();
    const wrong = await give("token ada", routeOf("grantWaiver"), { requirement, proof: { password: "guessed" } });
    const granted = await give("token ada", routeOf("grantWaiver"), grant);

    expect([asked.status, own.code, wrong.code, granted.status]).toEqual([200, "WAIVER_OWN", "PROOF_REFUSED", 200]);
    expect(refused).toMatchObject({ type: "CommandRefused", actor: { id: "dee" }, data: { code: "WAIVER_OWN" } });
    const last = await lastOfRelease();
    expect(last).toMatchObject({ type: "WaiverGranted", actor: { id: "ada" }, data: { via: { proof: "password" } } });
    expect(JSON.stringify(await served.engine.history("shop-1.0.0"))).not.toContain(passphrase);
  });
});
