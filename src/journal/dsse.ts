import { type KeyObject, sign, verify } from "node:crypto";
import { z } from "zod";
import type { Digest } from "../domain/units.ts";

/** A signed message as DSSE puts it: `payload` and `sig` in base64, `keyid` a hint that is itself not signed. */
export const envelope = z.object({
  payloadType: z.string(),
  payload: z.base64(),
  signatures: z.array(z.object({ keyid: z.string(), sig: z.base64() })).min(1),
});
export type Envelope = z.infer<typeof envelope>;

/**
 * What is really signed: type and payload with their lengths in bytes, so that neither can be taken for the other.
 * @source DSSE 1.0, "Pre-Authentication Encoding": https://github.com/secure-systems-lab/dsse/blob/master/protocol.md
 */
export const preAuthentication = (payloadType: string, payload: Uint8Array): Buffer => {
  const type = Buffer.from(payloadType);
  return Buffer.concat([Buffer.from(`DSSEv1 ${type.length} ${payloadType} ${payload.length} `), payload]);
};

export const signEnvelope = (payloadType: string, payload: Uint8Array, key: KeyObject, keyid: Digest): Envelope => ({
  payloadType,
  payload: Buffer.from(payload).toString("base64"),
  signatures: [{ keyid, sig: sign(null, preAuthentication(payloadType, payload), key).toString("base64") }],
});

/** Whether one of the signatures is this Ed25519 key's. Any other kind of key is refused, whatever it says. */
export const isSignedBy = ({ payloadType, payload, signatures }: Envelope, key: KeyObject): boolean => {
  const message = preAuthentication(payloadType, Buffer.from(payload, "base64"));
  return (
    key.asymmetricKeyType === "ed25519" &&
    signatures.some(({ sig }) => verify(null, message, key, Buffer.from(sig, "base64")))
  );
};
