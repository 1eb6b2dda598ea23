import type { ServerResponse } from "node:http";
import { bodyOf, type HttpServer, httpServer } from "./http-server.ts";

type Doc = { readonly index: string; readonly source: Readonly<Record<string, unknown>>; readonly seenFrom: number };

/** What stands in for Elasticsearch and OpenSearch. */
export type ElasticsearchServer = HttpServer & {
  /** A document that can be searched after so many ms, as a refresh makes it wait. */
  index(index: string, source: Readonly<Record<string, unknown>>, late?: number): void;
  /** From now on: shards that cannot be searched, or a search that times out, with what was found by then: nothing. */
  ail(how: "shards" | "timeout" | null): void;
};

type Query = {
  readonly simple_query_string?: { readonly query: string; readonly default_operator: string };
  readonly match_phrase?: Readonly<Record<string, string>>;
};

/**
 * Neither of the two is to be had on every machine, so this follows what the search API promises (Elasticsearch's
 * reference, page "Search API", `POST /<target>/_search`; OpenSearch answers the same): `size` hits at most, 10 by
 * default; `timed_out` and `_shards.failed` tell of partial results, which come with status 200; a target without a
 * wildcard that does not exist is 404 `index_not_found_exception`, and a pattern that fits none is an empty answer of no
 * shards. Texts are taken apart into words as the standard analyzer does it, in lower case; a phrase is words in a row.
 */
export const elasticsearchServer = async (authorization?: string): Promise<ElasticsearchServer> => {
  const docs: Doc[] = [];
  let ailing: "shards" | "timeout" | null = null;
  const server = await httpServer(async (request, response) => {
    const body = await bodyOf(request);
    if (authorization !== undefined && request.headers.authorization !== authorization)
      return refuse(response, 401, "security_exception", "missing authentication credentials");
    const target = /^\/([^/?]+)\/_search/.exec(request.url ?? "")?.[1];
    if (target === undefined || request.method !== "POST")
      return refuse(response, 400, "illegal_argument_exception", "no handler found");
    const { size = 10, query } = JSON.parse(body) as { size?: number; query: Query };
    const known = [...new Set(docs.map(({ index }) => index))];
    const names = target.split(",").map(decodeURIComponent);
    const missing = names.find((name) => !name.includes("*") && !known.includes(name));
    if (missing !== undefined) return refuse(response, 404, "index_not_found_exception", `no such index [${missing}]`);
    const indices = known.filter((one) => names.some((name) => patternOf(name).test(one)));
    const found = docs
      .filter(({ index, seenFrom }) => indices.includes(index) && seenFrom <= performance.now())
      .filter(({ source }) => fits(query, source))
      .slice(0, size);
    return send(response, 200, {
      took: 1,
      timed_out: ailing === "timeout",
      _shards: { total: indices.length, successful: indices.length, skipped: 0, failed: ailing === "shards" ? 1 : 0 },
      hits: {
        hits: (ailing === null ? found : []).map(({ index, source }, i) => ({
          _index: index,
          _id: `${i}`,
          _source: source,
        })),
      },
    });
  });
  return {
    ...server,
    index: (index, source, late = 0) => void docs.push({ index, source, seenFrom: performance.now() + late }),
    ail: (how) => {
      ailing = how;
    },
  };
};

const patternOf = (name: string): RegExp =>
  new RegExp(`^${name.replace(/[.+?^${}()|[\]\\]/g, "\\$&").replaceAll("*", ".*")}$`);

const wordsOf = (text: string): string =>
  ` ${
    text
      .toLowerCase()
      .match(/[\p{L}\p{N}_]+/gu)
      ?.join(" ") ?? ""
  } `;

const fits = ({ simple_query_string: every, match_phrase: one }: Query, source: Doc["source"]): boolean => {
  const holds = (value: unknown, phrase: string): boolean => wordsOf(String(value)).includes(wordsOf(phrase));
  if (every !== undefined) return Object.values(source).some((value) => holds(value, every.query.replaceAll('"', "")));
  return Object.entries(one ?? {}).every(([field, phrase]) => holds(source[field] ?? "", phrase));
};

const send = (response: ServerResponse, status: number, body: unknown): unknown =>
  response.writeHead(status, { "content-type": "application/json" }).end(JSON.stringify(body));

const refuse = (response: ServerResponse, status: number, type: string, reason: string): unknown =>
  send(response, status, { error: { root_cause: [{ type, reason }], type, reason }, status });
