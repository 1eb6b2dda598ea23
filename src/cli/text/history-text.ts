import type { Line } from "../../api/line.ts";
import { says } from "../../api/to-history-answer.ts";
import { columns } from "./columns.ts";
import { showMoment } from "./time.ts";

/** Time in UTC to the millisecond, who, and one sentence. */
export const historyLines = (lines: readonly Line[]): readonly string[] =>
  columns(lines.map((line) => [showMoment(line.at), line.actor.id, says(line)]));
