import { once } from "node:events";
import type { RequestListener } from "node:http";
import { createServer } from "node:http";
import { createServer as createSecure } from "node:https";
import { type AddressInfo, createServer as createPlain, type Socket } from "node:net";
import type { TlsOptions } from "node:tls";
import { millis } from "../../src/domain/units.ts";
import type { HttpSettings } from "../../src/probes/catalogue/http.ts";

export type Listening = AsyncDisposable & { readonly port: number; readonly url: string };

type Server = {
  listen(port: number, host: string): unknown;
  close(): unknown;
  address(): unknown;
} & NodeJS.EventEmitter;

const listening = async (server: Server, scheme: string, end: () => void): Promise<Listening> => {
  await once(server.listen(0, "127.0.0.1") as NodeJS.EventEmitter, "listening");
  const { port } = server.address() as AddressInfo;
  return {
    port,
    url: `${scheme}://127.0.0.1:${port}`,
    async [Symbol.asyncDispose]() {
      const closed = once(server, "close");
      server.close();
      end();
      await closed;
    },
  };
};

/** A server that answers as it is told. */
export const page = (answer: RequestListener): Promise<Listening> => {
  const server = createServer(answer);
  return listening(server, "http", () => server.closeAllConnections());
};

export const securePage = (options: TlsOptions, answer: RequestListener): Promise<Listening> => {
  const server = createSecure(options, answer);
  server.on("tlsClientError", () => undefined);
  return listening(server, "https", () => server.closeAllConnections());
};

/** Bytes as they come, for what no well-behaved server would say. */
export const rawServer = (talk: (socket: Socket) => void): Promise<Listening> => {
  const sockets = new Set<Socket>();
  const server = createPlain((socket) => {
    sockets.add(socket);
    socket.on("error", () => undefined);
    talk(socket);
  });
  return listening(server, "http", () => {
    for (const socket of sockets) socket.destroy();
  });
};

/** What is asked of a page, when only a part of it matters. */
export const httpSettings = (given: Partial<HttpSettings> & Pick<HttpSettings, "url">): HttpSettings => ({
  method: "GET",
  send: {},
  status: [200],
  contains: null,
  lacks: null,
  matches: null,
  headers: {},
  hsts: null,
  location: null,
  fasterThan: null,
  tls: null,
  ca: null,
  within: millis(5_000),
  ...given,
});
