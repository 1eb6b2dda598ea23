import { uploadBuild } from "../../../api/routes/release-routes.ts";
import { client } from "../../data/client.ts";
import { filled } from "../../parts/field.tsx";
import { wordsOf } from "./view.ts";

type ChosenBuild = {
  readonly version: string;
  readonly build: string;
  readonly commit: string;
  readonly authors: string[];
};

/** What `BuildFields` holds. */
export const chosenBuild = async (form: HTMLFormElement): Promise<ChosenBuild> => {
  const { version = "", commit = "", authors = "" } = filled(form);
  return { version, build: await chosenPlace(form), commit, authors: [...wordsOf(authors)] };
};

/** What `BuildField` holds; a file is sent before, and the server keeps it under its digest: the same one sent twice is there once. */
export const chosenPlace = async (form: HTMLFormElement): Promise<string> => {
  const { image = "" } = filled(form);
  return image === "" ? uploaded(form) : image;
};

const uploaded = async (form: HTMLFormElement): Promise<string> => {
  const chosen = new FormData(form).get("build");
  if (!(chosen instanceof File) || chosen.size === 0)
    throw new Error("Choose the zip file of a build, or name an image.");
  return (await client.call(uploadBuild, { bytes: chosen })).build;
};
