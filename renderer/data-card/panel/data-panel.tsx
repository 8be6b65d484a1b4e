import { useEffect } from "react";
import { describeReference } from "../../../engine/data/describe.ts";
import { phrase, say, translate } from "../../../engine/words/say.ts";
import { Button } from "../../design/button.tsx";
import { Dialog } from "../../design/dialog.tsx";
import { Said } from "../../design/said.tsx";
import { Segmented } from "../../design/segmented.tsx";
import { useDocument } from "../../document/store.ts";
import { BalanceSection } from "./balance-section.tsx";
import { ExamplesSection } from "./examples-section.tsx";
import { LeftOutSection } from "./left-out-section.tsx";
import styles from "./panel.module.css";
import { closeDataPanel, type PanelSection, refresh, useDataPanel } from "./panel-store.ts";
import { ScalingSection } from "./scaling-section.tsx";
import { SplitSection } from "./split-section.tsx";

const sections: readonly { readonly value: PanelSection; readonly label: string }[] = [
  { value: "examples", label: phrase("Examples") },
  { value: "balance", label: phrase("Balance") },
  { value: "split", label: phrase("Parts") },
  { value: "scaling", label: phrase("Scaling") },
];
/** Only for data of which something could not be read. */
const withLeftOut = [...sections, { value: "left-out", label: phrase("Left out") } as const];

/** The data of the project: its examples, how they are spread, divided and scaled. */
export function DataPanel() {
  const shown = useDataPanel((state) => state.shown);
  return shown ? <OpenPanel /> : null;
}

function OpenPanel() {
  const data = useDocument((state) => state.project.data);
  const { section, look, choice, trouble } = useDataPanel();
  // biome-ignore lint/correctness/useExhaustiveDependencies: another choice is another question
  useEffect(() => {
    if (data) void refresh(data);
  }, [data, choice]);
  return (
    <Dialog
      title={data ? translate(describeReference(data).name) : say("No data set is chosen")}
      className={`is-tall ${styles.dialog ?? ""}`}
      onClose={closeDataPanel}
      buttons={
        <Button look="primary" onClick={closeDataPanel}>
          {say("Close")}
        </Button>
      }
    >
      {data ? (
        <div data-testid="data-panel">
          <div className={styles.head}>
            <Segmented
              label={say("What to look at")}
              value={section}
              options={(look?.leftOut || section === "left-out" ? withLeftOut : sections).map(
                ({ value, label }) => ({
                  value,
                  label: translate(label),
                }),
              )}
              onChange={(chosen) => useDataPanel.setState({ section: chosen })}
            />
            {look ? (
              <p className={styles.sizes} role="status">
                <Said
                  message="<b>{train, number}</b> training, <b>{validation, number}</b> validation, <b>{test, number}</b> test"
                  values={{ ...look.sizes, b: (number) => <b>{number}</b> }}
                />
              </p>
            ) : null}
          </div>
          {trouble ? (
            <p className={styles.trouble} role="alert">
              {trouble.title}. {trouble.reason} {trouble.next}
            </p>
          ) : null}
          <div className={styles.body}>
            {section === "split" ? <SplitSection data={data} /> : null}
            {section === "scaling" ? <ScalingSection data={data} look={look} /> : null}
            {look && section === "examples" ? <ExamplesSection look={look} /> : null}
            {look && section === "balance" ? <BalanceSection look={look} /> : null}
            {look && section === "left-out" ? <LeftOutSection look={look} /> : null}
            {look || trouble ? null : <p className={styles.words}>{say("Looking through the data…")}</p>}
          </div>
        </div>
      ) : (
        <p className={styles.words}>{say("Choose a data set first: at the foot of the palette.")}</p>
      )}
    </Dialog>
  );
}
