import { commonWords } from "./common-passwords.ts";

/** Both in characters as people count them. Longer ones are refused, for cutting them would accept another password. */
export const shortestPassword = 12;
export const longestPassword = 128;

/** Everything for which a password is refused; none = it may be used. Whatever signs it is made of are its owner's matter. */
export const whyWeak = (
  password: string,
  account: { readonly id: string; readonly name: string },
): readonly string[] => {
  const length = [...password].length;
  const plain = password.toLowerCase();
  return [
    ...(length < shortestPassword ? [`it has fewer than ${shortestPassword} characters`] : []),
    ...(length > longestPassword ? [`it has more than ${longestPassword} characters`] : []),
    ...(length >= shortestPassword && isCommon(plain) ? ["it is among the commonest"] : []),
    ...(namesOf(account).some((name) => plain.includes(name)) ? ["it contains the account's name"] : []),
  ];
};

/** An id of two letters is in half of all words. */
const namesOf = ({ id, name }: { readonly id: string; readonly name: string }): readonly string[] =>
  [id, ...name.split(/\s+/)].map((word) => word.toLowerCase()).filter((word) => word.length >= 3);

const isCommon = (plain: string): boolean => new Set(plain).size < 5 || isRun(plain) || restOf(plain) === "";

const longestFirst = commonWords.toSorted((a, b) => b.length - a.length);

const restOf = (plain: string): string =>
  longestFirst.reduce((rest, word) => rest.replaceAll(word, ""), plain).replace(/[\d\s\p{P}\p{S}]/gu, "");

/** `abcdefghijkl`, `987654321098`: most signs follow the one before them. */
const isRun = (plain: string): boolean => {
  const codes = [...plain].map((sign) => sign.codePointAt(0) ?? 0);
  const steps = codes.slice(1).map((code, i) => code - (codes[i] ?? 0));
  return [1, -1].some((step) => steps.filter((one) => one === step).length >= steps.length * 0.8);
};
