import { once } from "node:events";
import { createServer, type IncomingMessage, type ServerResponse } from "node:http";

export type HttpServer = AsyncDisposable & { readonly url: string; stop(): Promise<void> };

/** Any server on a free port, gone afterwards with all its connections. */
export const httpServer = async (
  answer: (request: IncomingMessage, response: ServerResponse) => unknown,
): Promise<HttpServer> => {
  const server = createServer((request, response) => void answer(request, response));
  server.listen(0, "127.0.0.1");
  await once(server, "listening");
  const address = server.address();
  const port = typeof address === "object" && address !== null ? address.port : 0;
  const stop = async (): Promise<void> => {
    if (!server.listening) return;
    const closed = once(server, "close");
    server.close();
    server.closeAllConnections();
    await closed;
  };
  return { url: `http://127.0.0.1:${port}`, stop, [Symbol.asyncDispose]: stop };
};

export const bodyOf = async (request: IncomingMessage): Promise<string> => {
  const chunks: Buffer[] = [];
  for await (const chunk of request) chunks.push(chunk as Buffer);
  return Buffer.concat(chunks).toString();
};
