import { once } from "node:events";
import { createServer } from "node:http";

/** A sample of one series, with the labels that a real one would have. */
export type FakeSample = { readonly labels: Readonly<Record<string, string>>; readonly value: string };

/** Answers queries with what it is told to, so that a test can say what a real one says seldom. */
export type FakePrometheus = AsyncDisposable & {
  readonly url: string;
  readonly queries: readonly string[];
  /** The next answers: a status and a body, or "hang" for none. */
  say(answer: { readonly status: number; readonly body: string } | "hang"): void;
};

export const fakePrometheus = async (): Promise<FakePrometheus> => {
  const queries: string[] = [];
  let answer: Parameters<FakePrometheus["say"]>[0] = { status: 200, body: vector(0, []) };
  const server = createServer(async (request, response) => {
    const body = (await request.setEncoding("utf8").toArray()).join("");
    queries.push(new URLSearchParams(body).get("query") ?? "");
    if (answer !== "hang") response.writeHead(answer.status).end(answer.body);
  });
  server.listen(0, "127.0.0.1");
  await once(server, "listening");
  const address = server.address();
  return {
    url: `http://127.0.0.1:${typeof address === "object" ? address?.port : 0}`,
    queries,
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

/** @param time of Prometheus's clock, in ms */
export const vector = (time: number, samples: readonly FakeSample[]): string => {
  const clock = { metric: { headgate_part: "clock" }, value: [time / 1_000, String(time / 1_000)] };
  const result = samples.map(({ labels, value }) => ({ metric: labels, value: [time / 1_000, value] }));
  return JSON.stringify({ status: "success", data: { resultType: "vector", result: [clock, ...result] } });
};

type Buckets = readonly (readonly [rule: number, lower: string, upper: string, count: string])[];

/** The same with a native histogram in it, as the HTTP API documents it; one without requests has no buckets. */
export const vectorWith = (
  time: number,
  samples: readonly FakeSample[],
  labels: FakeSample["labels"],
  histogram: { readonly count: string; readonly sum: string; readonly buckets?: Buckets },
): string => {
  const { status, data } = JSON.parse(vector(time, samples)) as { status: string; data: { result: unknown[] } };
  const native = { metric: labels, histogram: [time / 1_000, histogram] };
  return JSON.stringify({ status, data: { ...data, result: [...data.result, native] } });
};

/** What a scrape of one instance at `at` (ms) adds to an answer: all requests took up to 100 ms. */
export const scrapeOf = (version: string, requests: number, errors: number, at: number): readonly FakeSample[] => {
  const labels = { job: "shop", instance: `${version}:80`, version };
  const one = (part: string, value: number, more = {}): FakeSample => ({
    labels: { ...labels, headgate_part: part, ...more },
    value: String(value),
  });
  return [
    one("requests", requests),
    one("errors", errors),
    one("latency", requests, { le: "0.1" }),
    one("latency", requests, { le: "+Inf" }),
    ...["requests", "errors", "latency"].map((part) => one(`${part} time`, at / 1_000)),
  ];
};
