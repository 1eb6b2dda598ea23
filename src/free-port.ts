import { randomInt } from "node:crypto";
import { once } from "node:events";
import { createServer } from "node:net";

const [lowest, beyond] = [20_000, 32_000];

/** Begins by chance, so that two processes seldom meet; which port it is does not matter, so it has no seed. */
let next = randomInt(lowest, beyond);

/**
 * A port of 127.0.0.1 that was free a moment ago, and that this process did not give away lately: who asks for two
 * gets two, though neither is in use yet. Not one that the system chooses: those lie where it also takes the ports of
 * outgoing connections from, and under load one of these is there first.
 */
export const freePort = async (): Promise<number> => {
  const port = next;
  next = next + 1 < beyond ? next + 1 : lowest;
  const server = createServer();
  const bound = once(server, "listening").then(
    () => true,
    () => false,
  );
  server.listen(port, "127.0.0.1");
  if (!(await bound)) return await freePort();
  server.close();
  await once(server, "close");
  return port;
};
