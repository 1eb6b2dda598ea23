import { type Millis, millis } from "../domain/units.ts";
import type { Tally } from "./tally.ts";

/** For how long, on this step, the candidate has had no request; its last one, or a person's resume, ends the time before. */
export const quietFor = ({ step: { from, to }, servedAt }: Tally): Millis =>
  from === null || to === null || servedAt === null ? millis(0) : millis(Math.max(0, to - Math.max(servedAt, from)));
