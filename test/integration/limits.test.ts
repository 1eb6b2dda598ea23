import { expect, test } from "vitest";
import type { Route } from "../../src/api/route.ts";
import { accessStream } from "../../src/domain/access/events.ts";
import { takesSecret } from "../../src/server/limits.ts";
import { type ServedHome, serveHome } from "../support/serve.ts";

const perMinute = { all: 1_000, signIn: 30, hooks: 40 };
const byPassword = ["POST", "/api/v1/sign-in/password", { name: "nobody", password: "wrong" }] as const;

const codesOf = async (n: number, ask: () => ReturnType<ServedHome["ask"]>): Promise<readonly string[]> => {
  const codes: string[] = [];
  for (let i = 0; i < n; i++) codes.push(String(((await ask()).body as { code?: string }).code));
  return codes;
};

test("the 31st try of a minute at an address is too many, on whichever route of sign-in, and it is written down", async () => {
  await using served = await serveHome({ gate: "real", perMinute });
  const first = await codesOf(20, () => served.ask(null, "POST", "/api/v1/sign-in/code", { step: "a.b", code: "1" }));
  const others = await codesOf(10, () => served.ask(null, ...byPassword));

  const last = await served.ask(null, ...byPassword);

  expect([...first, ...others]).not.toContain("TOO_MANY_REQUESTS");
  expect(last).toMatchObject({ status: 429, body: { code: "TOO_MANY_REQUESTS", status: 429 } });
  expect(last.headers.get("content-type")).toContain("application/problem+json");
  expect(Number(last.headers.get("retry-after"))).toBeGreaterThan(0);
  expect(Number(last.headers.get("retry-after"))).toBeLessThanOrEqual(60);
  expect((await served.engine.journal.read(accessStream)).at(-1)).toMatchObject({
    type: "RequestRefused",
    data: { route: "signInByPassword", code: "TOO_MANY_REQUESTS", account: null },
  });
  // What takes no secret is not kept from anybody by that.
  expect(await served.ask(null, "GET", "/api/v1/sign-in")).toMatchObject({ status: 200 });
});

test("signatures are counted by account, from whichever address and however many sign at one; looking at things is not", async () => {
  await using served = await serveHome({ perMinute, behindProxy: ["127.0.0.1"] });
  const cancel = (as: string, address: string) =>
    served.ask(as, "POST", "/api/v1/releases/shop-1/commands/reject", {}, { "x-forwarded-for": address });
  for (let i = 0; i < 30; i++) await cancel("bo", `192.0.2.${i}`);

  const bo = await cancel("bo", "192.0.2.99");
  for (let i = 0; i < 29; i++) await cancel("ada", "192.0.2.99");
  const cy = await cancel("cy", "192.0.2.99");

  expect(bo).toMatchObject({ status: 429, body: { code: "TOO_MANY_REQUESTS" } });
  expect(cy).toMatchObject({ status: 400 });
  expect(await served.ask("bo", "GET", "/api/v1/releases")).toMatchObject({ status: 200 });
  expect(served.turned).toEqual([{ person: "bo", route: "reject", code: "TOO_MANY_REQUESTS" }]);
});

test("what one person asks is counted by account, so that nobody pays for who sits behind the same address", async () => {
  await using served = await serveHome({ perMinute: { ...perMinute, all: 40 } });
  const look = (as: string) => () => served.ask(as, "GET", "/api/v1/releases");
  for (const as of ["ada", "bo", "cy"]) expect(new Set(await codesOf(40, look(as)))).toEqual(new Set(["undefined"]));
  expect((await codesOf(1, look("ada"))).at(-1)).toBe("TOO_MANY_REQUESTS");
  expect(await look("max")()).toMatchObject({ status: 200 });
  expect(served.turned).toEqual([]);
});

test("webhooks have a limit of their own, and every route has the general one", async () => {
  await using served = await serveHome({ gate: "real", perMinute: { ...perMinute, all: 50 } });
  const hook = () => served.ask(null, "POST", "/api/v1/hooks/none", {});
  const codes = await codesOf(41, hook);
  expect(codes.slice(0, 40)).toEqual(Array.from({ length: 40 }, () => "HOOK_UNKNOWN"));
  expect(codes.at(-1)).toBe("TOO_MANY_REQUESTS");
  await codesOf(10, () => served.ask(null, "GET", "/healthz"));
  const over = await served.ask(null, "GET", "/healthz");
  expect(over).toMatchObject({ status: 429, body: { code: "TOO_MANY_REQUESTS" } });
  expect(Number(over.headers.get("retry-after"))).toBeGreaterThan(0);
});

test("whatever takes a password, a code, a passkey, an invitation or a proof is among those that are counted", async () => {
  await using served = await serveHome();
  const counted = served.routes.filter((route: Route) => takesSecret(route)).map(({ name }) => name);
  expect(counted.toSorted()).toEqual(
    [
      ...[
        "acceptInvitation",
        "beginSignOn",
        "endSignOn",
        "signInByCode",
        "signInByPasskey",
        "signInByPassword",
        "passkeyQuestion",
      ],
      ...["approve", "breakGlass", "grantWaiver", "reject", "takeUp"],
      ...["beginCodes", "changePassword", "confirmCodes", "inviteAccount", "makeToken"],
      ...["newPasskeyQuestion", "removeCodes", "removePasskey"],
    ].toSorted(),
  );
});
