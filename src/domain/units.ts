declare const brand: unique symbol;
type Branded<Base, Name extends string> = Base & { readonly [brand]: Name };

/** A share of live traffic, 0 … 100 (not a fraction). */
export type Percent = Branded<number, "Percent">;
/** A length of time in milliseconds, 0 or more. */
export type Millis = Branded<number, "Millis">;
/** A moment in milliseconds since 1970-01-01T00:00:00Z. Always UTC; zones are a matter of display. */
export type Instant = Branded<number, "Instant">;
/** `sha256:` and 64 lower-case hex digits. */
export type Digest = Branded<string, "Digest">;

/** @throws RangeError outside 0 … 100. */
export const percent = (n: number): Percent => {
  if (!(n >= 0 && n <= 100)) throw new RangeError(`a percent lies in 0 … 100, got ${n}`);
  return n as Percent;
};

/** @throws RangeError when negative or not finite. */
export const millis = (n: number): Millis => {
  if (!(n >= 0 && Number.isFinite(n))) throw new RangeError(`a length of time is 0 ms or more, got ${n}`);
  return n as Millis;
};

/** @throws RangeError when not finite. */
export const instant = (n: number): Instant => {
  if (!Number.isFinite(n)) throw new RangeError(`an instant is a finite number of milliseconds, got ${n}`);
  return n as Instant;
};

const digestForm = /^sha256:[0-9a-f]{64}$/;

export const isDigest = (text: string): text is Digest => digestForm.test(text);

/** @throws RangeError when it is not `sha256:` and 64 lower-case hex digits. */
export const digest = (text: string): Digest => {
  if (!isDigest(text)) throw new RangeError(`a digest reads sha256:<64 hex digits>, got ${text}`);
  return text;
};

export const plus = (at: Instant, length: Millis): Instant => (at + length) as Instant;
/** Time from `from` to `to`; 0 when `to` is earlier, for a clock may jump back. */
export const since = (from: Instant, to: Instant): Millis => Math.max(0, to - from) as Millis;
