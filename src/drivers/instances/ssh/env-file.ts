const nameForm = /^[A-Za-z_]\w*$/;

/**
 * Variables as lines of `NAME="value"`, in the words that a shell and systemd's `EnvironmentFile=` read alike: between
 * double quotes, `\` takes the meaning from `"`, `\`, `$` and the backquote.
 *
 * @throws RangeError for a name that is none, or a zero byte; the value is not told
 */
export const envFile = (env: Readonly<Record<string, string>>): string =>
  Object.entries(env)
    .map(([name, value]) => {
      if (!nameForm.test(name)) throw new RangeError(`${name} is no name of a variable`);
      if (value.includes("\0")) throw new RangeError(`${name} holds a zero byte`);
      return `${name}="${value.replace(/["\\$`]/g, "\\$&")}"`;
    })
    .join("\n");
