import type { Instant } from "../../domain/units.ts";
import type { Look } from "../port.ts";
import { newestFile } from "./newest-file.ts";

export type BackupAgeSettings = { readonly pattern: string; readonly home: string; readonly now: Instant };

/** How old the newest backup is, in hours, and which one it is. */
export const backupAge: Look<BackupAgeSettings> = async ({ pattern, home, now }) => {
  const { name, madeAt } = await newestFile(home, pattern);
  return { figures: { ageHours: Math.max(0, now - madeAt) / 3_600_000 }, findings: [], texts: { backup: name } };
};
