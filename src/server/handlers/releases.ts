import { listReleases } from "../../api/routes/release-routes.ts";
import type { Place } from "../../conductor/engine.ts";
import { instant } from "../../domain/units.ts";
import { AppError } from "../../errors.ts";
import type { House } from "../house.ts";
import { type Served, serve } from "../register.ts";

export const releaseHandlers = ({ engine }: Pick<House, "engine">): readonly Served[] => [
  serve(listReleases, async ({ query: { cursor, ...query } }) => {
    const { releases, next } = await engine.page({ ...query, after: cursor === undefined ? null : placeIn(cursor) });
    return {
      releases: releases.map((one) => ({ ...one, updatedAt: new Date(one.updatedAt).toISOString() })),
      next: next === null ? null : cursorOf(next),
    };
  }),
];

/** Opaque to whoever gets it; nothing is promised of what is in it. */
const cursorOf = ({ updatedAt, id }: Place): string =>
  Buffer.from(JSON.stringify([updatedAt, id])).toString("base64url");

const placeIn = (cursor: string): Place => {
  try {
    const [updatedAt, id] = JSON.parse(Buffer.from(cursor, "base64url").toString()) as [unknown, unknown];
    if (typeof updatedAt === "number" && typeof id === "string") return { updatedAt: instant(updatedAt), id };
  } catch {
    // Told below, as whatever else is no cursor.
  }
  throw new AppError("CURSOR_UNKNOWN", { cursor: cursor.slice(0, 100) });
};
