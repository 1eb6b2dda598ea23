import type { Page } from "./ask-page.ts";
import { matches } from "./matches.ts";
import { shown } from "./shown.ts";

/** All that is asked of a page. */
export type HttpExpected = {
  readonly url: string;
  /** One of these. */
  readonly status: readonly number[];
  readonly contains: string | null;
  readonly lacks: string | null;
  /** A regular expression. */
  readonly matches: string | null;
  /** true: must be there; false: must not; a text: must be in it, in whatever case. */
  readonly headers: Readonly<Record<string, boolean | string>>;
  /** Least `max-age` of Strict-Transport-Security, in ms. */
  readonly hsts: number | null;
  /** Where it must redirect to. */
  readonly location: string | null;
  /** ms; its last byte must have come before that. */
  readonly fasterThan: number | null;
  /** Least protocol, such as `TLSv1.2`. */
  readonly tls: string | null;
};

/** Everything about a page that is not as it was asked for. */
export const httpProblems = (asked: HttpExpected, page: Page): readonly string[] => [
  ...(asked.status.includes(page.status) ? [] : [`answered ${page.status} instead of ${asked.status.join(" or ")}`]),
  ...(asked.contains === null || page.body.includes(asked.contains)
    ? []
    : [`the answer does not contain ${shown(asked.contains)}`]),
  ...(asked.lacks !== null && page.body.includes(asked.lacks)
    ? [`the answer contains ${shown(asked.lacks)}, which must not be there`]
    : []),
  ...(asked.matches === null ? [] : matches(asked.matches, page.body)),
  ...Object.entries(asked.headers).flatMap(([name, wanted]) => headerProblems(name, wanted, page)),
  ...(asked.hsts === null ? [] : hstsProblems(asked.hsts, page)),
  ...(asked.location === null ? [] : locationProblems(asked.location, asked.url, page)),
  ...(asked.fasterThan === null || page.took < asked.fasterThan
    ? []
    : [`took ${page.took} ms; it must be less than ${asked.fasterThan} ms`]),
  ...(asked.tls === null ? [] : tlsProblems(asked.tls, page)),
];

const headerOf = ({ headers }: Page, name: string): string | undefined => {
  const value = headers[name.toLowerCase()];
  return Array.isArray(value) ? value.join(", ") : value;
};

const headerProblems = (name: string, wanted: boolean | string, page: Page): readonly string[] => {
  const seen = headerOf(page, name);
  if (wanted === false) return seen === undefined ? [] : [`has the header ${name}, which must not be there`];
  if (seen === undefined || seen.trim() === "") return [`has no header ${name}`];
  if (wanted === true || seen.toLowerCase().includes(wanted.toLowerCase())) return [];
  return [`its header ${name} is ${shown(seen)} and does not contain ${shown(wanted)}`];
};

/** A `max-age` of 0 switches it off; of several headers browsers take the first (RFC 6797, 6.1 and 8.1). */
const hstsProblems = (least: number, page: Page): readonly string[] => {
  const seen = headerOf(page, "strict-transport-security");
  if (seen === undefined) return ["has no header strict-transport-security"];
  const [first = ""] = seen.split(",");
  const ages = first.split(";").flatMap((part) => /^\s*max-age\s*=\s*"?(\d+)"?\s*$/i.exec(part)?.[1] ?? []);
  const asked = `it must hold for ${least / 1_000} s at least`;
  if (ages.length !== 1) return [`its strict-transport-security is ${shown(seen)}; ${asked}`];
  return Number(ages[0]) * 1_000 >= least ? [] : [`its strict-transport-security holds for ${ages[0]} s; ${asked}`];
};

const locationProblems = (wanted: string, url: string, page: Page): readonly string[] => {
  const seen = headerOf(page, "location");
  if (seen === undefined) return [`redirects nowhere; it must lead to ${wanted}`];
  const [there, here] = [resolved(wanted, url), resolved(seen, url)];
  return here !== null && here === there ? [] : [`redirects to ${shown(seen)} instead of ${wanted}`];
};

const resolved = (to: string, base: string): string | null => (URL.canParse(to, base) ? new URL(to, base).href : null);

const protocols = ["TLSv1", "TLSv1.1", "TLSv1.2", "TLSv1.3"];

const tlsProblems = (least: string, { protocol }: Page): readonly string[] => {
  if (protocol === null) return ["did not answer over TLS"];
  return protocols.indexOf(protocol) >= protocols.indexOf(least)
    ? []
    : [`spoke ${protocol}; it must be ${least} at least`];
};
