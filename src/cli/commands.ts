import { begin } from "./groups/begin.ts";
import { bringEvidence } from "./groups/bring-evidence.ts";
import { decide } from "./groups/decide.ts";
import { look } from "./groups/look.ts";
import { rollOut } from "./groups/roll-out.ts";
import type { Group, Listed } from "./listed.ts";

/** Every command, grouped by what people want. */
export const groups: readonly Group[] = [begin, look, bringEvidence, decide, rollOut];

export const allCommands: readonly Listed[] = groups.flatMap(({ commands }) => commands);
