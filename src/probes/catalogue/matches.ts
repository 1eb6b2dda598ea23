import { createContext, runInContext } from "node:vm";

/** ms; an expression that takes longer backtracks without end, and nothing else could be done meanwhile. */
const patience = 500;

/** What is wrong with a text that must match; an expression that never comes to an end matches nothing. */
export const matches = (expression: string, text: string): readonly string[] => {
  const context = createContext({ expression, text });
  try {
    const found: unknown = runInContext("new RegExp(expression, 'mu').test(text)", context, { timeout: patience });
    return found === true ? [] : [`the answer does not match /${expression}/`];
  } catch (error) {
    return [`/${expression}/ could not be tried on the answer: ${error instanceof Error ? error.message : error}`];
  }
};
