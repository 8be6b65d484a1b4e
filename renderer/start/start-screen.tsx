import "./start.css";
import { FolderOpen, Upload } from "lucide-react";
import { type ReactNode, useMemo } from "react";
import type { ListedProject, TemplateCard, Trouble } from "../../app/contract/desktop.ts";
import type { DatasetReference } from "../../engine/data/dataset.ts";
import { askedWords, describeReference } from "../../engine/data/describe.ts";
import { check } from "../../engine/graph/check.ts";
import type { Project } from "../../engine/project/project.ts";
import { phrase, say, translate } from "../../engine/words/say.ts";
import { Button } from "../design/button.tsx";
import { formatWhen } from "../design/format.ts";
import { ChainDrawing } from "./chain-drawing.tsx";
import { epochWords } from "./epoch-words.ts";
import { HeroPicture } from "./hero.tsx";
import { tensorChain } from "./tensor-chain.ts";

export interface StartScreenProps {
  /** Null while they are being read. */
  readonly templates: readonly TemplateCard[] | null;
  readonly trouble: Trouble | null;
  readonly recent: readonly ListedProject[];
  /** A run to go on with, if there is one. */
  readonly unfinished: ReactNode;
  /** The document that is open behind this screen, if it is worth going back to. */
  readonly openDocument: string | null;
  readonly roomy: boolean;
  /** A real picture of a data set: one image, or its points. */
  readonly picture: (reference: DatasetReference, room: number) => ReactNode;
  readonly onTemplate: (project: Project) => void;
  readonly onEmpty: () => void;
  readonly onBack: () => void;
  readonly onOpen: (path?: string) => void;
  readonly onForget: (path: string) => void;
  readonly onImport: () => void;
}

/** Where the app starts: the shortest way to a moving curve, all templates, and the latest projects. */
export function StartScreen(props: StartScreenProps) {
  const { templates, trouble, openDocument } = props;
  const first = templates?.[0];
  return (
    <main className="start" data-region="start" data-testid="start-screen">
      <section className="hero paper">
        <div className="hero-text">
          <h1>{say("Build a network you can look inside")}</h1>
          <p>
            {say(
              "Connect layers, press Train, and watch every map and gradient change. It all runs on this computer.",
            )}
          </p>
          <div className="hero-buttons">
            <Button
              look="primary"
              large
              disabledReason={first ? null : say("The templates are still being read")}
              data-testid="start-first"
              onClick={() => first && props.onTemplate(first.project)}
            >
              {say("Start with the {template}", {
                template: translate(first?.title ?? phrase("Fashion classifier")),
              })}
            </Button>
            <Button large data-testid="start-empty" onClick={props.onEmpty}>
              {say("Empty canvas")}
            </Button>
          </div>
          {openDocument === null ? null : (
            <button type="button" className="start-back" onClick={props.onBack}>
              {say("Back to {document}", { document: openDocument })}
            </button>
          )}
        </div>
        {first ? <FirstPicture card={first} roomy={props.roomy} picture={props.picture} /> : null}
      </section>
      <div className="start-columns">
        <section className="start-templates" aria-labelledby="start-templates">
          <div className="start-head">
            <h2 id="start-templates">{say("Start from a network")}</h2>
            <span>{say("or drop a project, a model or data anywhere")}</span>
          </div>
          {trouble ? (
            <div className="start-trouble" role="alert">
              <b>{trouble.title}</b>
              <p>{trouble.reason}</p>
              <p>{trouble.next}</p>
            </div>
          ) : null}
          <div className="template-grid">
            {(templates ?? []).map((card) => (
              <Template key={card.name} card={card} picture={props.picture} onOpen={props.onTemplate} />
            ))}
          </div>
        </section>
        <aside className="start-recent" aria-labelledby="start-recent">
          {props.unfinished}
          <Recent
            recent={props.recent}
            onOpen={props.onOpen}
            onForget={props.onForget}
            onImport={props.onImport}
          />
        </aside>
      </div>
    </main>
  );
}

function useNetwork({ graph, data }: Project) {
  return useMemo(() => {
    const context = data && describeReference(data);
    const result = check(graph, context);
    return { context, result, chain: tensorChain(graph, result) };
  }, [graph, data]);
}

function FirstPicture({
  card,
  roomy,
  picture,
}: Pick<StartScreenProps, "roomy" | "picture"> & { card: TemplateCard }) {
  const { context, chain } = useNetwork(card.project);
  const { data } = card.project;
  return (
    <HeroPicture
      chain={chain}
      roomy={roomy}
      end={context ? askedWords(context) : ""}
      picture={(room) => (data ? picture(data, room) : null)}
    />
  );
}

function Template(props: {
  readonly card: TemplateCard;
  readonly picture: StartScreenProps["picture"];
  readonly onOpen: (project: Project) => void;
}) {
  const { name, title, summary, project, secondsPerEpoch } = props.card;
  const { context, result, chain } = useNetwork(project);
  const isImage = context?.inputShape.length === 3;
  const facts = [
    say("{count, plural, one {# parameter} other {# parameters}}", { count: result.parameters }),
    translate(context?.name ?? ""),
  ].filter(Boolean);
  const time = secondsPerEpoch === null ? null : epochWords(secondsPerEpoch);
  return (
    <button
      type="button"
      className="template"
      data-testid={`template-${name}`}
      onClick={() => props.onOpen(project)}
    >
      <span className="template-picture paper">
        {isImage ? <ChainDrawing chain={chain} width={272} height={96} /> : null}
        {!isImage && project.data ? (
          <>
            <span className="template-points">{props.picture(project.data, 92)}</span>
            {chain.length > 1 ? <ChainDrawing chain={chain} width={168} height={96} /> : null}
          </>
        ) : null}
      </span>
      <span className="template-words">
        <b>{translate(title)}</b>
        <span>{translate(summary)}</span>
        <small>
          {facts.join(", ")}
          {time ? (
            <span className="template-time" data-testid={`time-${name}`}>
              {time}
            </span>
          ) : null}
        </small>
      </span>
    </button>
  );
}

function Recent(props: Pick<StartScreenProps, "recent" | "onOpen" | "onForget" | "onImport">) {
  const { recent, onOpen, onForget, onImport } = props;
  return (
    <>
      <div className="start-head">
        <h2 id="start-recent">{say("Recent projects")}</h2>
        <Button data-testid="start-open" onClick={() => onOpen()}>
          <FolderOpen size={14} aria-hidden />
          {say("Open")}
        </Button>
      </div>
      {recent.length === 0 ? (
        <p className="recent-empty">{say("Projects that you save or open are listed here.")}</p>
      ) : (
        <ul>
          {recent.map(({ path, name, openedAt, isMissing }) => (
            <li key={path} className={isMissing ? "is-missing" : ""}>
              <button
                type="button"
                className="recent"
                title={`${name}\n${path}`}
                onClick={() => onOpen(path)}
              >
                <b>{name}</b>
                <span>{isMissing ? say("not found") : formatWhen(openedAt, Date.now())}</span>
                <small>
                  <bdi>{path}</bdi>
                </small>
              </button>
              {isMissing ? (
                <button
                  type="button"
                  className="recent-forget"
                  aria-label={say("Take {name} off the list", { name })}
                  onClick={() => onForget(path)}
                >
                  {say("Take off the list")}
                </button>
              ) : null}
            </li>
          ))}
        </ul>
      )}
      <div className="recent-import">
        <p>
          {say(
            "A model that was exported here can be taken back in, with a check that it computes the same.",
          )}
        </p>
        <Button data-testid="start-import" onClick={onImport}>
          <Upload size={14} aria-hidden />
          {say("Import model")}
        </Button>
      </div>
    </>
  );
}
