import { useEffect, useState } from "react";
import { say } from "../../engine/words/say.ts";
import { run, useDocument } from "../document/store.ts";

/** The project's name: it looks like text and is edited where it stands. */
export function DocumentName() {
  const name = useDocument((state) => state.project.name);
  const [typed, setTyped] = useState(name);
  useEffect(() => setTyped(name), [name]);
  const commit = () => {
    const wanted = typed.trim().slice(0, 120);
    if (wanted === "") setTyped(name);
    else if (wanted !== name) run({ command: "rename", name: wanted });
  };
  return (
    <span className="title-name" data-text={typed}>
      <input
        aria-label={say("Project name")}
        data-testid="project-name"
        size={1}
        spellCheck={false}
        value={typed}
        title={typed}
        onChange={(event) => setTyped(event.target.value)}
        onBlur={commit}
        onKeyDown={(event) => {
          if (event.key === "Escape") setTyped(name);
          if (event.key === "Enter") event.currentTarget.blur();
        }}
      />
    </span>
  );
}
