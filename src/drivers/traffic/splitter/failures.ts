/** Why an attempt at one instance brought no answer. */
export type Failure =
  /** Nothing was sent: any request may be tried on another instance. */
  | "not connected"
  /** The connection broke; the instance may or may not have done the work. */
  | "died"
  /** It took too long, or its answer could not be read: another instance would hardly do better. */
  | "no answer"
  /** undici refused the request itself, so no instance has seen it. */
  | "bad request";

const kinds: Readonly<Record<string, Failure>> = {
  ECONNREFUSED: "not connected",
  EHOSTUNREACH: "not connected",
  ENETUNREACH: "not connected",
  EADDRNOTAVAIL: "not connected",
  ENOTFOUND: "not connected",
  EAI_AGAIN: "not connected",
  ETIMEDOUT: "not connected",
  UND_ERR_CONNECT_TIMEOUT: "not connected",
  // The routes changed and left this instance out while the request waited for a connection.
  UND_ERR_CLOSED: "not connected",
  UND_ERR_DESTROYED: "not connected",
  ECONNRESET: "died",
  EPIPE: "died",
  UND_ERR_SOCKET: "died",
  UND_ERR_INVALID_ARG: "bad request",
  UND_ERR_NOT_SUPPORTED: "bad request",
  UND_ERR_REQ_CONTENT_LENGTH_MISMATCH: "bad request",
};

export const failureOf = (error: NodeJS.ErrnoException): Failure => kinds[error.code ?? ""] ?? "no answer";
