import { Choose } from "./field.tsx";

const places = [
  ["production", "production"],
  ["staging", "staging"],
] as const;

/** In which environment. */
export const PlaceField = () => <Choose label="Where" name="environment" options={places} />;
