import { Component, type ReactNode } from "react";
import { say } from "../../engine/words/say.ts";
import { Button } from "../design/button.tsx";

interface FailureState {
  readonly error: Error | null;
}

/** Shows what failed instead of an empty window. The document lives outside of the drawing, so it can be drawn again. */
export class FailureScreen extends Component<{ readonly children: ReactNode }, FailureState> {
  override readonly state: FailureState = { error: null };

  static getDerivedStateFromError(error: unknown): FailureState {
    return { error: error instanceof Error ? error : new Error(String(error)) };
  }

  override render(): ReactNode {
    const { error } = this.state;
    if (!error) return this.props.children;
    return (
      <main className="failure" role="alert">
        <h1>{say("The window could not be drawn")}</h1>
        <p>{error.message}</p>
        <p>{say("Your project is still here. Draw the window again, then save it under a new name.")}</p>
        <Button look="primary" onClick={() => this.setState({ error: null })}>
          {say("Draw again")}
        </Button>
      </main>
    );
  }
}
