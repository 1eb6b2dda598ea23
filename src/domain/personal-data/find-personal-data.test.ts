import fc from "fast-check";
import { expect, test } from "vitest";
import { randomFrom } from "../../../test/support/random.ts";
import { passesLuhn } from "./card-number.ts";
import { findPersonalData, type Synthetic } from "./find-personal-data.ts";
import { addMet, sayMet } from "./tally.ts";

const strict: Synthetic = { domains: [], testCards: false };
const kindsIn = (text: string, synthetic = strict) => findPersonalData(text, synthetic).map(({ kind }) => kind);

test.each([
  ["4539 1488 0343 6467", "Visa …6467"],
  ["5425-2334-3010-9903", "Mastercard …9903"],
  ["card=374245455400126;", "American Express …0126"],
  ["3742 454554 00126", "American Express …0126"],
  ["6011 0009 9013 9424", "Discover …9424"],
  ["1234 4539 1488 0343 6467 1234", "Visa …6467"],
  ['{"pan":4539148803436467}', "Visa …6467"],
])("R40: the card number in %s is found, and not repeated", (text, sample) => {
  expect(findPersonalData(text, strict)).toMatchObject([{ kind: "card number", sample }]);
});

test.each([
  ["4539 1488 0343 6468", "a wrong check digit"],
  ["9539 1488 0343 6461", "nobody issues it"],
  ["0.4539148803436467", "a fraction"],
  ["a4539148803436467", "a part of a word"],
  ["45391488034364670001234", "longer than any"],
  ["4539  1488  0343  6467", "not grouped by single spaces"],
  ["2026-11-29 10:00:00.000", "a moment"],
])("%s is no card number: %s", (text) => {
  expect(kindsIn(text)).toEqual([]);
});

test("numbers that the networks publish for tests are told apart, and allowed where somebody says so", () => {
  expect(findPersonalData("4111 1111 1111 1111", strict)).toMatchObject([{ isForTests: true }]);
  expect(kindsIn("4111 1111 1111 1111", { ...strict, testCards: true })).toEqual([]);
  expect(kindsIn("4539 1488 0343 6467", { ...strict, testCards: true })).toEqual(["card number"]);
});

test.each([
  ["write to jo.doe+shop@gmail.com, please", 1],
  ["Jo <jo@mail.gouv.fr>;jim@web.de", 2],
  ["a@example.com b@shop.test c@x.invalid d@mail.example.org e@localhost", 0],
  ["logo@2x.png and user@host and @gmail.com", 0],
  ["qa@synthetic.shop.io", 0],
])("e-mail addresses of real domains in %s: %i", (text, count) => {
  expect(kindsIn(text, { ...strict, domains: ["shop.io"] })).toHaveLength(count);
});

test.each([
  ["DE89 3704 0044 0532 0130 00", "IBAN"],
  ["GB82WEST12345698765432", "IBAN"],
  ["GB82WEST12345698765433", ""],
  ["call +49 30 901820 now", "phone number"],
  ["call +1 (212) 555-0123 now", ""],
  ["2026-11-29T10:00:00+0200", ""],
])("%s holds %s", (text, kinds) => {
  expect(kindsIn(text).join()).toBe(kinds);
});

/** A number that an issuer may have handed out, made of any digits. */
const cards = fc
  .tuple(fc.constantFrom("4", "51", "2221", "6011", "3528"), fc.array(fc.nat(9), { minLength: 14, maxLength: 14 }))
  .map(([first, rest]) => {
    const body = (first + rest.join("")).slice(0, 15);
    return body + [..."0123456789"].find((digit) => passesLuhn(body + digit));
  });
const grouped = (digits: string, sign: string) => digits.match(/.{4}/g)!.join(sign);
const noise = fc.stringMatching(/^[a-z ,;:"{}<>/]{0,40}$/);
const around = fc.constantFrom(" ", ",", '"', "\n", "=", "<");

test("R40: a card number is found in whatever stands around it, however it is grouped", () => {
  fc.assert(
    fc.property(cards, fc.constantFrom("", " ", "-"), noise, around, noise, (card, sign, before, edge, after) => {
      const found = findPersonalData(`${before}${edge}${grouped(card, sign)}${edge}${after}`, strict);
      expect(found.filter(({ kind }) => kind === "card number")).toHaveLength(1);
      expect(JSON.stringify(found)).not.toContain(card);
    }),
    { numRuns: 300, seed: 40 },
  );
});

const anyText = fc.oneof(
  fc.string({ maxLength: 200 }),
  fc.array(fc.nat(0xffff), { maxLength: 100 }).map((codes) => String.fromCharCode(...codes)),
);

test("no text makes it fail, and what it finds never holds the datum", () => {
  fc.assert(
    fc.property(anyText, (text) => {
      for (const { sample } of findPersonalData(`${text} 4539148803436467`, strict))
        expect(sample.replace(/\D/g, "").length).toBeLessThanOrEqual(4);
    }),
    { numRuns: 300, seed: 41 },
  );
});

test("R40: random digits are seldom taken for a card: fewer than 3 in 100 of 16 digits, none of 12, of UUIDs or of moments", () => {
  const { below } = randomFrom(40);
  const digits = (n: number) => Array.from({ length: n }, () => below(10)).join("");
  const uuid = () =>
    [8, 4, 4, 4, 12].map((n) => Array.from({ length: n }, () => below(16).toString(16)).join("")).join("-");
  const share = (make: () => string): number =>
    Array.from({ length: 5_000 }, make).filter((text) => kindsIn(text).length > 0).length / 5_000;

  expect(share(() => digits(16))).toBeLessThan(0.03);
  expect(share(() => digits(12))).toBe(0);
  expect(share(() => String(1_700_000_000_000 + below(100_000_000_000)))).toBe(0);
  expect(share(uuid)).toBeLessThan(0.001);
});

test("a long text takes little time", () => {
  const text = `${"1 ".repeat(50_000)}${"a.".repeat(50_000)}${"+1 2".repeat(25_000)}${"AB12 ".repeat(25_000)}`;
  const began = performance.now();
  findPersonalData(text, strict);
  expect(performance.now() - began).toBeLessThan(3_000);
});

test("what was met is told by place and kind, with how many were published for tests", () => {
  const rows = ["4111111111111111", "4539148803436467", "jo@gmail.com"];
  const met = rows.reduce(
    (sum, row) => addMet(sum, "customers.note", findPersonalData(row, strict)),
    addMet([], "", []),
  );
  expect(met.map(sayMet)).toEqual([
    "customers.note: 2 card numbers, such as Visa …1111, 1 of them published for tests",
    "customers.note: 1 e-mail address of a real domain, such as …@g….com",
  ]);
});
