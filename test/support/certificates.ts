import { execFileSync, spawnSync } from "node:child_process";
import { readFileSync } from "node:fs";
import { join } from "node:path";

export const hasOpenssl = spawnSync("openssl", ["version"]).status === 0;

export type Pair = { readonly key: string; readonly cert: string };

const openssl = (folder: string, ...args: readonly string[]): void => {
  execFileSync("openssl", args, { cwd: folder, stdio: "pipe" });
};

const key = ["-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:prime256v1", "-noenc"];

/** An authority of its own, as `name.pem` in the folder. */
export const authority = (folder: string, name: string): string => {
  const out = ["-keyout", `${name}.key`, "-out", `${name}.pem`];
  openssl(folder, "req", "-x509", ...key, ...out, "-subj", `/CN=${name}`, "-days", "3650");
  return readFileSync(join(folder, `${name}.pem`), "utf8");
};

/** A certificate that it signs for one host name, for so many days from now. */
export const signedBy = (folder: string, by: string, host: string, days: number): Pair => {
  const file = `${host}-${days}`;
  openssl(folder, "req", ...key, "-keyout", `${file}.key`, "-out", `${file}.csr`, "-subj", `/CN=${host}`);
  const extension = `printf 'subjectAltName=DNS:${host}' > ${file}.ext`;
  execFileSync("sh", ["-c", extension], { cwd: folder });
  const signer = ["-CA", `${by}.pem`, "-CAkey", `${by}.key`, "-CAcreateserial", "-extfile", `${file}.ext`];
  openssl(folder, "x509", "-req", "-in", `${file}.csr`, ...signer, "-days", String(days), "-out", `${file}.pem`);
  const read = (ending: string): string => readFileSync(join(folder, `${file}.${ending}`), "utf8");
  return { key: read("key"), cert: read("pem") };
};
