import type { LogLine, LogOptions } from '../container-engine.js';
import type { ContainerSpec } from '../container-spec.js';
import type { ContainerDetails, ContainerState, ContainerSummary } from '../container-state.js';
import { Channel } from './channel.js';
import { configOf, programOf, type InMemoryImage, type InMemoryProgram } from './in-memory-image.js';

/** One pretended container: its state and what it has written. */
export class InMemoryContainer {
  state: ContainerState = { status: 'created', error: null };
  /** Counts starts, so that the end of an earlier run does not end a later one. */
  runs = 0;
  private readonly lines: LogLine[] = [];
  private readonly followers = new Set<Channel<LogLine>>();

  constructor(
    readonly id: string,
    readonly spec: ContainerSpec,
    private readonly image: InMemoryImage,
    private readonly createdAt: string,
  ) {}

  get running(): boolean {
    return this.state.status === 'running';
  }

  get program(): InMemoryProgram | undefined {
    return programOf(this.image, this.commandLine);
  }

  /** Entrypoint and arguments put together as Docker does. */
  get commandLine(): readonly string[] {
    const config = configOf(this.image);
    const keepsCommand = this.spec.argv.length === 0 && this.spec.entrypoint === null;
    return [...(this.spec.entrypoint ?? config.entrypoint ?? []), ...(keepsCommand ? config.command : this.spec.argv)];
  }

  write(line: Omit<LogLine, 'at'>, at: string): void {
    const whole = { ...line, at };
    this.lines.push(whole);
    for (const follower of this.followers) follower.push(whole);
  }

  read({ tail, since, follow, signal }: LogOptions): AsyncIterable<LogLine> {
    const channel = new Channel<LogLine>(signal);
    const recent = since === undefined ? this.lines : this.lines.filter((line) => (line.at ?? '') >= since);
    for (const line of tail === undefined ? recent : recent.slice(recent.length - Math.min(tail, recent.length))) {
      channel.push(line);
    }
    if (follow && this.running) this.followers.add(channel);
    else channel.close();
    return channel;
  }

  endFollowers(): void {
    for (const follower of this.followers) follower.close();
    this.followers.clear();
  }

  get details(): ContainerDetails {
    const { name, image, labels, publish } = this.spec;
    return {
      id: this.id,
      name,
      image,
      imageId: configOf(this.image).id,
      labels,
      createdAt: this.createdAt,
      state: this.state,
      argv: this.commandLine,
      published: publish === null ? [] : [publish],
    };
  }

  get summary(): ContainerSummary {
    const { name, image, labels } = this.spec;
    return { id: this.id, name, image, labels, status: this.state.status };
  }
}
