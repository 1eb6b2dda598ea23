/** Why something failed, in words; `fetch` hides the reason in the cause of "fetch failed". */
export const reasonOf = (error) => {
  if (!(error instanceof Error)) return String(error);
  if (!(error.cause instanceof Error)) return error.message;
  return `${error.message}: ${error.cause.message || error.cause.code}`;
};
