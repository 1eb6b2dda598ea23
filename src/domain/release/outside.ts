import type { Digest } from "../units.ts";
import type { ReleaseEvent } from "./events.ts";

/**
 * Where an event names bytes that are kept under their digest; anything that a new event keeps belongs here, or it is not
 * enclosed in the record of a release.
 */
const keptAt: readonly (readonly string[])[] = [
  ["process"],
  ["config"],
  ["raw"],
  ["document"],
  ["draft", "raw"],
  ["evidence", "raw"],
  ["evidence", "compared", "raw"],
  ["evidence", "vex", "raw"],
];

/**
 * Digests in a history that name no kept bytes: builds, runbooks, what signatures are for, requests that came over a
 * server, and whatever people write that looks like one, which must not keep a release from being sealed.
 */
export const outsideDigests = (events: readonly ReleaseEvent[]): readonly Digest[] => {
  const kept = new Set(events.flatMap((event) => keptAt.map((path) => valueAt(event, path))));
  return [...new Set(events.flatMap(digestsIn))].filter((digest) => !kept.has(digest));
};

const valueAt = (event: ReleaseEvent, path: readonly string[]): unknown =>
  path.reduce<unknown>((value, key) => (isObject(value) ? value[key] : undefined), event);

const isObject = (value: unknown): value is Readonly<Record<string, unknown>> =>
  typeof value === "object" && value !== null;

/** A whole string, value or key; one quoted inside a sentence is not meant. */
const digestsIn = (event: ReleaseEvent): readonly Digest[] =>
  [...JSON.stringify(event).matchAll(/(?<!\\)"(sha256:[0-9a-f]{64})"/g)].map(([, digest]) => digest as Digest);
