import { expect, test } from "vitest";
import { defaultValues, fieldsSchema } from "../../engine/layers/fields.ts";
import { defaultTrainingSettings, trainingSettingsSchema } from "../../engine/training/settings.ts";
import { runFields, trainingRules } from "./training-fields.ts";

test("the form accepts exactly what a project file does", () => {
  const form = fieldsSchema(runFields);
  for (const [name, field] of Object.entries(runFields))
    for (const value of [field.minimum - 1, field.minimum, field.maximum, field.maximum + 1]) {
      const inFile = trainingSettingsSchema.safeParse({ ...defaultTrainingSettings, [name]: value });
      expect(form.safeParse({ [name]: value }).success, `${name} ${value}`).toBe(inFile.success);
    }
});

test.each(
  trainingRules.flatMap((rule) => rule.records.map((record) => [rule.part, record.name, record] as const)),
)("%s %s as the form first shows it is what a file may hold", (part, name, record) => {
  const choice = { name, settings: defaultValues(record.fields) };
  const settings = { ...defaultTrainingSettings, [part]: choice };
  expect(trainingSettingsSchema.parse(settings)).toEqual(settings);
});
