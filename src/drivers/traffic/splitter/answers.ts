/** The splitter's own answers; all others come from an instance. The header tells them apart. */
export const answers = {
  noInstance: { status: 503, text: "Service Unavailable", reason: "no-instance" },
  noAnswer: { status: 502, text: "Bad Gateway", reason: "no-answer" },
  badRequest: { status: 400, text: "Bad Request", reason: "bad-request" },
  noRoutes: { status: 503, text: "Service Unavailable", reason: "no-routes" },
} as const;

export type Answer = (typeof answers)[keyof typeof answers];

export const headersOf = ({ reason }: Answer): Readonly<Record<string, string>> => ({
  "x-headgate-splitter": reason,
  "content-length": "0",
});
