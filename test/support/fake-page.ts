import { once } from "node:events";
import { createServer, type OutgoingHttpHeaders } from "node:http";

export type Said = { readonly status?: number; readonly headers?: OutgoingHttpHeaders; readonly body: string } | "hang";

/** A page that answers what it is told to, so that a test can say what a real one says seldom. */
export type FakePage = AsyncDisposable & {
  readonly url: string;
  /** Headers of each request. */
  readonly asked: readonly NodeJS.Dict<string | string[]>[];
  /** The next answers; "hang" for none. */
  say(answer: Said): void;
};

export const fakePage = async (): Promise<FakePage> => {
  const asked: NodeJS.Dict<string | string[]>[] = [];
  let answer: Said = { body: "" };
  const server = createServer((request, response) => {
    asked.push(request.headers);
    if (answer !== "hang") response.writeHead(answer.status ?? 200, answer.headers).end(answer.body);
  });
  server.listen(0, "127.0.0.1");
  await once(server, "listening");
  const address = server.address();
  return {
    url: `http://127.0.0.1:${typeof address === "object" ? address?.port : 0}/counts`,
    asked,
    say: (next) => {
      answer = next;
    },
    async [Symbol.asyncDispose]() {
      server.close();
      server.closeAllConnections();
      await once(server, "close");
    },
  };
};
