import { longestPassword, shortestPassword, whyWeak } from "../domain/access/why-weak.ts";

export type Strength = {
  /** 0 while it would be refused; then 1 to 3. */
  readonly level: 0 | 1 | 2 | 3;
  readonly says: string;
};

/** What a page says of a password while it is typed: why the server would refuse it, or how good its length is. */
export const passwordStrength = (
  password: string,
  account: { readonly id: string; readonly name: string } = { id: "", name: "" },
): Strength => {
  const [problem] = whyWeak(password, account);
  const length = [...password].length;
  if (password === "") return { level: 0, says: `${shortestPassword} to ${longestPassword} characters` };
  if (problem !== undefined) return { level: 0, says: problem };
  if (length < 16) return { level: 1, says: "it will do; a few words more are better" };
  return length < 22 ? { level: 2, says: "it is good" } : { level: 3, says: "it is very good" };
};
