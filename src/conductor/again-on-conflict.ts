import { AppError } from "../errors.ts";

/** Appends race with those of other processes; each lost race is read and decided anew. In tries. */
const tries = 10;

/** Does it again as long as somebody else was faster to append, for that is no failure worth a line in a history. */
export const againOnConflict = async <T>(act: () => Promise<T>): Promise<T> => {
  for (let attempt = 1; ; attempt++) {
    try {
      return await act();
    } catch (error) {
      const isConflict = error instanceof AppError && error.code === "JOURNAL_CONFLICT";
      if (!isConflict || attempt === tries) throw error;
    }
  }
};
