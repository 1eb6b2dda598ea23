import { me } from "../../api/routes/me-routes.ts";
import { AppError } from "../../errors.ts";
import { useAnswer } from "./use-answer.ts";

export const useMe = () => useAnswer(me, {});

export type Permission = "see" | "prepare" | "operate" | "approve" | "administer";

/** Why whoever is signed in may not do this; "" when they may. The server asks again, whatever a page says. */
export const useWhyNot = (needs: Permission): string => {
  const { data } = useMe();
  if (data === undefined) return "it is not known yet who you are";
  return data.permissions.some((one) => one === needs)
    ? ""
    : `${data.person.name} has no permission to ${needs}; an administrator grants it`;
};

export const isSignedOut = (error: Error | null): boolean =>
  error instanceof AppError && error.code === "NOT_SIGNED_IN";
