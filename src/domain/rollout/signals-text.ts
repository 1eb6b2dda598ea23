import type { Signals } from "./signals.ts";

const digits = (n: number): string => String(Number(n.toPrecision(3)));

/** `1200 requests in 15 s (80/s), 0.25 % failed, p95 83.1 ms`. What is not known is said, not left out. */
export const signalsText = ({ from, to, requests, rps, errorRate, p95 }: Signals): string => {
  const failed = errorRate === null ? "" : `, ${digits(100 * errorRate)} % failed`;
  const slow = p95 === null ? ", latency not known" : `, p95 ${digits(p95)} ms`;
  return `${requests} requests in ${digits((to - from) / 1_000)} s (${digits(rps)}/s)${failed}${slow}`;
};
