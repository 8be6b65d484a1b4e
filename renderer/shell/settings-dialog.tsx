import { type SettingName, type Settings, settingFields, settingNames } from "../../app/contract/settings.ts";
import type { AnyFieldValue, Field } from "../../engine/layers/fields.ts";
import { say, translate } from "../../engine/words/say.ts";
import { Button } from "../design/button.tsx";
import { Dialog } from "../design/dialog.tsx";
import { FieldRow } from "../design/field-form.tsx";
import { keepSettings, useSettings } from "../settings.ts";
import { showTrouble, useShell } from "./store.ts";
import { threadOptions } from "./thread-options.ts";

/** Everything that holds for the whole app, in one place. Each choice acts at once. */
export function SettingsDialog() {
  const settings = useSettings();
  const available = useShell((state) => state.info?.threadsAvailable ?? 1);
  const close = () => useShell.setState({ settingsShown: false });
  return (
    <Dialog
      title={say("Settings")}
      className="settings-dialog is-tall"
      onClose={close}
      buttons={
        <Button look="primary" onClick={close}>
          {say("Close")}
        </Button>
      }
    >
      {settingNames.map((name) => (
        <div key={name} className="setting">
          <FieldRow
            name={name}
            field={shownField(name, available)}
            value={shownValue(name, settings[name])}
            onChange={(value) => void changeSettings({ [name]: keptValue(name, value) })}
          />
          <p aria-hidden>{translate(settingFields[name].help)}</p>
        </div>
      ))}
    </Dialog>
  );
}

/** Changes settings, and says so when they cannot be kept. */
export async function changeSettings(changes: Partial<Settings>): Promise<void> {
  const trouble = await keepSettings(changes);
  if (trouble) showTrouble(trouble);
}

/** A number of threads is chosen from those that this computer has, as a list. */
function shownField(name: SettingName, available: number): Field {
  const field = settingFields[name];
  if (field !== settingFields.threads) return field;
  const { label, help } = field;
  return { type: "choice", label, help, options: threadOptions(available), default: "0" };
}

function shownValue(name: SettingName, value: AnyFieldValue): AnyFieldValue {
  return name === "threads" ? String(value) : value;
}

function keptValue(name: SettingName, value: AnyFieldValue): AnyFieldValue {
  return name === "threads" ? Number(value) : value;
}
