import { z } from "zod";

/**
 * By what somebody shows once more who they are, at the moment of signing. A session gives one of them; a token gives
 * the password, and the code where codes are set up. Without any, a single sign-on of the last minutes counts.
 */
export const proof = z.strictObject({
  password: z.string().max(1_024).optional(),
  code: z.string().max(64).optional(),
  passkey: z.record(z.string(), z.unknown()).optional().describe("The answer of the browser's authenticator."),
});
export type ProofGiven = z.infer<typeof proof>;
