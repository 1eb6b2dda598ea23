type Camel<Key extends string> = Key extends `${infer Head}-${infer Tail}` ? `${Head}${Capitalize<Camel<Tail>>}` : Key;

/** `{ "ready-within": Millis }` → `{ readyWithin: Millis }`; one level deep. */
export type CamelKeys<T> = { [Key in keyof T as Key extends string ? Camel<Key> : Key]: T[Key] };

/** YAML writes `ready-within`, code writes `readyWithin`. */
export const camelKeys = <T extends object>(value: T): CamelKeys<T> =>
  Object.fromEntries(Object.entries(value).map(([key, part]) => [camel(key), part])) as CamelKeys<T>;

const camel = (key: string): string => key.replace(/-(\w)/g, (_, letter: string) => letter.toUpperCase());
