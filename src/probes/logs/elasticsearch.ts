import { z } from "zod";
import type { ElasticsearchStore } from "../../domain/log-store.ts";
import { AppError } from "../../errors.ts";
import { askJson } from "../ask-json.ts";

/** Documents that are looked at: the best matches come first. */
const size = 10;

const answer = z.object({
  timed_out: z.boolean(),
  _shards: z.object({ total: z.number(), failed: z.number() }),
  hits: z.object({ hits: z.array(z.object({ _source: z.unknown().optional() })) }),
});

/**
 * Documents with the text, by the search API of Elasticsearch and OpenSearch. An index that does not exist is an error
 * there, but a pattern that fits none is not: it has no shards, and has looked at nothing.
 */
export const elasticsearchLines = async (
  { url, index, field, authorization }: ElasticsearchStore,
  text: string,
  signal: AbortSignal,
): Promise<number> => {
  const query =
    field === null
      ? { simple_query_string: { query: `"${text}"`, default_operator: "and" } }
      : { match_phrase: { [field]: text } };
  const asked = {
    who: "Elasticsearch",
    url: `${url.replace(/\/$/, "")}/${index.split(",").map(encodeURIComponent).join(",")}/_search`,
    authorization,
    body: { size, query, track_total_hits: false },
  };
  const { hits, timed_out, _shards } = await askJson(asked, answer, signal);
  // What words are is the analyzer's business; what counts is that the text stands there.
  const found = hits.hits.filter(({ _source }) => JSON.stringify(_source ?? "").includes(text)).length;
  if (found === 0 && timed_out) throw halfSeen(index, "the search timed out before it had seen everything");
  if (found === 0 && _shards.failed > 0)
    throw halfSeen(index, `${_shards.failed} of ${_shards.total} shards could not be searched`);
  if (found === 0 && _shards.total === 0) throw halfSeen(index, "no index of this name is there");
  return found;
};

const halfSeen = (index: string, problem: string): AppError =>
  new AppError("PROBE_FAILED", {
    probe: `Elasticsearch, index ${index}`,
    problem,
    fix: "See that the store is healthy and the index is named rightly.",
  });
