import { open, stat } from "node:fs/promises";
import { setTimeout as pause } from "node:timers/promises";
import { z } from "zod";
import type { ElasticsearchStore, FileStore, LogStore, LokiStore } from "../../domain/log-store.ts";
import type { Instant, Millis } from "../../domain/units.ts";
import { AppError } from "../../errors.ts";
import { askJson } from "../ask-json.ts";
import { newestFiles } from "./files.ts";

/** Lines of a stretch of time; `count` may be more than those that are looked at. */
export type RecentLines = { readonly lines: readonly string[]; readonly count: number };

/** Lines that are looked at; so many tell which levels are written. */
const most = 1_000;

/**
 * What was written within a stretch of time: of a store the last one, of files the one that begins now, for lines have
 * their times in too many ways.
 *
 * @throws AppError `PROBE_FAILED` when the store did not answer, or not for all of it
 */
export const recentLines = (store: LogStore, stretch: Millis, now: Instant, signal: AbortSignal) => {
  switch (store.driver) {
    case "file":
      return ofFiles(store, stretch, signal);
    case "loki":
      return ofLoki(store, stretch, now, signal);
    case "elasticsearch":
      return ofElasticsearch(store, stretch, now, signal);
  }
};

/** What one file may grow by meanwhile, in bytes: 16 MiB. */
const largest = 16 * 1024 * 1024;

const ofFiles = async ({ files }: FileStore, stretch: Millis, signal: AbortSignal): Promise<RecentLines> => {
  const before = await newestFiles(files);
  if (before.length === 0) throw failed(files.join(", "), "no file is there");
  const sizes = new Map(await Promise.all(before.map(async (path) => [path, (await stat(path)).size] as const)));
  await pause(stretch, undefined, { signal });
  const grown = await Promise.all((await newestFiles(files)).map((path) => appended(path, sizes.get(path) ?? 0)));
  const lines = grown.flat();
  return { lines: lines.slice(-most), count: lines.length };
};

/** A file that is shorter now was begun anew. */
const appended = async (path: string, from: number): Promise<readonly string[]> => {
  await using file = await open(path);
  const { size } = await file.stat();
  const start = size < from ? 0 : from;
  const length = Math.min(size - start, largest);
  const { buffer, bytesRead } = await file.read(Buffer.alloc(length), 0, length, start);
  return buffer
    .subarray(0, bytesRead)
    .toString("utf8")
    .split("\n")
    .filter((line) => line.trim() !== "");
};

const streams = z.object({
  status: z.literal("success"),
  data: z.object({
    resultType: z.literal("streams"),
    result: z.array(z.object({ values: z.array(z.tuple([z.string(), z.string()]).rest(z.unknown())) })),
  }),
});

const ofLoki = async (
  { url, selector, tenant, authorization }: LokiStore,
  stretch: Millis,
  now: Instant,
  signal: AbortSignal,
): Promise<RecentLines> => {
  const start = `${BigInt(Math.floor(now - stretch)) * 1_000_000n}`; // ns
  const parameters = new URLSearchParams({ query: selector, start, limit: String(most), direction: "backward" });
  const asked = {
    who: "Loki",
    url: `${url.replace(/\/$/, "")}/loki/api/v1/query_range?${parameters}`,
    authorization,
    headers: tenant === null ? {} : { "x-scope-orgid": tenant },
  };
  const { data } = await askJson(asked, streams, signal);
  const found = data.result.flatMap(({ values }) => values);
  const lines = found.map(([, line]) => line);
  if (lines.length < most) return { lines, count: lines.length };
  // More than Loki gives at once: as many as these, for as long as these did not take.
  const oldest = found.reduce((least, [at]) => (BigInt(at) < least ? BigInt(at) : least), BigInt(now) * 1_000_000n);
  const took = Math.max(1, now - Number(oldest / 1_000_000n));
  return { lines, count: Math.round((lines.length * stretch) / took) };
};

const hits = z.object({
  timed_out: z.literal(false),
  _shards: z.object({ total: z.number().min(1), failed: z.literal(0) }),
  hits: z.object({
    total: z.object({ value: z.number() }),
    hits: z.array(z.object({ _source: z.unknown() })),
  }),
});

const ofElasticsearch = async (
  { url, index, authorization }: ElasticsearchStore,
  stretch: Millis,
  now: Instant,
  signal: AbortSignal,
): Promise<RecentLines> => {
  const since = new Date(now - stretch).toISOString();
  const asked = {
    who: "Elasticsearch",
    url: `${url.replace(/\/$/, "")}/${index.split(",").map(encodeURIComponent).join(",")}/_search`,
    authorization,
    body: {
      size: most,
      query: { range: { "@timestamp": { gte: since } } },
      sort: [{ "@timestamp": "desc" }],
      track_total_hits: true,
    },
  };
  const answer = await askJson(asked, hits, signal);
  const lines = answer.hits.hits.map(({ _source }) => JSON.stringify(_source ?? {}));
  return { lines, count: answer.hits.total.value };
};

const failed = (where: string, problem: string): AppError =>
  new AppError("PROBE_FAILED", { probe: `The log in ${where}`, problem, fix: "See that the paths are right." });
