/** Numbers in a sentence, the same on every machine: no locale. */
export const few = (n: number): string => String(n).replace(/\B(?<!\.\d*)(?=(\d{3})+(?!\d))/g, ",");

export const many = (n: number, thing: string): string => `${few(n)} ${thing}${n === 1 ? "" : "s"}`;

/** A share of 0 … 1 as `1.25 %`, to three digits. */
export const percentage = (share: number): string => `${Number((100 * share).toPrecision(3))} %`;

/** `3 of 1,200 requests failed (0.25 %)` */
export const ofRequests = ({ bad, total }: { readonly bad: number; readonly total: number }, what: string): string =>
  `${few(bad)} of ${many(total, "request")} ${what}${total > 0 ? ` (${percentage(bad / total)})` : ""}`;
