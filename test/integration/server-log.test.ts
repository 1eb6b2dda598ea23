import { expect, test } from "vitest";
import { AppError } from "../../src/errors.ts";
import type { Vault } from "../../src/journal/port.ts";
import { serveHome } from "../support/serve.ts";
import { until } from "../support/until.ts";

const logged = () => {
  const lines: string[] = [];
  return { lines, logTo: { write: (line: string) => void lines.push(line) } };
};

const note = { kind: "note", text: "all quiet", about: "" };
const path = "/api/v1/releases/shop-1.0.0/commands/take-note";

test("whatever fails on the server's side is logged, under the id that the problem tells", async () => {
  const { lines, logTo } = logged();
  let failure: Error = new AppError("JOURNAL_UNREACHABLE", { store: "the journal", problem: "refused" });
  const vaultOver = (vault: Vault): Vault => ({ ...vault, get: () => Promise.reject(failure) });
  await using served = await serveHome({ logTo, vaultOver });
  await served.open("1.0.0");

  for (const status of [503, 500]) {
    const answer = await served.ask("bo", "POST", path, note, { "idempotency-key": "k1" });
    const { instance } = answer.body as { instance: string };
    expect(answer.status).toBe(status);
    await until("it is logged", () => lines.some((line) => line.includes('"level":50') && line.includes(instance)));
    failure = new Error("a bug");
  }
  expect(lines.filter((line) => line.includes('"level":50'))).toHaveLength(2);
});

test("no line of the log has what opens a door", async () => {
  const { lines, logTo } = logged();
  await using served = await serveHome({ gate: "real", logTo });
  const secrets = ["code-of-the-provider", "state-of-it", "words nobody else knows", "hg_secret", "a-cookie"];
  const [code, state, password, token, cookie] = secrets;

  await served.ask(null, "GET", `/api/v1/sign-in/single-sign-on/callback?code=${code}&state=${state}`);
  await served.ask(null, "POST", "/api/v1/sign-in/password", { name: password, password });
  await served.ask(token!, "GET", `/api/v1/releases?cursor=${token}`, undefined, { cookie: `headgate=${cookie}` });
  await served.ask(null, "GET", `/nowhere?token=${token}`);

  await until("all is logged", () => lines.filter((line) => line.includes("request completed")).length === 4);
  for (const secret of secrets) expect(lines.join("")).not.toContain(secret);
});
