import { overviewReads } from "../../api/routes/overview-reads.ts";
import type { Permission } from "./session.ts";
import { useWhyNot } from "./session.ts";
import { useAnswer } from "./use-answer.ts";

type Asked = {
  readonly id: string;
  readonly waitsFor: readonly string[];
  readonly who: readonly string[];
  readonly owner: string;
};

/** Why this is not for whoever is signed in now; "" when it is. The server judges roles and duties at the act itself. */
export const useWhyNotMine = (release: string, { id, waitsFor, who, owner }: Asked, needs: Permission): string => {
  const permission = useWhyNot(needs);
  const mine = useAnswer(overviewReads.readMine, {});
  if (permission !== "") return permission;
  if (waitsFor.length > 0) return `first: ${waitsFor.join(", ")}`;
  if (mine.data === undefined) return "it is not known yet what is yours";
  const isMine = mine.data.owes.some((one) => one.release === release && one.id === id);
  return isMine ? "" : `not your turn: it is for ${who.join(", ") || "nobody yet"} (${owner})`;
};
