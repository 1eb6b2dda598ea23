import { useSyncExternalStore } from "react";

/** A choice of this browser's reader, kept between visits where storage is allowed. */
export type Choice<T extends string> = { readonly use: () => T; readonly set: (value: T) => void };

export const choice = <T extends string>(name: string, values: readonly [T, ...T[]]): Choice<T> => {
  const key = `headgate.${name}`;
  const listeners = new Set<() => void>();
  const read = (): T => {
    try {
      const kept = localStorage.getItem(key);
      return values.find((one) => one === kept) ?? values[0];
    } catch {
      return values[0];
    }
  };
  let now = read();
  return {
    use: () =>
      useSyncExternalStore(
        (listener) => {
          listeners.add(listener);
          return () => listeners.delete(listener);
        },
        () => now,
      ),
    set(value) {
      now = value;
      try {
        localStorage.setItem(key, value);
      } catch {
        // It holds for this visit then.
      }
      for (const listener of listeners) listener();
    },
  };
};

export const zoneChoice = choice("zone", ["UTC", "local"]);
export const lookChoice = choice("look", ["system", "light", "dark"]);
