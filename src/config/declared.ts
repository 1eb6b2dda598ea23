/** What reports must cover for this service. */
export type Declared = {
  readonly integrations: readonly string[];
  readonly frameworks: readonly string[];
  /** Browser engines that enough users have; absent where nobody says what users have. */
  readonly browsers?: readonly string[];
};
