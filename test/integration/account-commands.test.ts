import { describe, expect, test } from "vitest";
import { passphrase } from "../support/access.ts";
import { shell } from "../support/headgate.ts";
import { visitor } from "../support/serve-access.ts";
import { startHeadgate } from "../support/start-headgate.ts";
import { teamYaml } from "../support/team-yaml.ts";
import { until } from "../support/until.ts";

const begun = async (settings = "administrators: [ada]\n") => {
  const at = await shell();
  await at.write("headgate.yaml", teamYaml);
  await at.write("server.yaml", settings);
  return at;
};

const linkIn = (out: string): string => /\/invitation#(\S+)/.exec(out)?.[1] ?? "";

describe("on the server's own machine", () => {
  test("from an invitation to a token that a running server knows, and knows no more", async () => {
    await using at = await begun();
    const invited = await at.headgate("account", "invite", "ada");
    expect(invited).toMatchObject({ exit: 0, err: "" });
    expect(invited.out).toMatch(/^http:\/\/localhost:8090\/invitation#ada\.[\w-]{43}\nFor ada alone, once, until /);
    await using server = startHeadgate(at.path, "serve", "--no-conduct", "--port", "0");
    await until("the server listens", () => /listens at \S+/.test(server.said()), 30_000);
    const ada = visitor(/listens at (\S+)/.exec(server.said())![1]!);
    const accepted = { invitation: linkIn(invited.out), password: passphrase };
    expect(await ada.ask("POST", "/api/v1/sign-in/invitation", accepted)).toMatchObject({ status: 200 });
    const signIn = { name: "ada", password: passphrase };
    expect(await ada.ask("POST", "/api/v1/sign-in/password", signIn)).toMatchObject({ status: 200 });
    expect((await ada.ask("GET", "/api/v1/me")).body).toMatchObject({
      permissions: ["see", "prepare", "operate", "approve", "administer"],
    });

    const made = await at.headgate("token", "make", "bot", "--name", "ci", "--as", "ada", "--json");
    const { text, token } = JSON.parse(made.out) as { text: string; token: { id: string } };
    const bot = visitor(/listens at (\S+)/.exec(server.said())![1]!);
    const show = () => bot.ask("GET", "/api/v1/me", undefined, { authorization: `Bearer ${text}` });
    expect(await show()).toMatchObject({ status: 200, body: { person: { id: "bot" }, by: "token" } });
    expect((await at.headgate("token")).out).toMatch(/ {2}bot {6}ci {4}see prepare operate {2}\d{4}-/);
    await at.headgate("token", "revoke", token.id, "--as", "ada");
    expect(await show()).toMatchObject({ status: 401, body: { code: "TOKEN_REVOKED" } });

    await at.headgate("account", "lock", "ada", "--reason", "a lost laptop", "--as", "bo");
    expect(await ada.ask("GET", "/api/v1/me")).toMatchObject({ status: 401 });
    expect((await at.headgate("account")).out).toMatch(/ada +Ada Reyes +locked +password +0 +0/);
    const told = (await at.headgate("account", "history")).out;
    expect(told).toMatch(/^\d{4}-\d\d-\d\d \S+Z {2}ada invited by command line, until /);
    expect(told).toMatch(/ {2}ada signed in by password, from 127.0.0.1\n/);
    expect(told).toMatch(/ {2}token ci of bot revoked by ada\n/);
    expect(told).not.toContain(text.slice(25));
    await server.signal("SIGTERM");
    expect(await server.exit).toBe(0);
    expect(server.said()).not.toContain(text);
  });

  test("whoever acts is a person of headgate.yaml or nobody in particular, and never an agent", async () => {
    await using at = await begun();
    const asBot = await at.headgate("account", "invite", "bo", "--as", "bot");
    expect(asBot).toMatchObject({ exit: 4, err: expect.stringContaining("bot may not do this") });
    expect(await at.headgate("account", "invite", "bot")).toMatchObject({
      exit: 4,
      err: "bot is an agent, and agents never sign in.\nMake it a token: headgate token make bot --name NAME\n",
    });
    expect(await at.headgate("account", "invite", "zed")).toMatchObject({ exit: 2 });
    expect(await at.headgate("account", "lock", "bo")).toMatchObject({
      exit: 2,
      err: expect.stringContaining("--reason TEXT is missing"),
    });
    expect(await at.headgate("token", "make", "bot", "--name", "x", "--scope", "approve")).toMatchObject({
      exit: 2,
      err: expect.stringContaining("bot may not approve"),
    });
    expect(await at.headgate("token", "make", "bo", "--name", "x")).toMatchObject({ exit: 4 });
  });

  test("what is wrong in server.yaml is told at once, by line", async () => {
    await using at = await begun("administrators: [adda]\nlisten: { port: x }\n");
    const listed = await at.headgate("account");
    expect(listed.exit).toBe(5);
    expect(listed.err).toContain('server.yaml:1 administrators[0]: nobody is called "adda" in headgate.yaml');
    expect(listed.err).toContain("server.yaml:2 listen.port");
  });
});
