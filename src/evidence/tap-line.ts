/** A line of TAP, without its indentation. */
export type TapLine =
  | ({
      readonly kind: "point";
      readonly ok: boolean;
      readonly number: number | null;
      readonly name: string;
    } & Directive)
  | { readonly kind: "plan"; readonly count: number; readonly skipped: boolean }
  | { readonly kind: "subtest"; readonly name: string }
  | { readonly kind: "comment"; readonly text: string }
  | { readonly kind: "version" }
  | { readonly kind: "bail out"; readonly reason: string }
  | { readonly kind: "yaml begins" }
  | { readonly kind: "other" };

type Directive = { readonly directive: "skip" | "todo" | null };

/**
 * What is no TAP is `other`: a program under test prints where it likes.
 * @source https://testanything.org/tap-version-14-specification.html
 */
export const tapLine = (text: string): TapLine => {
  const point = /^(not )?ok(?:$|\s+(?:(\d{1,9})(?=\s|$))?\s*(.*)$)/.exec(text);
  if (point) {
    const [, not, number, rest = ""] = point;
    return { kind: "point", ok: not === undefined, number: number ? Number(number) : null, ...described(rest) };
  }
  const [plan, last, reason] = /^1\.\.(\d{1,9})\s*(?:#\s*(.*))?$/.exec(text) ?? [];
  if (plan !== undefined) return { kind: "plan", count: Number(last), skipped: /^skip/i.test(reason ?? "") };
  if (/^bail out!/i.test(text)) return { kind: "bail out", reason: text.slice(9).trim() };
  if (/^TAP version \d+$/.test(text)) return { kind: "version" };
  const [, subtest] = /^# Subtest(?:: (.*))?$/.exec(text) ?? [];
  if (subtest !== undefined) return { kind: "subtest", name: unescaped(subtest) };
  if (text.startsWith("#")) return { kind: "comment", text: text.slice(1) };
  return text === "---" ? { kind: "yaml begins" } : { kind: "other" };
};

/** ` - name # TODO reason`; a `#` of the name itself is written `\#`. */
const described = (rest: string): Directive & { readonly name: string } => {
  const [, before = rest, word] = /^(.*?)(?<!\\)#\s*(skip|todo)/i.exec(rest) ?? [];
  const directive = word === undefined ? null : word.toLowerCase() === "skip" ? "skip" : "todo";
  return { name: unescaped(before.replace(/^-(\s|$)/, "").trim()), directive };
};

const unescaped = (text: string): string => text.replaceAll(/\\([#\\])/g, "$1");
