import { cardNumbersIn } from "./card-number.ts";
import { isIban } from "./iban.ts";

/** What a text may hold of a person. `sample` is masked: enough to find the place, too little to find the person. */
export type PersonalDatum = {
  readonly kind: "card number" | "e-mail address" | "IBAN" | "phone number";
  readonly sample: string;
  /** One that the card networks publish for tests. */
  readonly isForTests: boolean;
};

/** What counts as made up, beside what the standards reserve. */
export type Synthetic = {
  /** Domains of e-mail addresses, with all below them. */
  readonly domains: readonly string[];
  /** Whether the card networks' test numbers may be there. */
  readonly testCards: boolean;
};

/** Everything in a text that looks like a real person's. Linear in its length. */
export const findPersonalData = (text: string, synthetic: Synthetic): readonly PersonalDatum[] => [
  ...cardNumbers(text).filter(({ isForTests }) => !isForTests || !synthetic.testCards),
  ...emailAddresses(text, synthetic.domains),
  ...ibans(text),
  ...phoneNumbers(text),
];

const cardNumbers = (text: string): readonly PersonalDatum[] =>
  cardNumbersIn(text).map(({ issuer, digits, isForTests }) => ({
    kind: "card number",
    sample: `${issuer} …${digits.slice(-4)}`,
    isForTests,
  }));

const address = /(?<![\w.%+-])[\w.%+-]{1,64}@([a-z0-9-]{1,63}(?:\.[a-z0-9-]{1,63}){1,8})(?![\w@-])/gi;
/** RFC 2606 and RFC 6761: nobody can receive mail there. */
const reserved = ["example.com", "example.net", "example.org", "example", "test", "invalid", "localhost"];
/** `logo@2x.png` is a file. */
const fileEnding = /\.(?:png|jpe?g|gif|svg|webp|ico|css|m?js|ts|html?|json|ya?ml|service)$/i;

const emailAddresses = (text: string, domains: readonly string[]): readonly PersonalDatum[] =>
  [...text.matchAll(address)].flatMap(([, given = ""]) => {
    const domain = given.toLowerCase();
    const ending = domain.slice(domain.lastIndexOf(".") + 1);
    if (!/^[a-z]{2,}$|^xn--/.test(ending) || fileEnding.test(domain)) return [];
    if ([...reserved, ...domains].some((one) => isWithin(domain, one.toLowerCase()))) return [];
    return [{ kind: "e-mail address", sample: `…@${domain[0]}….${ending}`, isForTests: false } as const];
  });

const isWithin = (domain: string, above: string): boolean => domain === above || domain.endsWith(`.${above}`);

const accountForm = /(?<![A-Za-z0-9])[A-Z]{2}\d{2}(?: ?[A-Z0-9]){11,27}(?![A-Za-z0-9])/g;

const ibans = (text: string): readonly PersonalDatum[] =>
  [...text.matchAll(accountForm)].flatMap(([run]) =>
    isIban(run.replaceAll(" ", ""))
      ? [{ kind: "IBAN", sample: `${run.slice(0, 2)}…`, isForTests: false } as const]
      : [],
  );

/** International form alone: anything looser is a number of something else more often than not. */
const phoneForm = /(?<![\w+.-])\+[1-9](?:[ ()-]{0,2}\d){8,14}(?![\w-]|\.\d)/g;
/** Kept for films and tests by the regulators of North America and Britain. */
const fictional = /^(?:1\d{3}55501\d{2}|447700900\d{3}|442079460\d{3})$/;

const phoneNumbers = (text: string): readonly PersonalDatum[] =>
  [...text.matchAll(phoneForm)].flatMap(([run]) => {
    const digits = run.replace(/\D/g, "");
    if (fictional.test(digits)) return [];
    return [{ kind: "phone number", sample: `+${digits.slice(0, 2)}…`, isForTests: false } as const];
  });
