import { describe, expect, test } from "vitest";
import { instant } from "../../src/domain/units.ts";
import { freePort } from "../../src/free-port.ts";
import { lockAccount } from "../../src/server/access/account-desk.ts";
import { reauthenticate } from "../../src/server/access/reauthenticate.ts";
import { callbackPath } from "../../src/server/access/single-sign-on.ts";
import { principalOf } from "../support/access.ts";
import { client, openIdProvider } from "../support/openid-provider.ts";
import { serveAccess, type Visitor, visitor } from "../support/serve-access.ts";

type Groups = Readonly<Record<string, readonly ("see" | "prepare" | "operate" | "approve" | "administer")[]>>;

const begun = async (groups: Groups | null = null) => {
  const port = await freePort();
  const provider = await openIdProvider(`http://localhost:${port}${callbackPath}`);
  const oidc = {
    name: "Example",
    issuer: provider.issuer,
    client: client.id,
    secret: "$OIDC_SECRET",
    groupsClaim: "groups",
    groups: groups as Record<string, ("see" | "prepare" | "operate" | "approve" | "administer")[]> | null,
  };
  const served = await serveAccess({ signIn: { local: true, passwordSecret: null, oidc } }, [], port);
  // The provider's clock is the machine's.
  served.world.now = instant(Date.now());
  provider.claims.s1 = { email: "Ben@example.test", email_verified: true, groups: ["release-team"] };
  provider.who = "s1";
  const begin = async (at: Visitor, path = "/api/v1/sign-in/single-sign-on", body: object = {}) =>
    (await at.ask("POST", path, body)).body as { url: string };
  const signOn = async (at: Visitor, atProvider = new Map<string, string>()) => {
    const { url } = await begin(at);
    return at.ask("GET", callbackPath + (await provider.follow(url, atProvider)));
  };
  return {
    ...{ served, provider, world: served.world, begin, signOn, url: served.url },
    async [Symbol.asyncDispose]() {
      await served[Symbol.asyncDispose]();
      await provider[Symbol.asyncDispose]();
    },
  };
};

const failed = { status: 401, body: { code: "SINGLE_SIGN_ON_FAILED" } };
const refused = { status: 401, body: { code: "SIGN_IN_REFUSED" } };

describe("signs in by a real provider", () => {
  test("whoever has the address that it has verified, and from then on whoever is that subject", async () => {
    await using given = await begun();
    const ben = visitor(given.url);
    expect((await ben.ask("GET", "/api/v1/sign-in")).body).toEqual({ local: true, singleSignOn: { name: "Example" } });
    const back = await given.signOn(ben);
    expect(back).toMatchObject({ status: 200, body: expect.stringContaining('url=/"') });
    expect((await ben.ask("GET", "/api/v1/me")).body).toMatchObject({
      person: { id: "ben" },
      permissions: ["see", "prepare", "operate", "approve"],
      credentials: { password: false, singleSignOn: true },
    });
    given.provider.claims.s1 = { email: "new@example.test", email_verified: true };
    const again = visitor(given.url);
    expect(await given.signOn(again)).toMatchObject({ status: 200 });
    expect((await again.ask("GET", "/api/v1/me")).body).toMatchObject({ person: { id: "ben" } });
  });

  test.each([
    ["an address that was not verified", { email: "ben@example.test", email_verified: false }],
    ["a stranger's address", { email: "eve@example.test", email_verified: true }],
    ["an address with something added", { email: "ben+eve@example.test", email_verified: true }],
    ["the address of an agent", { email: "bot@example.test", email_verified: true }],
    ["no address", {}],
  ])("nobody by %s", async (_, claims) => {
    await using given = await begun();
    given.provider.claims.s1 = claims;
    const eve = visitor(given.url);
    expect(await given.signOn(eve)).toMatchObject(refused);
    expect(await eve.ask("GET", "/api/v1/me")).toMatchObject({ status: 401 });
    expect(given.world.events().map(({ type }) => type)).toContain("SignInRefused");
  });

  test("R200: no second subject for an account, whatever its address", async () => {
    await using given = await begun();
    await given.signOn(visitor(given.url));
    given.provider.claims.s2 = { email: "ben@example.test", email_verified: true };
    given.provider.who = "s2";
    expect(await given.signOn(visitor(given.url))).toMatchObject(refused);
  });

  test("R200: whoever gets the id of somebody else, and not whoever had it before", async () => {
    await using given = await begun();
    const before = visitor(given.url);
    await given.signOn(before);
    given.world.people = given.world.people.map((one) =>
      one.id === "ben" ? { ...one, emails: ["benedict@example.test"] } : one,
    );

    expect(await before.ask("GET", "/api/v1/me")).toMatchObject({ status: 401 });
    expect(await given.signOn(visitor(given.url))).toMatchObject(refused);
    given.provider.claims.s2 = { email: "benedict@example.test", email_verified: true };
    given.provider.who = "s2";
    expect(await given.signOn(visitor(given.url))).toMatchObject({ status: 200 });
    expect(await before.ask("GET", "/api/v1/me")).toMatchObject({ status: 401 });
    given.provider.who = "s1";
    expect(await given.signOn(visitor(given.url))).toMatchObject(refused);
  });

  test("nobody into an account that is locked", async () => {
    await using given = await begun();
    await lockAccount(given.world.deps, { kind: "human", id: "ada" }, { account: "ben", reason: "lost laptop" });
    expect(await given.signOn(visitor(given.url))).toMatchObject(refused);
  });

  test("groups take away what they do not give, and administer may come by one", async () => {
    await using given = await begun({ "release-team": ["see", "operate", "administer"], it: ["approve"] });
    const ben = visitor(given.url);
    await given.signOn(ben);
    expect((await ben.ask("GET", "/api/v1/me")).body).toMatchObject({ permissions: ["see", "operate", "administer"] });
    given.provider.claims.s1 = { email: "ben@example.test", email_verified: true };
    const groupless = visitor(given.url);
    await given.signOn(groupless);
    expect((await groupless.ask("GET", "/api/v1/me")).body).toMatchObject({ permissions: [] });
  });
});

describe("what comes back counts", () => {
  test("once, with the state it was begun with", async () => {
    await using given = await begun();
    const ben = visitor(given.url);
    const { url } = await given.begin(ben);
    const search = await given.provider.follow(url);
    const strange = search.replace(/state=[^&]+/, "state=made-up");
    expect(await ben.ask("GET", callbackPath + strange)).toMatchObject(failed);
    expect(await given.signOn(ben)).toMatchObject({ status: 200 });
    const { url: second } = await given.begin(ben);
    const once = callbackPath + (await given.provider.follow(second));
    const cookies = [...ben.cookies];
    expect(await ben.ask("GET", once)).toMatchObject({ status: 200 });
    for (const [name, value] of cookies) ben.cookies.set(name, value);
    expect(await ben.ask("GET", once)).toMatchObject(failed);
  });

  test("in the browser that began it: a link from somebody else signs nobody in", async () => {
    await using given = await begun();
    const { url } = await given.begin(visitor(given.url));
    const victim = visitor(given.url);
    expect(await victim.ask("GET", callbackPath + (await given.provider.follow(url)))).toMatchObject(failed);
    expect(victim.cookies.size).toBe(0);
  });

  test("with a code that was made for this, and not when somebody cancels", async () => {
    await using given = await begun();
    const [ben, other] = [visitor(given.url), visitor(given.url)];
    const [first, second] = [await given.begin(ben), await given.begin(other)];
    const [one, two] = [await given.provider.follow(first.url), await given.provider.follow(second.url)];
    const codeOf = (search: string) => new URLSearchParams(search).get("code")!;
    const swapped = one.replace(codeOf(one), codeOf(two));
    expect(await ben.ask("GET", callbackPath + swapped)).toMatchObject(failed);
    given.provider.who = null;
    expect(await given.signOn(visitor(given.url))).toMatchObject({
      ...failed,
      body: { values: { problem: "the provider said access_denied" } },
    });
  });

  test("within five minutes", async () => {
    await using given = await begun();
    const ben = visitor(given.url);
    const { url } = await given.begin(ben);
    const search = await given.provider.follow(url);
    given.world.pass(5);
    expect(await ben.ask("GET", callbackPath + search)).toMatchObject(failed);
  });
});

describe("R201: proves who signs", () => {
  const signedOn = async () => {
    const given = await begun();
    const [ben, atProvider] = [visitor(given.url), new Map<string, string>()];
    await given.signOn(ben, atProvider);
    await ben.readMark();
    const sign = async () =>
      reauthenticate(given.world.deps, await principalOf(given.world, ben.cookies.get("headgate")!));
    const prove = () => given.begin(ben, "/api/v1/me/proof/single-sign-on", { to: "/releases/shop-1.1.0" });
    return { given, ben, atProvider, sign, prove };
  };

  test("by asking anew, for one signature", async () => {
    const { given, ben, atProvider, sign, prove } = await signedOn();
    await using _ = given;
    await expect(sign()).rejects.toMatchObject({ code: "PROOF_WANTED" });
    const asked = given.provider.asked;
    const { url } = await prove();
    const back = await ben.ask("GET", callbackPath + (await given.provider.follow(url, atProvider)));
    expect(back).toMatchObject({ status: 200, body: expect.stringContaining("url=/releases/shop-1.1.0") });
    expect(given.provider.asked).toBe(asked + 1);
    expect(await sign()).toBe("single sign-on");
    await expect(sign()).rejects.toMatchObject({ code: "PROOF_WANTED" });
  });

  test("not when the provider asked nobody", async () => {
    const { given, ben, atProvider, sign, prove } = await signedOn();
    await using _ = given;
    given.world.pass(2);
    const quiet = new URL((await prove()).url);
    for (const name of ["prompt", "max_age"]) quiet.searchParams.delete(name);
    const asked = given.provider.asked;
    expect(await ben.ask("GET", callbackPath + (await given.provider.follow(quiet.href, atProvider)))).toMatchObject(
      failed,
    );
    expect(given.provider.asked).toBe(asked);
    await expect(sign()).rejects.toMatchObject({ code: "PROOF_WANTED" });
  });

  test("not by somebody else at the provider", async () => {
    const { given, ben, sign, prove } = await signedOn();
    await using _ = given;
    given.provider.claims.s2 = { email: "ada@example.test", email_verified: true };
    given.provider.who = "s2";
    const { url } = await prove();
    expect(await ben.ask("GET", callbackPath + (await given.provider.follow(url)))).toMatchObject(failed);
    await expect(sign()).rejects.toMatchObject({ code: "PROOF_WANTED" });
  });
});

test("a provider that does not answer is told so, and asked again later", async () => {
  const port = await freePort();
  const provider = await openIdProvider(`http://localhost:${port}${callbackPath}`);
  const { issuer } = provider;
  await provider[Symbol.asyncDispose]();
  const oidc = { name: "Example", issuer, client: "x", secret: "$OIDC_SECRET", groupsClaim: "groups", groups: null };
  await using served = await serveAccess({ signIn: { local: true, passwordSecret: null, oidc } }, [], port);
  for (let i = 0; i < 2; i++)
    expect(await visitor(served.url).ask("POST", "/api/v1/sign-in/single-sign-on", {})).toMatchObject(failed);
});
