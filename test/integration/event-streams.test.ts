import { expect, test } from "vitest";
import { accessStream } from "../../src/domain/access/events.ts";
import type { Permission } from "../../src/domain/access/permission.ts";
import { instant } from "../../src/domain/units.ts";
import { makeToken } from "../../src/server/access/token-desk.ts";
import { mostStreams } from "../../src/server/places.ts";
import { type ServedHome, serveHome } from "../support/serve.ts";
import { until } from "../support/until.ts";

const openStream = (served: ServedHome, as: string, signal: AbortSignal, path = "/api/v1/events", method = "GET") =>
  fetch(`${served.url}${path}`, { method, headers: { authorization: `Bearer ${as}` }, signal });

const tokenOf = async ({ access }: ServedHome, account: string, scopes: readonly Permission[]): Promise<string> => {
  const maker = { actor: { kind: "human", id: account === "bot" ? "ada" : account }, may: null } as const;
  const until = instant(access.now() + 3_600_000);
  return (await makeToken(access, maker, { account, name: "test", scopes, until })).text;
};

test("one person has so many event streams open and no more, and a place is free again when one ends", async () => {
  await using served = await serveHome();
  const [first, others] = [new AbortController(), new AbortController()];
  // Held until the end: an answer that nobody holds any more is collected, and its stream with it.
  const held = [await openStream(served, "max", first.signal)];
  for (let n = 1; n < mostStreams.person; n++) held.push(await openStream(served, "max", others.signal));

  const over = await openStream(served, "max", others.signal);
  const somebodyElse = await openStream(served, "bo", others.signal);

  expect([over.status, somebodyElse.status]).toEqual([429, 200]);
  expect(await over.json()).toMatchObject({ code: "TOO_MANY_REQUESTS" });
  expect(Number(over.headers.get("retry-after"))).toBeGreaterThan(0);
  expect(held.map(({ status }) => status)).toEqual(Array(mostStreams.person).fill(200));
  first.abort();
  await until("there is a place again", async () => (await openStream(served, "max", others.signal)).status === 200);
  others.abort();
});

test("whoever asks for the head of an event stream alone leaves none open", async () => {
  await using served = await serveHome();
  const stop = new AbortController();
  for (let n = 0; n <= mostStreams.person; n++)
    expect((await openStream(served, "max", stop.signal, undefined, "HEAD")).status).toBe(200);
  await until("there is a place", async () => (await openStream(served, "max", stop.signal)).status === 200);
  stop.abort();
});

test("a position that this journal does not have is told as a problem, and no stream is begun", async () => {
  await using served = await serveHome();
  for (const position of ["nonsense", "999999"])
    expect(await served.ask("max", "GET", `/api/v1/events?after=${position}`)).toMatchObject({
      status: 410,
      body: { code: "FEED_POSITION_UNKNOWN" },
    });
});

test("R201: the history of accounts is told to administrators alone, in no list, page or event stream to others", async () => {
  await using served = await serveHome({ gate: "real", settings: "administrators: [ada]\n" });
  const tokens: Record<string, string> = {
    ada: await tokenOf(served, "ada", ["see", "administer"]),
    bo: await tokenOf(served, "bo", ["see"]),
    bot: await tokenOf(served, "bot", ["see"]),
  };
  await served.ask(null, "GET", "/api/v1/releases");
  const path = `/api/v1/journal/entries?stream=${accessStream}`;
  const of = async (id: string) => {
    const [entries, heads] = [
      await served.ask(tokens[id]!, "GET", path),
      await served.ask(tokens[id]!, "GET", "/api/v1/journal/heads"),
    ];
    return { status: entries.status, heads: JSON.stringify(heads.body) };
  };
  const heard = async (id: string): Promise<string> => {
    const stop = new AbortController();
    const answer = await openStream(served, tokens[id]!, stop.signal, "/api/v1/events?after=0");
    const reader = answer.body!.pipeThrough(new TextDecoderStream()).getReader();
    let text = "";
    while (!text.includes("ReleaseOpened")) text += (await reader.read()).value ?? "";
    stop.abort();
    return text;
  };
  await served.open("1.0.0", await tokenOf(served, "bo", ["prepare"]));

  expect(await of("ada")).toMatchObject({ status: 200, heads: expect.stringContaining(accessStream) });
  expect(await heard("ada")).toContain("TokenMade");
  for (const id of ["bo", "bot"]) {
    expect(await of(id)).toMatchObject({ status: 403, heads: expect.not.stringContaining(`"${accessStream}"`) });
    expect(await heard(id)).not.toContain("TokenMade");
  }
  const refused = (await served.engine.journal.read(accessStream)).filter(({ data }) =>
    JSON.stringify(data).includes("readEntries"),
  );
  expect(refused).toHaveLength(2);
});
