import { randomInt } from "node:crypto";
import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { createClient } from "../api/client.ts";
import { acceptInvitation } from "../api/routes/sign-in-routes.ts";
import type { Io } from "../cli/io.ts";
import { freePort } from "../free-port.ts";
import { people } from "./people.ts";

export type OpenedPages = AsyncDisposable & { readonly url: string; readonly password: string };

const words = ["sparrow", "harbour", "lantern", "meadow", "pebble", "thistle", "walnut", "willow", "copper", "drizzle"];

/** The story in a browser: a server over the demo's folder, in which each of its people has an account. */
export const openPages = async (io: Io, home: string): Promise<OpenedPages> => {
  const port = await freePort();
  writeFileSync(
    join(home, "server.yaml"),
    `listen: { port: ${port} }\nurl: http://localhost:${port}\nadministrators: [ada]\n`,
  );
  // Nobody reads a log of requests between the lines of a story.
  process.env.HEADGATE_LOG ??= "error";
  const server = await io.openServer(home, { conduct: false, host: undefined, port: undefined });
  const password = Array.from({ length: 4 }, () => words[randomInt(words.length)]).join(" ");
  await using desk = await io.openAccess(home);
  const client = createClient({ url: server.address, fetch });
  for (const id of Object.keys(people)) {
    const { link } = await desk.invite({ kind: "human", id: "ada" }, id);
    await client.call(acceptInvitation, { body: { invitation: new URL(link).hash.slice(1), password } });
  }
  return { url: server.url, password, [Symbol.asyncDispose]: () => server.stop() };
};
