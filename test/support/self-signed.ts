import { execFileSync } from "node:child_process";

export const hasOpenssl = (): boolean => {
  try {
    execFileSync("openssl", ["version"], { stdio: "ignore" });
    return true;
  } catch {
    return false;
  }
};

/** A certificate for 127.0.0.1 that is its own authority, valid for two days. */
export const selfSigned = (): { readonly key: string; readonly certificate: string } => {
  const made = execFileSync(
    "openssl",
    [
      ...["req", "-x509", "-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:prime256v1", "-nodes", "-days", "2"],
      ...["-subj", "/CN=headgate-test", "-addext", "subjectAltName=IP:127.0.0.1", "-keyout", "-", "-out", "-"],
    ],
    { stdio: ["ignore", "pipe", "ignore"] },
  ).toString();
  const [key, certificate] = made.split(/(?=-----BEGIN CERTIFICATE-----)/);
  return { key: key!, certificate: certificate! };
};
