import type { ProofGiven } from "../../api/routes/proof.ts";
import { AppError } from "../../errors.ts";
import type { Io } from "../io.ts";

export type Signing = Pick<Io, "env" | "terminal" | "ask" | "askHidden">;

/**
 * Whoever signs proves once more who they are (R201): by the password, and by a code where the server wants one with it.
 * Both are asked for on a terminal; a script has them in HEADGATE_PASSWORD and HEADGATE_CODE. Where neither is, it is
 * sent without, and the server says what it wants.
 */
export const signThere = async <T>(
  io: Signing,
  person: string,
  send: (proof: ProofGiven | undefined) => Promise<T>,
): Promise<T> => {
  const password = set(io.env.HEADGATE_PASSWORD) ?? (io.terminal ? await io.askHidden(`Password of ${person}: `) : "");
  if (password === "") return send(undefined);
  const code = set(io.env.HEADGATE_CODE);
  if (code !== undefined) return send({ password, code });
  try {
    return await send({ password });
  } catch (error) {
    if (!(error instanceof AppError && error.code === "PROOF_WANTED") || !io.terminal) throw error;
    return send({ password, code: (await io.ask("Code: ")).trim() });
  }
};

const set = (value: string | undefined): string | undefined => (value === "" ? undefined : value);
