/** Where logs are searched. */
export type LogStore = FileStore | LokiStore | ElasticsearchStore;

export type FileStore = {
  readonly driver: "file";
  /** Paths with * and **: relative to headgate.yaml as they are written there, absolute where they are read. */
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
