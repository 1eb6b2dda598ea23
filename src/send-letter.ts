import type { Composed } from "./compose.ts";
import type { Config } from "./config/config.ts";
import { AppError } from "./errors.ts";
import type { Letter } from "./server/access/tell-accounts.ts";

/** In ms. */
const within = 30_000;

/** By the channel by which people hear what they owe; where there is none, nobody is told of anything. */
export const sendLetter = async (
  { channel }: Pick<Composed, "channel">,
  config: Config,
  letter: Letter,
): Promise<void> => {
  const name = config.escalationChannel ?? Object.keys(config.channels)[0];
  if (name === undefined) return;
  const { delivered, detail } = await channel(config, name).deliver(letter, AbortSignal.timeout(within));
  if (!delivered) throw new AppError("LETTER_REFUSED", { channel: name, problem: detail });
};
