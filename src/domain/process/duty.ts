/** Who may not sign: a rule of separation of duties. */
export type Duty =
  | { readonly not: "author" }
  /** May be one of several known people who wrote the code; others whom nobody knows do not count. */
  | { readonly not: "sole-author" }
  | { readonly not: "executor" }
  | { readonly not: "drill-runner" }
  /** Not the person who signed that other approval. */
  | { readonly notSignerOf: string }
  /** Not who filed that document or record, or signed or handed in that report. */
  | { readonly notWriterOf: string }
  /** Not the one person who wrote all of them. */
  | { readonly notSoleWriterOf: readonly string[] };
