import type { IncomingMessage, ServerResponse } from "node:http";
import { type HttpServer, httpServer } from "./http-server.ts";

type Labels = Readonly<Record<string, string>>;
type Line = { readonly at: bigint; readonly labels: Labels; readonly text: string; readonly seenFrom: number };

/** What stands in for Loki. */
export type LokiServer = HttpServer & {
  /** A line that can be searched after so many ms, as an ingester makes it wait. */
  push(labels: Labels, text: string, options?: { readonly late?: number; readonly at?: number }): void;
  /** From now on every request is answered so; null: as it should be. */
  refuse(status: number | null): void;
};

type Options = { readonly authorization?: string; readonly tenant?: string };

/**
 * Loki is not to be had on every machine, so this follows what its HTTP API promises of `query_range` (Loki's reference
 * page "Loki HTTP API", `docs/sources/reference/loki-http-api.md` of grafana/loki): `start` is inclusive, an hour ago by
 * default, `end` exclusive and now by default, both in ns; `limit` is 100 by default, the newest lines come first,
 * grouped by stream. Errors are plain text; a tenant that is asked for and not named is 401 `no org id`. Of LogQL it
 * knows a selector of equal labels and line filters.
 */
export const lokiServer = async ({ authorization, tenant }: Options = {}): Promise<LokiServer> => {
  const lines: Line[] = [];
  let refused: number | null = null;
  const server = await httpServer((request, response) => {
    const no = (status: number, text: string) =>
      response.writeHead(status, { "content-type": "text/plain; charset=utf-8" }).end(`${text}\n`);
    if (refused !== null) return no(refused, "too many outstanding requests");
    if (authorization !== undefined && request.headers.authorization !== authorization) return no(401, "unauthorized");
    if (tenant !== undefined && request.headers["x-scope-orgid"] !== tenant) return no(401, "no org id");
    return answer(lines, request, response, no);
  });
  return {
    ...server,
    push: (labels, text, { late = 0, at = Date.now() } = {}) =>
      void lines.push({ labels, text, at: BigInt(at) * 1_000_000n, seenFrom: performance.now() + late }),
    refuse: (status) => {
      refused = status;
    },
  };
};

const form = /^\s*\{(.*)\}((?:\s*\|=\s*"(?:[^"\\]|\\.)*")*)\s*$/s;

const answer = (
  lines: readonly Line[],
  { url, method }: IncomingMessage,
  response: ServerResponse,
  no: (status: number, text: string) => unknown,
): unknown => {
  const { pathname, searchParams } = new URL(url ?? "", "http://loki");
  if (pathname !== "/loki/api/v1/query_range" || method !== "GET") return no(404, "404 page not found");
  const [, selector, filters] = form.exec(searchParams.get("query") ?? "") ?? [];
  if (selector === undefined) return no(400, "parse error at line 1, col 1: syntax error: unexpected IDENTIFIER");
  const wanted = [...selector.matchAll(/(\w+)\s*=\s*"([^"]*)"/g)].map(([, name, value]) => [name!, value!] as const);
  const texts = [...(filters ?? "").matchAll(/\|=\s*("(?:[^"\\]|\\.)*")/g)].map(
    ([, text]) => JSON.parse(text!) as string,
  );
  const now = BigInt(Date.now()) * 1_000_000n;
  const [start, end] = ["start", "end"].map((name) => searchParams.get(name));
  const from = start == null ? now - 3_600_000_000_000n : BigInt(start);
  const found = lines
    .filter(
      ({ at, seenFrom }) =>
        at >= from && at < (end == null ? now + 1_000_000n : BigInt(end)) && seenFrom <= performance.now(),
    )
    .filter(({ labels }) => wanted.every(([name, value]) => labels[name] === value))
    .filter(({ text }) => texts.every((one) => text.includes(one)))
    .toSorted((a, b) => (searchParams.get("direction") === "forward" ? 1 : -1) * Number(a.at - b.at))
    .slice(0, Number(searchParams.get("limit") ?? 100));
  const streams = Map.groupBy(found, ({ labels }) => JSON.stringify(labels));
  const result = [...streams].map(([labels, those]) => ({
    stream: JSON.parse(labels) as Labels,
    values: those.map(({ at, text }) => [String(at), text]),
  }));
  return response
    .writeHead(200, { "content-type": "application/json" })
    .end(JSON.stringify({ status: "success", data: { resultType: "streams", result, stats: {} } }));
};
