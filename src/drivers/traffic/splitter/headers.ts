/**
 * Headers that concern one connection only and must not be passed on (RFC 9110 section 7.6.1). `expect` is answered by
 * the splitter's own server. undici refuses requests that carry them.
 */
const hopByHop = new Set([
  "connection",
  "keep-alive",
  "proxy-connection",
  "transfer-encoding",
  "te",
  "upgrade",
  "expect",
  "proxy-authenticate",
]);

/** @param raw name, value, name, value … as node gives them; the names keep their case. */
export const endToEnd = (raw: readonly string[]): string[] => {
  const dropped = namedByConnection(raw);
  const kept: string[] = [];
  for (let i = 0; i < raw.length; i += 2) {
    const name = raw[i]!.toLowerCase();
    if (!hopByHop.has(name) && dropped?.has(name) !== true) kept.push(raw[i]!, raw[i + 1]!);
  }
  return kept;
};

/** Headers that the sender itself declared to be for this connection; null, as nearly always, when there are none. */
const namedByConnection = (raw: readonly string[]): Set<string> | null => {
  let named: Set<string> | null = null;
  for (let i = 0; i < raw.length; i += 2) {
    if (raw[i]!.length !== 10 || raw[i]!.toLowerCase() !== "connection") continue;
    const value = raw[i + 1]!.toLowerCase();
    if (value === "keep-alive" || value === "close") continue;
    named ??= new Set();
    for (const token of value.split(",")) named.add(token.trim());
  }
  return named;
};

/** Does a body follow? Asked of the raw headers: node would build an object of all of them for one look. */
export const announcesBody = (raw: readonly string[]): boolean => {
  for (let i = 0; i < raw.length; i += 2) {
    const { length } = raw[i]!;
    if (length !== 14 && length !== 17) continue; // spares most names the lower case
    const name = raw[i]!.toLowerCase();
    if (name === "transfer-encoding" || (name === "content-length" && raw[i + 1] !== "0")) return true;
  }
  return false;
};

/**
 * The headers of an instance's answer as name, value, name, value …, without those of the connection.
 *
 * @param headers as undici gives them: names in lower case, a list where a name came more than once
 */
export const answerHeaders = (headers: Readonly<Record<string, string | readonly string[] | undefined>>): string[] => {
  const { connection } = headers;
  const dropped = connection === undefined ? null : namedByConnection(["connection", String(connection)]);
  const kept: string[] = [];
  for (const name in headers) {
    if (hopByHop.has(name) || dropped?.has(name) === true) continue;
    const value = headers[name]!;
    if (typeof value === "string") kept.push(name, value);
    else for (const one of value) kept.push(name, one);
  }
  return kept;
};
