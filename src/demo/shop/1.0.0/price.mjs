export const euro = (cents) => `€${(cents / 100).toFixed(2)}`;

/** A price as the customer reads it. */
export const shown = (cents) => euro(cents);
