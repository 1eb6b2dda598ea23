import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { expect, test } from "vitest";
import { openSqliteJournal } from "../../src/journal/sqlite.ts";
import { shell } from "../support/headgate.ts";
import { randomFrom } from "../support/random.ts";
import { startHeadgate } from "../support/start-headgate.ts";
import { teamYaml } from "../support/team-yaml.ts";
import { until } from "../support/until.ts";

type Answer = { readonly status: number; readonly body: unknown };

const path = "/api/v1/releases/shop-1.0.0/commands/take-note";

/** Null when the server died before it answered. */
const say = async (url: string, token: string, key: string): Promise<Answer | null> => {
  try {
    const response = await fetch(`${url}${path}`, {
      method: "POST",
      headers: { authorization: `Bearer ${token}`, "content-type": "application/json", "idempotency-key": key },
      body: JSON.stringify({ kind: "note", text: `note ${key}`, about: "" }),
    });
    return { status: response.status, body: await response.json() };
  } catch {
    return null;
  }
};

test("kill -9 in the midst of commands: each is done once, and repeated it gets the answer that it had", async () => {
  await using at = await shell();
  await at.write("headgate.yaml", teamYaml);
  await at.write("server.yaml", "administrators: [ada]\n");
  await at.write("dist/server.mjs", "// 1.0.0\n");
  const opened = ["--build", "dist", "--commit", "4f2a91c", "--author", "zoe@example.test", "--as", "ada"];
  expect(await at.headgate("open", "--version", "1.0.0", ...opened)).toMatchObject({ exit: 0 });
  const made = await at.headgate("token", "make", "bot", "--name", "ci", "--as", "ada", "--json");
  const { text: token } = JSON.parse(made.out) as { text: string };
  const random = randomFrom(7);
  const first = new Map<string, Answer>();
  const rounds = 4;

  for (let round = 0; round <= rounds; round++) {
    await using server = startHeadgate(at.path, "serve", "--no-conduct", "--port", "0");
    await until("the server listens", () => /listens at \S+/.test(server.said()), 30_000);
    const url = /listens at (\S+)/.exec(server.said())![1]!;
    // Everything of before once more, and some that are new.
    const keys = Array.from({ length: Math.min(rounds, round + 1) * 12 }, (_, n) => `k${n}`);
    const all = keys.map(async (key) => {
      const answer = await say(url, token, key);
      if (answer === null) return;
      expect(answer, key).toMatchObject({ status: 200 });
      expect(answer, key).toEqual(first.get(key) ?? answer);
      first.set(key, answer);
    });
    if (round < rounds) {
      await Promise.race([Promise.all(all), sleep(30 + random.below(150))]);
      await server.signal("SIGKILL");
    }
    await Promise.all(all);
  }

  expect(first.size).toBe(rounds * 12);
  await using store = openSqliteJournal(join(at.path, ".headgate"));
  const notes = (await store.journal.read("release/shop-1.0.0")).filter(({ type }) => type === "NoteTaken");
  const texts = notes.map(({ data }) => (data as { text: string }).text).toSorted();
  expect(texts).toEqual([...first.keys()].map((key) => `note ${key}`).toSorted());
}, 120_000);
