import type { Digest } from "../domain/units.ts";
import type { Entry } from "./port.ts";
import { recordFiles } from "./record-files.ts";
import { byStream } from "./statement.ts";

export type IndexFacts = {
  readonly about: Readonly<Record<string, string>>;
  readonly entries: readonly Entry[];
  /** Enclosed bytes, with their size in bytes and the entry that mentions them first. */
  readonly blobs: readonly { readonly digest: Digest; readonly size: number; readonly mention: Entry }[];
  readonly outside: readonly Digest[];
  readonly fingerprint: Digest;
};

/** The page of a record that a person reads: what happened, when, by whom, and the digest that proves it. Markdown. */
export const recordIndex = ({ about, entries, blobs, outside, fingerprint }: IndexFacts): string =>
  [
    "# Record",
    list(Object.entries(about).map(([name, value]) => `${cell(name)}: ${cell(value)}`)),
    [
      `Signed in \`${recordFiles.head}\` by the Ed25519 key with the fingerprint \`${fingerprint}\`. The signature shows`,
      "who sealed this record only to somebody who knows that fingerprint from elsewhere: compare it.",
    ].join("\n"),
    ...[...byStream(entries)].flatMap(([stream, own]) => [`## ${cell(stream)}`, history(own)]),
    "## Enclosed files",
    blobs.length === 0 ? "None." : enclosed(blobs),
    "## Mentioned, and kept elsewhere",
    outside.length === 0 ? "Nothing." : list(outside.map((digest) => `\`${digest}\``)),
    "",
  ].join("\n\n");

const history = (entries: readonly Entry[]): string =>
  table(
    ["no.", "when (UTC)", "who", "what", "digest of the entry"],
    entries.map((entry) => [
      String(entry.version),
      new Date(entry.at).toISOString(),
      `${entry.actor.kind} ${entry.actor.id}`,
      whatOf(entry),
      entry.hash,
    ]),
  );

/** The event, and what it was asked for by: `DocumentWritten of production.baseline`. */
const whatOf = ({ type, data }: Entry): string => {
  const { requirement, evidence } = Object(data) as { requirement?: unknown; evidence?: { requirement?: unknown } };
  const of = requirement ?? evidence?.requirement;
  return typeof of === "string" ? `${type} of ${of}` : type;
};

const enclosed = (blobs: IndexFacts["blobs"]): string =>
  table(
    ["file", "bytes", "first mentioned in"],
    blobs.map(({ digest, size, mention }) => [
      `blobs/${digest.slice(7)}`,
      String(size),
      `${mention.stream} no. ${mention.version} (${whatOf(mention)})`,
    ]),
  );

const table = (titles: readonly string[], rows: readonly (readonly string[])[]): string =>
  [titles, titles.map(() => "---"), ...rows.map((row) => row.map(cell))]
    .map((row) => `| ${row.join(" | ")} |`)
    .join("\n");

const list = (items: readonly string[]): string => items.map((item) => `- ${item}`).join("\n");

/** Text of other people's making, unable to look like anything but itself in Markdown or HTML. */
const cell = (text: string): string =>
  text.replace(/\s+/g, " ").replace(/[\\`*_[\]<>|#&]/g, (sign) => `&#${sign.charCodeAt(0)};`);
