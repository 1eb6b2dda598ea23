import { z } from "zod";
import type { LokiStore } from "../../domain/log-store.ts";
import type { Instant } from "../../domain/units.ts";
import { askJson } from "../ask-json.ts";

/** The store filters; one line would do, and a few more tell that it is no accident. */
const limit = 10;

const answer = z.object({
  status: z.literal("success"),
  data: z.object({
    resultType: z.literal("streams"),
    // A line may be followed by structured metadata.
    result: z.array(z.object({ values: z.array(z.tuple([z.string(), z.string()]).rest(z.unknown())) })),
  }),
});

/** Lines with the text, by a range query of Loki's HTTP API from `from` on up to now. */
export const lokiLines = async (
  { url, selector, tenant, authorization }: LokiStore,
  text: string,
  from: Instant,
  signal: AbortSignal,
): Promise<number> => {
  const parameters = new URLSearchParams({
    query: `${selector} |= ${JSON.stringify(text)}`,
    // In ns. A minute earlier, for the clock that stamps the lines may be another one.
    start: `${BigInt(Math.floor(from - 60_000)) * 1_000_000n}`,
    limit: String(limit),
    direction: "backward",
  });
  const asked = {
    who: "Loki",
    url: `${url.replace(/\/$/, "")}/loki/api/v1/query_range?${parameters}`,
    authorization,
    headers: tenant === null ? {} : { "x-scope-orgid": tenant },
  };
  const { data } = await askJson(asked, answer, signal);
  return data.result.flatMap(({ values }) => values).filter(([, line]) => line.includes(text)).length;
};
