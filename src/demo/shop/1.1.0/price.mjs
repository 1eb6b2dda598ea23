/** Value added tax, in percent. */
const vat = 19;

export const euro = (cents) => `€${(cents / 100).toFixed(2)}`;

/** A price as the customer reads it: with VAT, and what it is without. */
export const shown = (cents) =>
  `${euro(Math.round((cents * (100 + vat)) / 100))} incl. ${vat} % VAT (${euro(cents)} net)`;
