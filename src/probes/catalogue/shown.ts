const longest = 120;

/** What others wrote, fit for one line of a report. */
export const shown = (text: string): string => {
  const line = text.replaceAll(/[\p{Cc}\p{Zl}\p{Zp}]+/gu, " ").trim();
  return line.length <= longest ? `"${line}"` : `"${line.slice(0, longest)}…"`;
};
