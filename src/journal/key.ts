import { createPrivateKey, createPublicKey, generateKeyPairSync, type KeyObject, randomUUID } from "node:crypto";
import { link, mkdir, open, readFile, rm, stat, writeFile } from "node:fs/promises";
import { join } from "node:path";
import type { Digest } from "../domain/units.ts";
import { AppError } from "../errors.ts";
import { sha256 } from "./chain.ts";
import { syncFolder } from "./sync-folder.ts";

/** The Ed25519 key that seals records. `publicPem` and `fingerprint` may be shown to anybody. */
export type RecordKey = { readonly privateKey: KeyObject; readonly publicPem: string; readonly fingerprint: Digest };

/** SHA-256 over the DER form (SPKI) of a public key: `openssl pkey -pubin -outform DER | sha256sum` gives the same. */
export const fingerprintOf = (publicKey: KeyObject): Digest =>
  sha256(publicKey.export({ type: "spki", format: "der" }));

/**
 * The key in `record-key.pem` of this folder (PKCS #8, mode 0600), made at the first call; its public half lies beside
 * it in `record-key.pub.pem`. Processes that call it at once all get the same key.
 *
 * @throws AppError `FILE_UNREADABLE` when others may read the key, or when it is not an Ed25519 key.
 */
export const loadOrCreateKey = async (folder: string): Promise<RecordKey> => {
  const path = join(folder, "record-key.pem");
  await mkdir(folder, { recursive: true });
  if (!(await exists(path))) await create(folder, path);
  await refuseShared(path);
  const key = toRecordKey(await readFile(path, "utf8"), path);
  await writeFile(join(folder, "record-key.pub.pem"), key.publicPem);
  return key;
};

const exists = async (path: string): Promise<boolean> => (await stat(path).catch(() => null)) !== null;

const create = async (folder: string, path: string): Promise<void> => {
  const { privateKey } = generateKeyPairSync("ed25519");
  const temporary = join(folder, `${randomUUID()}.tmp`);
  try {
    await using file = await open(temporary, "wx", 0o600);
    await file.writeFile(privateKey.export({ type: "pkcs8", format: "pem" }));
    await file.sync();
    // A link, not a rename: it fails when another process was first, instead of replacing its key.
    await link(temporary, path);
  } catch (error) {
    if (!(await exists(path))) throw error;
  } finally {
    await rm(temporary, { force: true });
  }
  await syncFolder(folder);
};

const refuseShared = async (path: string): Promise<void> => {
  if (process.platform === "win32") return; // Its modes say nothing about who may read.
  const mode = (await stat(path)).mode & 0o777;
  if ((mode & 0o077) === 0) return;
  const problem = `it is a private key and others may read it (mode ${mode.toString(8)}, should be 600)`;
  throw new AppError("FILE_UNREADABLE", { path, problem });
};

const toRecordKey = (pem: string, path: string): RecordKey => {
  try {
    const privateKey = createPrivateKey(pem);
    if (privateKey.asymmetricKeyType !== "ed25519") throw new Error(`it is of type ${privateKey.asymmetricKeyType}`);
    const publicKey = createPublicKey(privateKey);
    const publicPem = String(publicKey.export({ type: "spki", format: "pem" }));
    return { privateKey, publicPem, fingerprint: fingerprintOf(publicKey) };
  } catch (error) {
    throw new AppError("FILE_UNREADABLE", { path, problem: "it is not an Ed25519 private key" }, { cause: error });
  }
};
