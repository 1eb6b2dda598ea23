/** A selector of PromQL, taken apart: `http_requests_total{job="shop"}`. */
export type Selector = {
  /** "" where only labels select. */
  readonly name: string;
  /** What stands between the braces, without a comma at its end. */
  readonly matchers: string;
};

const text = String.raw`"(?:[^"\\]|\\.)*"|'(?:[^'\\]|\\.)*'`;
const form = new RegExp(String.raw`^\s*([a-zA-Z_:][\w:]*)?\s*(?:\{((?:[^{}"']|${text})*)\})?\s*$`);

/**
 * @returns null for anything that is more than a selector: of `rate(…)` and `sum(…)` nobody can tell which instance
 *          was restarted, and what they say of a window that a scrape is missing from is a guess
 */
export const selectorOf = (given: string): Selector | null => {
  const [whole, name = "", matchers = ""] = form.exec(given) ?? [];
  if (whole === undefined || (name === "" && matchers.trim() === "")) return null;
  return { name, matchers: matchers.trim().replace(/,$/, "") };
};

/** A histogram is named without `_bucket`, as in the service's code; with it is right as well. */
export const bucketsOf = ({ name, matchers }: Selector): Selector => ({
  name: name === "" || name.endsWith("_bucket") ? name : `${name}_bucket`,
  matchers,
});

/** The same histogram where it is a native one; null where no name says which. */
export const nativeOf = ({ name, matchers }: Selector): Selector | null =>
  name === "" ? null : { name: name.replace(/_bucket$/, ""), matchers };

export const written = ({ name, matchers }: Selector, ...more: readonly string[]): string =>
  `${name}{${[matchers, ...more].filter((one) => one !== "").join(",")}}`;

/** One of these values, exactly. */
export const oneOf = (label: string, values: readonly string[]): string =>
  `${label}=~${JSON.stringify(values.map((value) => value.replace(/[\\^$.*+?()[\]{}|]/g, String.raw`\$&`)).join("|"))}`;
