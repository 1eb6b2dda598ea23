/** Where logs are searched. */
export type LogStore = FileStore | LokiStore | ElasticsearchStore;

export type FileStore = {
  readonly driver: "file";
  /** Absolute paths, with * and **. */
  readonly files: readonly string[];
};

export type LokiStore = {
  readonly driver: "loki";
  readonly url: string;
  /** Stream selector, such as `{app="shop"}`. */
  readonly selector: string;
  readonly tenant: string | null;
  readonly authorization: string | null;
};

/** OpenSearch answers the same. */
export type ElasticsearchStore = {
  readonly driver: "elasticsearch";
  readonly url: string;
  readonly index: string;
  /** Null: every field. */
  readonly field: string | null;
  readonly authorization: string | null;
};
