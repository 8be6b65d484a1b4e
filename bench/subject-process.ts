import { type ChildProcess, spawn } from "node:child_process";
import { createInterface } from "node:readline";
import type { z } from "zod";
import { greetingSchema } from "./protocol.ts";

/** How a subject's process is started. */
export interface Command {
  readonly program: string;
  readonly words: readonly string[];
  readonly environment?: Readonly<Record<string, string>>;
}

/** Nothing takes longer: TensorFlow.js compiles, slow peers finish a batch of a large net. */
const patience = 180_000;

/** A subject at work in a process of its own, which waits, asleep, for the next line. */
export class SubjectProcess {
  /** Name and version, and the threads at work. */
  readonly name: string;
  readonly threads: number;
  /** Why it is slower here than it could be, or null. */
  readonly handicap: string | null;
  private readonly conversation: Conversation;

  private constructor(
    conversation: Conversation,
    { name, threads, handicap }: { name: string; threads: number; handicap?: string | undefined },
  ) {
    this.conversation = conversation;
    this.name = name;
    this.threads = threads;
    this.handicap = handicap ?? null;
  }

  /** The subject, ready to work, or the reason why it does not take part. */
  static async start(command: Command, task: object): Promise<SubjectProcess | string> {
    const conversation = new Conversation(command, task);
    try {
      const greeting = greetingSchema.parse(JSON.parse(await conversation.hear()));
      if ("ready" in greeting) return new SubjectProcess(conversation, greeting);
      conversation.end();
      return greeting.unavailable;
    } catch (error) {
      conversation.end();
      return error instanceof Error ? error.message : String(error);
    }
  }

  async ask<Answer>(line: string, schema: z.ZodType<Answer>): Promise<Answer> {
    this.conversation.say(line);
    return schema.parse(JSON.parse(await this.conversation.hear()));
  }

  end(): void {
    this.conversation.end();
  }
}

/** Lines to and from a process; what it says of errors is kept for the message. */
class Conversation {
  private readonly child: ChildProcess;
  private readonly lines: AsyncIterator<string>;
  private complaints = "";

  constructor({ program, words, environment = {} }: Command, task: object) {
    this.child = spawn(program, [...words, JSON.stringify(task)], {
      env: { ...process.env, ...environment },
      stdio: ["pipe", "pipe", "pipe"],
    });
    this.child.on("error", (error) => {
      this.complaints += error.message;
    });
    this.child.stderr?.on("data", (text) => {
      this.complaints = `${this.complaints}${text}`.slice(-2000);
    });
    this.child.stdin?.on("error", () => {}); // it has ended: `hear` says so
    if (!this.child.stdout) throw new Error("The process has no output.");
    this.lines = createInterface({ input: this.child.stdout })[Symbol.asyncIterator]();
  }

  say(line: string): void {
    this.child.stdin?.write(`${line}\n`);
  }

  /** The next line. Throws an Error when the process ends or stays silent instead. */
  async hear(): Promise<string> {
    let timer: NodeJS.Timeout | undefined;
    const tooLong = new Promise<never>((_, reject) => {
      timer = setTimeout(() => reject(new Error("It gave no answer.")), patience);
    });
    try {
      const { value, done } = await Promise.race([this.lines.next(), tooLong]);
      if (!done) return value;
      const last = this.complaints.trim().split("\n").slice(-3).join(" | ");
      throw new Error(`Its process ended. ${last}`);
    } finally {
      clearTimeout(timer);
    }
  }

  end(): void {
    this.child.stdin?.end();
    this.child.kill();
  }
}
