import { join } from "node:path";
import { file, importPackage, importReport, keepRecord } from "../../api/routes/release-routes.ts";
import type { Engine, Imported } from "../../conductor/engine.ts";
import { handledThere } from "./handled-there.ts";
import type { RemoteHands } from "./remote-hands.ts";
import { bytesOf, calledHere, withPackage } from "./send-files.ts";

type EvidenceActs = Pick<Engine, "importReport" | "importPackage" | "file" | "readRecord">;

/** What lies on this machine is sent; the answer calls it as it is called here. */
export const evidenceActs = ({ client, journal, packZip }: RemoteHands): EvidenceActs => ({
  async importReport(release, requirement, path, _, { part, format, source = path }) {
    const query = { part, file: source.slice(-500), ...(format === null ? {} : { format }) };
    const params = { release, requirement };
    const imported = await client.call(importReport, { params, query, bytes: await bytesOf(path) });
    return { ...imported, file: source } as Imported;
  },
  async importPackage(release, path) {
    const { imported } = await withPackage(packZip, path, (bytes) =>
      client.call(importPackage, { params: { release }, bytes }),
    );
    return imported.map((one) => ({ ...one, file: join(path, one.file) }) as Imported);
  },
  async file(release, requirement, path) {
    const bytes = await bytesOf(path);
    const send = () => client.call(file, { params: { release, requirement }, bytes });
    return handledThere(journal, release, () => send().catch(calledHere(requirement, path)));
  },
  readRecord: async (path) => client.call(keepRecord, { bytes: await bytesOf(path) }).catch(calledHere("record", path)),
});
