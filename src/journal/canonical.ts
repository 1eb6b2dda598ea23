/**
 * Canonical JSON: the one text that every implementation gives for the same value, so that its hash is the same
 * everywhere. Object keys are sorted by their UTF-16 code units; there is no white space.
 *
 * @param value  plain JSON: null, booleans, finite numbers, strings, arrays, plain objects. A key whose value is
 *               `undefined` is left out and an `undefined` in an array becomes `null`, as JSON.stringify does.
 * @throws TypeError for what JSON would lose or bend in silence: NaN and infinities, lone surrogates, bigint, symbols,
 *               functions, `undefined` by itself, and objects of a class (Date, Map ...).
 * @source  RFC 8785 (JCS); its numbers and strings are those of ECMAScript, so JSON.stringify gives them.
 */
export const canonical = (value: unknown): string => {
  if (typeof value === "string") return text(value);
  if (typeof value === "number") return number(value);
  if (value === null || typeof value === "boolean") return String(value);
  if (Array.isArray(value)) return `[${value.map((item) => canonical(item === undefined ? null : item)).join(",")}]`;
  if (isPlain(value)) return object(value);
  throw new TypeError(
    `cannot be written as JSON: ${typeof value === "object" ? "an object of a class" : typeof value}`,
  );
};

const object = (value: Readonly<Record<string, unknown>>): string => {
  let members = "";
  for (const key of Object.keys(value).sort()) {
    const member = value[key];
    if (member !== undefined) members += `${members === "" ? "" : ","}${text(key)}:${canonical(member)}`;
  }
  return `{${members}}`;
};

const text = (value: string): string => {
  if (!value.isWellFormed()) throw new TypeError("cannot be written as JSON: a string with half a surrogate pair");
  return JSON.stringify(value);
};

const number = (value: number): string => {
  if (!Number.isFinite(value)) throw new TypeError(`cannot be written as JSON: the number ${value}`);
  return JSON.stringify(value);
};

const isPlain = (value: unknown): value is Readonly<Record<string, unknown>> => {
  if (typeof value !== "object" || value === null) return false;
  const prototype: unknown = Object.getPrototypeOf(value);
  return prototype === Object.prototype || prototype === null;
};
