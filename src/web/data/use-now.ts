import { useEffect, useState } from "react";
import { serverNow } from "./clock.ts";

/** The server's time, moving on by itself. */
export const useNow = (every = 1_000): number => {
  const [now, setNow] = useState(serverNow);
  useEffect(() => {
    const timer = setInterval(() => setNow(serverNow()), every);
    return () => clearInterval(timer);
  }, [every]);
  return now;
};
