import { Readable } from "node:stream";
import type { Taken } from "../../api/take-alert.ts";
import type { Actor } from "../../domain/release/commands.ts";
import type { House } from "../house.ts";
import { spool } from "../spool.ts";
import { evidenceSent, readBody } from "./read-body.ts";

/** In bytes; a call is no larger. */
const most = 1_048_576;

/** One report, as `headgate import` reads it. The same one again changes nothing. @throws AppError `INPUT_INVALID`, `RELEASE_NOT_FOUND` */
export const takeEvidence = async (
  { engine, uploads }: Pick<House, "engine" | "uploads">,
  body: string,
  by: Actor,
): Promise<Taken> => {
  const { release, requirement, part, format, file, content, encoding } = readBody(evidenceSent, body);
  const bytes = Buffer.from(content, encoding === "base64" ? "base64" : "utf8");
  const imported = await spool(uploads, { body: Readable.from([bytes]), name: file, most }, (path) =>
    engine.importReport(release, requirement, path, by, { part, format, source: file }),
  );
  const { state, reason } = imported;
  return {
    key: part === "" ? requirement : `${requirement} ${part}`,
    ok: state === "recorded" || state === "unchanged",
    says: [reason === "" ? state : `${state}: ${reason}`],
  };
};
