/** Names of the files of a record; the bytes of blobs lie in `blobs/<64 hex digits>`. */
export const recordFiles = {
  entries: "entries.jsonl",
  index: "index.md",
  key: "public-key.pem",
  head: "head.dsse.json",
} as const;
