import type { Compared } from "../domain/release/evidence.ts";

/** What a comparison finds. */
export type Difference = Pick<Compared, "figures" | "lists" | "findings">;
