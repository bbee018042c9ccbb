import { nvidiaDevices } from '../../devices/nvidia-devices.js';
import { parseMigDevices, parseMigMemory } from '../../devices/nvidia-mig.js';
import { nvidiaQuery, parseNvidiaGpus } from '../../devices/nvidia-smi.js';
import { nothingFound, type Detection, type DeviceDetector } from '../../devices/probed-device.js';
import { complaintAbout, type RunTool, type ToolAnswer } from './run-tool.js';

const program = 'nvidia-smi';

/** Asks nvidia-smi, and more than once only where a GPU is divided. */
export class NvidiaDetector implements DeviceDetector {
  readonly kind = 'nvidia';

  constructor(
    private readonly run: RunTool,
    private readonly hostMemoryMib: () => number,
  ) {}

  async detect(): Promise<Detection> {
    const answer = await this.run(program, nvidiaQuery);
    if (answer.kind === 'missing') return nothingFound;
    const { gpus, oddLines } = parseNvidiaGpus(textOf(answer));
    const complaint = complaintAbout(program, answer);
    if (gpus.length === 0 && complaint !== null) return nothing(complaint, answer.kind !== 'too-slow');
    const parts = parseMigDevices(textOf(await this.run(program, ['-L'])));
    const partMemory = parseMigMemory(await this.detailsIfDivided(parts.length > 0));
    const found = nvidiaDevices({ gpus, parts, partMemory, hostMemoryMib: this.hostMemoryMib() });
    const odd = oddLines.map((line) => `${program}: ${line.slice(0, 300)}`);
    return { devices: found.devices, warnings: [...odd, ...found.warnings], answered: true };
  }

  /** The whole report takes seconds on a large host, so it is asked for only where a GPU is in multi-instance mode. */
  private async detailsIfDivided(hasParts: boolean): Promise<string> {
    const mode = ['--query-gpu=mig.mode.current', '--format=csv,noheader'];
    const divided = hasParts || /\bEnabled\b/.test(textOf(await this.run(program, mode)));
    return divided ? textOf(await this.run(program, ['-q', '-x'])) : '';
  }
}

const nothing = (warning: string, answered: boolean): Detection => ({ devices: [], warnings: [warning], answered });

const textOf = (answer: ToolAnswer): string => (answer.kind === 'ended' ? answer.stdout : '');
