import { once } from "node:events";
import { type AddressInfo, connect, createServer, type Socket } from "node:net";

/** Between a client and a server: it lets requests through, and answers only as long as it likes. */
export type CuttingProxy = AsyncDisposable & {
  readonly url: string;
  /** So many requests to come reach the server, and their answers reach nobody. */
  swallow(answers: number): void;
  /** Ends every connection that there is now. */
  cut(): void;
};

export const cuttingProxy = async (to: string): Promise<CuttingProxy> => {
  const target = new URL(to);
  const open = new Set<Socket>();
  let swallowed = 0;
  const server = createServer((client) => {
    const upstream = connect(Number(target.port), target.hostname);
    for (const socket of [client, upstream]) {
      open.add(socket);
      socket.on("error", () => undefined).on("close", () => open.delete(socket));
    }
    client.pipe(upstream);
    upstream.on("data", (piece) => {
      if (swallowed > 0) {
        swallowed--;
        client.destroy();
        upstream.destroy();
      } else client.write(piece);
    });
    upstream.on("end", () => client.end());
    client.on("close", () => upstream.destroy());
  });
  server.listen(0, "127.0.0.1");
  await once(server, "listening");
  const cut = (): void => {
    for (const socket of open) socket.destroy();
  };
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    swallow: (answers) => {
      swallowed = answers;
    },
    cut,
    async [Symbol.asyncDispose]() {
      cut();
      server.close();
      await once(server, "close");
    },
  };
};
