import type { FastifyRequest } from "fastify";

/** How long a body may take, in ms: all of one that is read at once; between two pieces of an upload. */
export type Patience = { readonly whole: number; readonly pause: number };

export const patience: Patience = { whole: 60_000, pause: 30_000 };

/**
 * Hangs up on whoever sends a body too slowly, so that nobody keeps connections by sending next to nothing. An upload
 * of a gigabyte takes as long as its line needs.
 */
export const bePatient = ({ raw, log }: FastifyRequest, isUpload: boolean, { whole, pause }: Patience): void => {
  if (raw.complete) return;
  const hangUp = (): void => {
    // All of it is there and nobody has read it yet, which is no fault of its sender.
    if (raw.complete) return;
    log.info("hung up: its body came too slowly");
    raw.destroy();
  };
  const timer = isUpload ? undefined : setTimeout(hangUp, whole);
  if (isUpload) raw.setTimeout(pause, hangUp);
  const rest = (): void => {
    clearTimeout(timer);
    if (isUpload) raw.setTimeout(0);
  };
  raw.once("end", rest).once("close", rest);
};
