import { Inject, Injectable, type OnModuleDestroy } from '@nestjs/common';
import {
  serviceBeat,
  serviceBeatSubject,
  serviceNames,
  type ServiceName,
  type ServiceView,
} from '@enginehouse/contracts';
import { BUS, type Bus, type Stoppable } from '@enginehouse/messaging';
import { serviceViews, type HeardBeat } from './service-views.js';

/** Of more processes of one service than these, those not heard of for longest are forgotten. */
const mostProcesses = 50;

/** Listens to what the services tell about themselves. */
@Injectable()
export class ServiceStates implements OnModuleDestroy {
  private readonly beats = new Map<ServiceName, Map<string, HeardBeat>>();
  private readonly listening: readonly Stoppable[];
  private since = Date.now();

  constructor(@Inject(BUS) private readonly bus: Pick<Bus, 'subscribe' | 'onStateChange' | 'state'>) {
    this.listening = [
      bus.subscribe(serviceBeatSubject('*'), (payload, subject) => this.heard(payload, subject)),
      // While there was no connection nothing could be heard: that is nobody's silence.
      bus.onStateChange(() => (this.since = Date.now())),
    ];
  }

  views(): readonly ServiceView[] {
    const isListening = this.bus.state().connected;
    return serviceViews({ isListening, since: this.since, beats: this.beats }, Date.now());
  }

  onModuleDestroy(): void {
    this.listening.forEach((each) => each.stop());
  }

  private heard(payload: unknown, subject: string): void {
    const name = serviceNames.find((each) => serviceBeatSubject(each) === subject);
    const beat = serviceBeat.safeParse(payload);
    if (!name || !beat.success) return;
    const processes = this.beats.get(name) ?? new Map<string, HeardBeat>();
    processes.delete(beat.data.process);
    processes.set(beat.data.process, { ...beat.data, at: Date.now() });
    const [oldest] = processes.keys();
    if (processes.size > mostProcesses && oldest !== undefined) processes.delete(oldest);
    this.beats.set(name, processes);
  }
}
