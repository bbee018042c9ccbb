import { nvidiaDevices, type NvidiaFindings } from '../../devices/nvidia-devices.js';
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
    const division = await this.division();
    if (typeof division === 'string') return nothing(division, false);
    const found = nvidiaDevices({ gpus, ...division, hostMemoryMib: this.hostMemoryMib() });
    const odd = oddLines.map((line) => `${program}: ${line.slice(0, 300)}`);
    return { devices: found.devices, warnings: [...odd, ...found.warnings], answered: true };
  }

  /**
   * How GPUs are divided, or why that is not known: a divided GPU must not pass for a whole one. The whole report takes
   * seconds on a large host, so it is asked for only where a GPU is in multi-instance mode.
   */
  private async division(): Promise<Pick<NvidiaFindings, 'parts' | 'partMemory'> | string> {
    const list = await this.run(program, ['-L']);
    const mode = await this.run(program, ['--query-gpu=mig.mode.current', '--format=csv,noheader']);
    const divided = /^\s+MIG /m.test(textOf(list)) || /\bEnabled\b/.test(textOf(mode));
    const details = divided ? await this.run(program, ['-q', '-x']) : mode;
    const slow = [list, mode, details].find((answer) => answer.kind === 'too-slow');
    if (slow !== undefined) return complaintAbout(program, slow) ?? '';
    return { parts: parseMigDevices(textOf(list)), partMemory: parseMigMemory(divided ? textOf(details) : '') };
  }
}

const nothing = (warning: string, answered: boolean): Detection => ({ devices: [], warnings: [warning], answered });

const textOf = (answer: ToolAnswer): string => (answer.kind === 'ended' ? answer.stdout : '');
