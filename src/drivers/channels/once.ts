import type { ChannelDriver, Delivery } from "../port.ts";

type Message = Parameters<ChannelDriver["deliver"]>[0];

/**
 * Within this process no key is delivered twice, not even when it is asked for twice at once: for ways that cannot look
 * up what they sent. What failed, or was refused, may be tried again.
 */
export const oncePerKey = (driver: ChannelDriver): ChannelDriver => {
  const done = new Map<string, Promise<Delivery>>();
  const deliver = async (message: Message, signal: AbortSignal): Promise<Delivery> => {
    try {
      const delivery = await driver.deliver(message, signal);
      if (!delivery.delivered) done.delete(message.key);
      return delivery;
    } catch (error) {
      done.delete(message.key);
      throw error;
    }
  };
  return {
    name: driver.name,
    deliver(message, signal) {
      const known = done.get(message.key) ?? deliver(message, signal);
      done.set(message.key, known);
      return known;
    },
  };
};
