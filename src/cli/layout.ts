import type { Io } from "./io.ts";
import { type Layout, paint } from "./text/paint.ts";

export const layoutOf = ({ color, columns }: Pick<Io, "color" | "columns">): Layout => ({
  paint: paint(color),
  columns,
});
