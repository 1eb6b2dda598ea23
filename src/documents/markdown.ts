/** Text that is Markdown already. A plain string is not: it is escaped wherever it enters a document. */
export type Markdown = { readonly md: string };
export type Text = string | number | Markdown;

/**
 * What people, agents and reports wrote, as one line that stays text: it cannot end a table cell, begin a heading or
 * a list, become a link, or bring HTML into a page.
 */
export const plain = (text: string): string =>
  text
    .replace(/[\s\p{Cc}\p{Bidi_Control}]+/gu, " ")
    .trim()
    .replace(/[\\`*[\]<>|~]/g, "\\$&")
    .replace(/(?<![\p{L}\p{N}])_|_(?![\p{L}\p{N}])/gu, "\\_")
    .replace(/^(#{1,6}|[-+=]+)(?=\s|$)/, "\\$1")
    .replace(/^(\d{1,9})([.)])(?=\s|$)/, "$1\\$2");

const inline = (text: Text): string => {
  if (typeof text === "number") return String(text);
  return typeof text === "string" ? plain(text) : text.md;
};

/** Markdown with values in it: what stands in the source is Markdown, what is filled in is escaped unless it is, too. */
export const md = (parts: TemplateStringsArray, ...values: readonly Text[]): Markdown => ({
  md: parts.map((part, i) => part + (i < values.length ? inline(values[i] ?? "") : "")).join(""),
});

export const join = (texts: readonly Text[], by: string): Markdown => ({ md: texts.map(inline).join(by) });

/** A code span; text that could leave it stands there escaped instead. */
export const code = (text: string): Markdown => ({ md: /^[^`|\s\p{Cc}]+$/u.test(text) ? `\`${text}\`` : plain(text) });

export const none: Markdown = { md: "None." };

export const heading = (level: 1 | 2 | 3, title: Text): Markdown => ({ md: `${"#".repeat(level)} ${inline(title)}` });

/** Blocks below each other; an empty one leaves no gap. */
export const stack = (blocks: readonly Markdown[]): Markdown => ({
  md: blocks
    .map((block) => block.md)
    .filter((text) => text !== "")
    .join("\n\n"),
});

export const section = (title: Text, ...blocks: readonly Markdown[]): Markdown => stack([heading(2, title), ...blocks]);
export const subsection = (title: Text, ...blocks: readonly Markdown[]): Markdown =>
  stack([heading(3, title), ...blocks]);

export const bullets = (items: readonly Text[]): Markdown =>
  items.length === 0 ? none : { md: items.map((item) => `- ${inline(item)}`).join("\n") };

export const numbered = (items: readonly Text[]): Markdown =>
  items.length === 0 ? none : { md: items.map((item, i) => `${i + 1}. ${inline(item)}`).join("\n") };

export const table = (head: readonly string[], rows: readonly (readonly Text[])[]): Markdown => {
  const line = (cells: readonly Text[]): string => `| ${cells.map(inline).join(" | ")} |`;
  return rows.length === 0
    ? none
    : { md: [line(head), `|${" --- |".repeat(head.length)}`, ...rows.map(line)].join("\n") };
};

/** Somebody's words as they were written, line by line. */
export const quote = (text: string): Markdown => {
  const lines = text.split(/\r\n|[\n\r]/).map(plain);
  return {
    md:
      lines
        .filter((line) => line !== "")
        .map((line) => `> ${line}`)
        .join("\\\n") || "> (nothing)",
  };
};
