/**
 * Whether all of these files are of the kinds that the patterns name; none is not all. In a pattern `**` is any folders,
 * `*` anything within a name; one without a slash is a name in whatever folder. Letters count as they are.
 */
export const onlyThese = (files: readonly string[], patterns: readonly string[]): boolean => {
  const matchers = patterns.map(matcherOf);
  return files.length > 0 && files.every((file) => matchers.some((one) => one.test(file)));
};

const matcherOf = (pattern: string): RegExp => {
  const anywhere = pattern.includes("/") ? pattern : `**/${pattern}`;
  const parts = anywhere
    .split(/(\*\*\/|\*\*|\*)/)
    .map((part) => wild[part] ?? part.replace(/[.+?^${}()|[\]\\]/g, "\\$&"));
  return new RegExp(`^${parts.join("")}$`);
};

const wild: Readonly<Record<string, string>> = { "**/": "(?:.*/)?", "**": ".*", "*": "[^/]*" };
