import { couldNotLook } from "./could-not-look.ts";

const form = /\$([A-Za-z_]\w*)/g;

/** A text with what was put in for its variables; `hide` takes their values out of whatever shall be shown. */
export type Filled = { readonly text: string; readonly hide: (text: string) => string };

/**
 * `$NAME` stands for a variable of Headgate's own environment, so that no secret stands in a file or in a history.
 *
 * @throws AppError `PROBE_FAILED` where one is not set
 */
export const filled = (probe: string, text: string): Filled => {
  const values: string[] = [];
  const full = text.replaceAll(form, (_, name: string) => {
    const value = variable(probe, name);
    values.push(value);
    return value;
  });
  return { text: full, hide: (told) => values.reduce((rest, value) => rest.replaceAll(value, "[hidden]"), told) };
};

const variable = (probe: string, name: string): string => {
  const value = process.env[name];
  if (value) return value;
  throw couldNotLook(probe, `the variable ${name} is not set`, `Set ${name} where headgate runs.`);
};
