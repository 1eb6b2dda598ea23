import type { PersonalDatum } from "./find-personal-data.ts";

/** How much of one kind was met at one place, with one masked sample. */
export type Met = {
  /** `customers.email`, or a file. */
  readonly place: string;
  readonly kind: PersonalDatum["kind"];
  readonly count: number;
  /** Of these, how many are card numbers that were published for tests. */
  readonly forTests: number;
  readonly sample: string;
};

/** Adds what was found at a place; equal places and kinds become one. */
export const addMet = (met: readonly Met[], place: string, found: readonly PersonalDatum[]): readonly Met[] =>
  found.reduce<readonly Met[]>((sum, one) => add(sum, place, one), met);

const add = (met: readonly Met[], place: string, { kind, sample, isForTests }: PersonalDatum): readonly Met[] => {
  const known = met.findIndex((one) => one.place === place && one.kind === kind);
  const before = met[known] ?? { place, kind, count: 0, forTests: 0, sample };
  const after = { ...before, count: before.count + 1, forTests: before.forTests + (isForTests ? 1 : 0) };
  return known === -1 ? [...met, after] : met.with(known, after);
};

const plural = {
  "card number": "card numbers",
  "e-mail address": "e-mail addresses of real domains",
  IBAN: "IBANs",
  "phone number": "phone numbers",
} as const;
const single = {
  ...plural,
  "card number": "card number",
  "e-mail address": "e-mail address of a real domain",
  IBAN: "IBAN",
  "phone number": "phone number",
} as const;

/** `customers.email: 37 e-mail addresses of real domains, such as …@g….com`. */
export const sayMet = ({ place, kind, count, forTests, sample }: Met): string => {
  const tests = forTests === 0 ? "" : `, ${forTests === count ? "all" : forTests} of them published for tests`;
  return `${place}: ${count} ${(count === 1 ? single : plural)[kind]}, such as ${sample}${tests}`;
};
