import { expect, test } from "vitest";
import { accessWorld } from "../../../test/support/access.ts";
import { instant } from "../../domain/units.ts";
import { remindOnce } from "./remind-of-tokens.ts";
import type { Letter } from "./tell-accounts.ts";
import { keepNewToken, keepRevoked } from "./tokens.ts";

const day = 1_440;

const begun = () => {
  const world = accessWorld();
  const { vault, now, people } = world.deps;
  const letters: Letter[] = [];
  const problems: unknown[] = [];
  const post = { isDown: false };
  const send = async (letter: Letter): Promise<void> => {
    if (post.isDown) throw new Error("no post today");
    letters.push(letter);
  };
  const look = () => remindOnce({ vault, now, people, send, onProblem: (error) => problems.push(error) });
  const made = async (account: string, days: number) => {
    const until = instant(world.now + days * day * 60_000);
    return (await keepNewToken(world.deps, { account, name: "ci", scopes: ["see"], madeBy: "ada", until })).token;
  };
  return { world, letters, problems, post, look, made };
};

test("whose token ends within a week is told once, with how it is renewed", async () => {
  const { world, letters, look, made } = begun();
  const { id } = await made("ada", 90);
  world.pass(82.9 * day);
  await look();
  expect(letters).toEqual([]);
  world.pass(0.2 * day);
  await Promise.all([look(), look()]);
  await look();
  expect(letters.map(({ to, subject }) => [to, subject])).toEqual([
    ["ada@example.test", "Headgate: a token ends soon"],
  ]);
  expect(letters[0]?.body).toContain("The token ci of ada (see) ends at 2027-01-30 12:00:00 UTC; it was never used.");
  expect(letters[0]?.body).toContain(`headgate token revoke ${id} --as <you>`);
});

test("a token of some hours is spoken of in its last third, and not when it is made", async () => {
  const { world, letters, look, made } = begun();
  await made("ada", 1);
  await look();
  expect(letters).toEqual([]);
  world.pass(0.7 * day);
  await look();
  expect(letters).toHaveLength(1);
});

test("an agent's token is renewed by whom the agent acts for; one that is revoked or over by nobody", async () => {
  const { world, letters, look, made } = begun();
  await made("bot", 30);
  const revoked = await made("ada", 30);
  await made("ada", 10);
  await keepRevoked(world.deps, revoked.id);
  world.pass(25 * day);
  await look();
  expect(letters.map(({ to }) => to)).toEqual(["ben@example.test"]);
});

test("what could not be sent is told, and sent at the next look", async () => {
  const { world, letters, problems, post, look, made } = begun();
  await made("ada", 30);
  world.pass(25 * day);
  post.isDown = true;
  await look();
  expect([letters.length, problems]).toEqual([0, [new Error("no post today")]]);
  post.isDown = false;
  await look();
  await look();
  expect(letters).toHaveLength(1);
});
