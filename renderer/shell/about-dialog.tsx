import { ExternalLink } from "lucide-react";
import { useEffect, useState } from "react";
import type { ShippedPart } from "../../app/contract/desktop.ts";
import { phrase, say, translate } from "../../engine/words/say.ts";
import { Button } from "../design/button.tsx";
import { Dialog } from "../design/dialog.tsx";
import { desktopBridge } from "../desktop.ts";
import { BrandMark } from "./brand.tsx";
import { ask } from "./files.ts";
import { useShell } from "./store.ts";

const kinds: readonly { readonly kind: ShippedPart["kind"]; readonly title: string }[] = [
  { kind: "library", title: phrase("Libraries") },
  { kind: "font", title: phrase("Fonts") },
  { kind: "data", title: phrase("Data") },
  { kind: "runtime", title: phrase("Runtime") },
];

/** Which Layerlab this is, what it runs on, and everything that ships with it under which licence. */
export function AboutDialog() {
  const info = useShell((state) => state.info);
  const [parts, setParts] = useState<readonly ShippedPart[]>([]);
  const close = () => useShell.setState({ aboutShown: false });
  useEffect(() => {
    let isCurrent = true;
    void ask(desktopBridge().shippedParts(null)).then((found) => {
      if (found && isCurrent) setParts(found);
    });
    return () => {
      isCurrent = false;
    };
  }, []);
  const versions = info && [
    ["Electron", info.electron],
    ["Chromium", info.chromium],
    ["Node", info.node],
  ];
  return (
    <Dialog
      title={`Layerlab ${info?.version ?? ""}`}
      className="about"
      onClose={close}
      buttons={
        <Button look="primary" onClick={close}>
          {say("Close")}
        </Button>
      }
    >
      <div className="about-what">
        <BrandMark size={36} />
        <p>
          {say("An offline lab for neural networks. MIT licence.")}
          <span className="selectable">
            {versions?.map(([name, version]) => (
              <span key={name}>
                {name} <b className="num">{version}</b>
              </span>
            ))}
          </span>
        </p>
      </div>
      <h3>{say("What ships with it, and under which licence")}</h3>
      {/* biome-ignore lint/a11y/noNoninteractiveTabindex: a list that scrolls must be reached by keys */}
      <section className="about-parts" aria-label={say("Licences")} tabIndex={0}>
        {kinds.map(({ kind, title }) => (
          <div key={kind}>
            <h4>{translate(title)}</h4>
            {parts
              .filter((part) => part.kind === kind)
              .map((part) => (
                <Part key={`${part.name} ${part.version}`} part={part} />
              ))}
            {kind === "runtime" && info?.hasChromiumLicences ? (
              <p>
                {say("Chromium is made of many parts, each with a licence of its own.")}
                <Button onClick={() => void ask(desktopBridge().openChromiumLicences(null))}>
                  {say("Show them in the browser")}
                </Button>
              </p>
            ) : null}
          </div>
        ))}
      </section>
    </Dialog>
  );
}

function Part({ part }: { readonly part: ShippedPart }) {
  const { name, version, licence, text, link } = part;
  return (
    <details className="about-part">
      <summary>
        <span>
          {name} {version ? <span className="num">{version}</span> : null}
        </span>
        <small>{licence}</small>
      </summary>
      {link === null ? null : (
        <button
          type="button"
          className="about-link"
          title={say("Opens in your browser")}
          onClick={() => void ask(desktopBridge().openLink({ url: link }))}
        >
          {link}
          <ExternalLink size={12} aria-hidden />
        </button>
      )}
      <pre className="selectable">{text}</pre>
    </details>
  );
}
