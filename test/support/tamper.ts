import { join } from "node:path";
import { DatabaseSync } from "node:sqlite";

/** Somebody with another program and no respect. */
export const tamper = (folder: string, sql: string): void => {
  using db = new DatabaseSync(join(folder, "journal.db"));
  db.exec(sql);
};
