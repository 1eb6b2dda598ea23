/** Ranges of the first digits that issuers hand out, and the lengths of their numbers (ISO/IEC 7812). */
const issuers: readonly (readonly [name: string, first: RegExp, lengths: readonly number[]])[] = [
  ["Visa", /^4/, [13, 16, 19]],
  ["Mastercard", /^(?:5[1-5]|222[1-9]|22[3-9]|2[3-6]|27[01]|2720)/, [16]],
  ["American Express", /^3[47]/, [15]],
  ["Discover", /^(?:6011|64[4-9]|65)/, [16, 17, 18, 19]],
  ["Diners Club", /^3(?:0[0-5]|[689])/, [14, 16, 17, 18, 19]],
  ["JCB", /^35(?:2[89]|[3-8])/, [16, 17, 18, 19]],
  ["UnionPay", /^62/, [16, 17, 18, 19]],
  ["Maestro", /^(?:5018|5020|5038|5893|6304|6759|676[1-3])/, [13, 14, 15, 16, 17, 18, 19]],
];

/** Numbers that the networks and payment providers publish for tests; no bank has handed them out. */
const testNumbers: ReadonlySet<string> = new Set(
  (
    "4111111111111111 4242424242424242 4012888888881881 4222222222222 4000056655665556 4000000000000002 " +
    "4000002500003155 4000002760003184 4000000000003220 4917610000000000 4988438843884305 " +
    "5555555555554444 5105105105105100 5200828282828210 5454545454545454 5431111111111111 2223003122003222 2223000048400011 " +
    "378282246310005 371449635398431 378734493671000 370000000000002 " +
    "6011111111111117 6011000990139424 6011981111111113 30569309025904 38520000023237 36227206271667 3056930009020004 " +
    "3530111333300000 3566002020360505 6205500000000000004 6200000000000005 6759649826438453 6304000000000000"
  ).split(" "),
);

export type CardNumber = { readonly issuer: string; readonly digits: string; readonly isForTests: boolean };

/** How digits are put into groups on cards and in forms. */
const groupings: ReadonlySet<string> = new Set(["4,4,4,4", "4,4,4,4,3", "4,4,4,4,2", "4,4,4,4,1", "4,6,5", "4,6,4"]);

type Group = { readonly from: number; readonly to: number };

/** Card numbers in a text: digits in one piece, or grouped as people group them by single spaces or hyphens. */
export const cardNumbersIn = (text: string): readonly CardNumber[] => {
  const groups = [...text.matchAll(/\d+/g)].map(
    ({ index, 0: run }): Group => ({ from: index, to: index + run.length }),
  );
  return groups.flatMap((_, i) => {
    // The longest comes first: what begins a number of 19 digits is not one of 16 as well.
    const lengths = [5, 4, 3, 1].filter((n) => i + n <= groups.length);
    const found = lengths.map((n) => cardAt(text, groups.slice(i, i + n)));
    return found.find((card) => card !== null) ?? [];
  });
};

const cardAt = (text: string, groups: readonly Group[]): CardNumber | null => {
  const [first, last] = [groups[0], groups.at(-1)];
  if (first === undefined || last === undefined) return null;
  if (groups.length > 1 && !isGrouped(text, groups)) return null;
  // A part of a word, of a digest or of a decimal fraction is no number of its own.
  if (/[A-Za-z]$|\d\.$/.test(text.slice(Math.max(0, first.from - 2), first.from))) return null;
  if (/^(?:[A-Za-z]|\.\d)/.test(text.slice(last.to, last.to + 2))) return null;
  return cardNumberOf(text.slice(first.from, last.to).replace(/[ -]/g, ""));
};

const isGrouped = (text: string, groups: readonly Group[]): boolean =>
  groupings.has(groups.map(({ from, to }) => to - from).join(",")) &&
  groups.slice(1).every(({ from }, i) => /^[ -]$/.test(text.slice(groups[i]?.to, from)));

/** Null for digits that no issuer of payment cards can have handed out. @param digits  nothing but digits */
export const cardNumberOf = (digits: string): CardNumber | null => {
  const issuer = issuers.find(([, first, lengths]) => lengths.includes(digits.length) && first.test(digits));
  return issuer === undefined || !passesLuhn(digits)
    ? null
    : { issuer: issuer[0], digits, isForTests: testNumbers.has(digits) };
};

/** Luhn's check digit (ISO/IEC 7812-1, annex B). */
export const passesLuhn = (digits: string): boolean => {
  let sum = 0;
  for (let i = 0; i < digits.length; i++) {
    const digit = digits.charCodeAt(digits.length - 1 - i) - 48;
    const doubled = i % 2 === 1 ? digit * 2 : digit;
    sum += doubled > 9 ? doubled - 9 : doubled;
  }
  return sum % 10 === 0;
};
