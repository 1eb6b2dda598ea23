import { expect, test } from "vitest";
import { permissions } from "../../src/domain/access/permission.ts";
import { type Instant, instant, millis, plus } from "../../src/domain/units.ts";
import { keepNewToken } from "../../src/server/access/tokens.ts";
import { codeAt, passphrase, withCodes, withPassword } from "../support/access.ts";
import { commandLine } from "../support/command-line.ts";
import { folder } from "../support/folder.ts";
import { serveHome } from "../support/serve.ts";

/** A server with real accounts, and the command line of whoever has this token. Time stands still until it passes. */
const signingHouse = async () => {
  await using stack = new AsyncDisposableStack();
  let time = instant(Date.UTC(2026, 10, 2, 9));
  const now = (): Instant => time;
  const served = stack.use(await serveHome({ now, gate: "real" }));
  const away = stack.use(await folder());
  const tokenOf = async (account: string): Promise<string> => {
    const until = plus(time, millis(86_400_000));
    const asked = { account, name: "laptop", scopes: permissions, madeBy: account, until };
    return (await keepNewToken(served.access, asked)).text;
  };
  const all = stack.move();
  return {
    served,
    now,
    pass: (ms: number): void => {
      time = plus(time, millis(ms));
    },
    tokenOf,
    /** By this token; `answers`: what is typed at a terminal. */
    by:
      (token: string, more: Readonly<Record<string, string>> = {}, answers?: readonly string[]) =>
      (...argv: readonly string[]) => {
        const env = { HEADGATE_URL: served.url, HEADGATE_TOKEN: token, ...more };
        return commandLine({ cwd: away.path, now, env, ...(answers === undefined ? {} : { answers }) })(...argv);
      },
    async open(version: string): Promise<string> {
      const build = `registry.test/shop@sha256:${"b".repeat(64)}`;
      const opened = await this.by(await tokenOf("ada"))(
        ...["open", "--version", version, "--build", build, "--commit", "abc", "--author", "zoe@example.test"],
      );
      expect(opened).toMatchObject({ exit: 0, err: "" });
      return `shop-${version}`;
    },
    [Symbol.asyncDispose]: () => all.disposeAsync(),
  };
};

const no = ["A9", "--reason", "checkout is broken", "--yes"] as const;

test("R201: whoever signs from another machine proves by the password who they are, and the history says so", async () => {
  await using house = await signingHouse();
  await withPassword({ deps: house.served.access }, "ada");
  const [id, token] = [await house.open("1.0.0"), await house.tokenOf("ada")];

  expect(await house.by(token)("reject", id, ...no)).toMatchObject({
    exit: 4,
    err: expect.stringContaining("accepted: the password"),
  });
  expect(await house.by(token, { HEADGATE_PASSWORD: "wrong otters paddle" })("reject", id, ...no)).toMatchObject({
    exit: 4,
    err: expect.stringContaining("does not prove who signs"),
  });
  expect((await house.served.engine.load(id)).release.phase).toBe("open");
  const signed = await house.by(token, { HEADGATE_PASSWORD: passphrase })("reject", id, ...no);
  expect(signed).toMatchObject({ exit: 0, err: "", asked: [] });

  const entries = await house.served.engine.history(id);
  expect(entries.at(-1)).toMatchObject({ actor: { kind: "human", id: "ada" }, data: { via: { proof: "password" } } });
  expect(JSON.stringify(entries)).not.toContain(passphrase);
});

test("R201: at a terminal the password is asked for without being shown, and a code where the server wants one with it", async () => {
  await using house = await signingHouse();
  const [one, two, token] = [await house.open("1.0.0"), await house.open("1.1.0"), await house.tokenOf("ada")];
  await withPassword({ deps: house.served.access }, "ada");
  const answers = ["y", passphrase];

  const byPassword = await house.by(token, {}, answers)("reject", one, "A9", "--reason", "no");
  expect(byPassword).toMatchObject({ exit: 0, asked: [expect.stringContaining("[y/N]"), "Password of ada: "] });

  const { access: deps } = house.served;
  const people = await deps.people();
  const { secret } = await withCodes({ deps, people, now: house.now() }, "ada");
  house.pass(60_000);
  const code = codeAt(secret, house.now());
  const withCode = await house.by(token, {}, ["y", passphrase, ` ${code} `])("reject", two, "A9", "--reason", "no");
  expect(withCode).toMatchObject({ exit: 0, asked: [expect.anything(), "Password of ada: ", "Code: "] });

  const three = await house.open("1.2.0");
  house.pass(60_000);
  const script = { HEADGATE_PASSWORD: passphrase, HEADGATE_CODE: codeAt(secret, house.now()) };
  expect(await house.by(token, script)("reject", three, ...no)).toMatchObject({ exit: 0, asked: [] });
});

test("who acts is whoever the token is of; nobody acts as somebody else, and an agent signs nothing", async () => {
  await using house = await signingHouse();
  const id = await house.open("1.0.0");
  const [ada, bot] = [await house.tokenOf("ada"), await house.tokenOf("bot")];

  expect(await house.by(ada)("note", id, "x", "--as", "bo")).toMatchObject({
    exit: 4,
    err: "The token is ada's, and --as says bo.\nLeave --as out, or set HEADGATE_TOKEN to a token of bo.\n",
  });
  expect(await house.by(ada, { HEADGATE_USER: "bo" })("note", id, "x", "--as", "ada")).toMatchObject({ exit: 0 });
  expect((await house.served.engine.load(id)).release.notes).toMatchObject([{ by: "ada" }]);
  expect(await house.by(bot, { HEADGATE_PASSWORD: passphrase })("approve", id, "A1")).toMatchObject({
    exit: 4,
    err: expect.stringContaining("agent"),
  });
  expect((await house.served.engine.history(id)).at(-1)).toMatchObject({
    type: "CommandRefused",
    data: { code: "AGENT_FORBIDDEN" },
  });
});

test("what needs the server's own machine is refused, and so is whoever shows no good token", async () => {
  await using house = await signingHouse();
  const token = await house.tokenOf("ada");
  for (const line of ["conduct", "back-up orders a.dump", "verify", "move-journal"]) {
    const refused = await house.by(token)(...line.split(" "));
    expect(refused, line).toMatchObject({ exit: 2, err: expect.stringContaining("runs where the server runs") });
  }
  expect(await house.by("hg_none")("status")).toMatchObject({ exit: 4, err: expect.stringContaining("signed in") });
  expect(await house.by("")("status")).toMatchObject({ exit: 2, err: expect.stringContaining("HEADGATE_TOKEN") });
  expect(await house.by("hg_none")("status", "--help")).toMatchObject({ exit: 0 });
});

test("R201: nothing of a password is kept with a request that may be repeated, not even a digest that it is part of", async () => {
  await using house = await signingHouse();
  await withPassword({ deps: house.served.access }, "ada");
  const [id, token] = [await house.open("1.0.0"), await house.tokenOf("ada")];
  const reject = (password: string) => {
    const body = { requirement: "A9", reason: "broken", proof: { password } };
    const key = { "idempotency-key": "k1" };
    return house.served.ask(token, "POST", `/api/v1/releases/${id}/commands/reject`, body, key);
  };

  const wrong = await reject("wrong otters paddle");
  const right = await reject(passphrase);

  // Another password makes no other request of it: what is compared does not know the password.
  expect(wrong).toMatchObject({ status: 403, body: { code: "PROOF_REFUSED" } });
  expect(right).toMatchObject({ status: 200, body: { events: [{ type: "ApprovalRejected" }, {}] } });
  expect((await house.served.engine.load(id)).release.phase).toBe("rejected");
});
