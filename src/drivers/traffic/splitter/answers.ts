/** One of the splitter's own answers; all others come from an instance. The header tells them apart. */
export type Answer = {
  readonly status: number;
  readonly text: string;
  readonly reason: string;
  readonly page: string;
  readonly headers: Readonly<Record<string, string>>;
};

const bare = { page: "", headers: {} };

/** For people, who meet it in a browser during an announced downtime. */
const maintenance = `<!doctype html>
<html lang="en"><meta charset="utf-8"><title>Maintenance</title>
<p>This service is being updated. Please try again in a moment.</p></html>
`;

export const answers = {
  noInstance: { status: 503, text: "Service Unavailable", reason: "no-instance", ...bare },
  noAnswer: { status: 502, text: "Bad Gateway", reason: "no-answer", ...bare },
  badRequest: { status: 400, text: "Bad Request", reason: "bad-request", ...bare },
  /** Seconds until the next try: short, since nobody is told when the downtime ends. */
  maintenance: {
    status: 503,
    text: "Service Unavailable",
    reason: "maintenance",
    page: maintenance,
    headers: { "retry-after": "5", "content-type": "text/html; charset=utf-8", "cache-control": "no-store" },
  },
} as const satisfies Readonly<Record<string, Answer>>;

export const headersOf = ({ reason, page, headers }: Answer): Readonly<Record<string, string>> => ({
  ...headers,
  "x-headgate-splitter": reason,
  "content-length": String(Buffer.byteLength(page)),
});
