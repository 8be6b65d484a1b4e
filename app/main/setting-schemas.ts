import type { z } from "zod";
import { fieldSchema } from "../../engine/layers/fields.ts";
import { type SettingName, type Settings, settingFields, settingNames } from "../contract/settings.ts";

/** One schema for each setting, from its declaration. */
export const settingSchemas = Object.fromEntries(
  settingNames.map((name) => [name, fieldSchema(settingFields[name])]),
) as { readonly [Name in SettingName]: z.ZodType<Settings[Name]> }; // fromEntries forgets the names
