import { broken } from "./faults.mjs";

/** One JSON line to standard output. Where lines go from there is the supervisor's business. */
export const log = (level, event, fields) => {
  if (broken("logs") && event !== "listening") return;
  process.stdout.write(`${JSON.stringify({ at: new Date().toISOString(), level, event, ...fields })}\n`);
};
