import { once } from "node:events";
import { createServer, connect as dial, type Socket } from "node:net";
import type { Random } from "./random.ts";

/** What happened to connections: `request`: cut before PostgreSQL heard it; `answer`: heard, and its answer was lost. */
export type Cuts = { request: number; answer: number };

export type CuttingProxy = AsyncDisposable & { readonly port: number; readonly cuts: Readonly<Cuts> };

/** Passes everything on to a port of 127.0.0.1, but cuts the connection at this share of the requests, in two ways. */
export const cuttingProxy = async (port: number, random: Random, share: number): Promise<CuttingProxy> => {
  const cuts: Cuts = { request: 0, answer: 0 };
  const open = new Set<Socket>();
  const server = createServer((client) => {
    const behind = dial(port, "127.0.0.1");
    pass(client, behind, random, share, cuts);
    for (const socket of [client, behind]) {
      open.add(socket);
      socket.on("error", () => undefined).on("close", () => open.delete(socket));
    }
  });
  server.listen(0, "127.0.0.1");
  await once(server, "listening");
  return {
    port: (server.address() as { port: number }).port,
    cuts,
    async [Symbol.asyncDispose]() {
      for (const socket of open) socket.destroy();
      server.close();
      await once(server, "close");
    },
  };
};

const pass = (client: Socket, behind: Socket, random: Random, share: number, cuts: Cuts): void => {
  let isLost = false;
  client.on("data", (bytes) => {
    if (isLost || !random.chance(share)) behind.write(bytes);
    else if (random.chance(0.5)) {
      cuts.request++;
      client.destroy();
      behind.destroy();
    } else {
      cuts.answer++;
      isLost = true;
      behind.write(bytes);
    }
  });
  behind.on("data", (bytes) => {
    if (!isLost) client.write(bytes);
    else {
      client.destroy();
      behind.destroy();
    }
  });
  client.on("close", () => behind.end());
  behind.on("close", () => client.destroy());
};
