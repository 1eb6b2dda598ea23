/**
 * The part of a JSON text at a JSON pointer (`/data/flags/checkout`, RFC 6901); a name without a slash is a key of its
 * top. `undefined` where there is none.
 */
export const atPointer = (value: unknown, pointer: string): unknown => {
  if (!pointer.startsWith("/")) return keyOf(value, pointer);
  const keys = pointer.slice(1).split("/");
  return keys.reduce((part, key) => keyOf(part, key.replaceAll("~1", "/").replaceAll("~0", "~")), value);
};

const keyOf = (value: unknown, key: string): unknown =>
  typeof value === "object" && value !== null && Object.hasOwn(value, key) ? Reflect.get(value, key) : undefined;
