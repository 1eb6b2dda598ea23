import { expect, test } from "vitest";
import { until } from "../../test/support/until.ts";
import type { Feed } from "../journal/port.ts";
import { feedHub } from "./feed-hub.ts";

const empty: Feed = { end: async () => "0", after: async () => [] };

test("who listens, goes and comes again within a pause leaves one watch behind, and no other", async () => {
  const stop = new AbortController();
  const pausing: (() => void)[] = [];
  const wait = () => new Promise<void>((resolve) => pausing.push(resolve));
  const hub = feedHub(empty, stop.signal, wait);
  for (let n = 0; n < 5; n++) {
    const [gone, listener] = [new AbortController(), hub.listeners()];
    const stream = hub.follow(null, 60_000, gone.signal);
    const next = stream.next();
    await until("it listens and is watched for", () => hub.listeners() > listener && pausing.length > 0);
    gone.abort();
    await next;
  }
  expect(hub.listeners()).toBe(0);
  expect(pausing).toHaveLength(1);
  stop.abort();
  pausing[0]?.();
});
