/** `id`: the last one that was told, "" before. */
export type Told =
  | { readonly kind: "event"; readonly id: string; readonly event: string; readonly data: string }
  | { readonly kind: "retry"; readonly ms: number };

/** Of one event, in characters; what is longer is no event of ours. */
const longest = 2 ** 24;

/**
 * Server-sent events, one after the other. Comments are left out; an event that was cut off is none.
 * @source WHATWG HTML, section 9.2.6: Interpreting an event stream
 */
export async function* readEvents(pieces: AsyncIterable<Uint8Array>): AsyncGenerator<Told> {
  let id = "";
  let fields: (readonly [string, string])[] = [];
  for await (const line of linesOf(pieces)) {
    if (line !== "") {
      const field = fieldOf(line);
      if (field[0] === "id" && !field[1].includes("\0")) id = field[1];
      if (field[0] === "retry" && /^\d+$/.test(field[1])) yield { kind: "retry", ms: Number(field[1]) };
      fields.push(field);
      continue;
    }
    const data = fields.flatMap(([name, value]) => (name === "data" ? [value] : []));
    const event = fields.findLast(([name]) => name === "event")?.[1] ?? "message";
    fields = [];
    if (data.length > 0) yield { kind: "event", id, event, data: data.join("\n") };
  }
}

const fieldOf = (line: string): readonly [name: string, value: string] => {
  const at = line.indexOf(":");
  return at < 0 ? [line, ""] : [line.slice(0, at), line.slice(at + 1).replace(/^ /, "")];
};

const lineEnd = /\r\n|\n|\r(?=[\s\S])/;

/** Lines that have ended, whichever way they end; a byte order mark at the beginning is none of the first. */
async function* linesOf(pieces: AsyncIterable<Uint8Array>): AsyncGenerator<string> {
  const decoder = new TextDecoder();
  let text = "";
  for await (const piece of pieces) {
    text += decoder.decode(piece, { stream: true });
    // A carriage return at the very end may be the first half of a line's end.
    for (let end = lineEnd.exec(text); end !== null; end = lineEnd.exec(text)) {
      yield text.slice(0, end.index);
      text = text.slice(end.index + end[0].length);
    }
    if (text.length > longest) throw new RangeError("a line of the event stream has no end");
  }
}
