import { amdDevices, type AmdDeviceFiles, type AmdGpu } from '../../devices/amd-gpu.js';
import { amdSmiList, amdSmiStatic, parseAmdSmi } from '../../devices/amd-smi.js';
import { nothingFound, type Detection, type DeviceDetector } from '../../devices/probed-device.js';
import { parseRocmSmi, rocmSmiQuery } from '../../devices/rocm-smi.js';
import { complaintAbout, type RunTool, type ToolAnswer } from './run-tool.js';

type Found = { readonly gpus: readonly AmdGpu[] } | Detection;

/** Asks amd-smi, and rocm-smi where that is not installed. */
export class AmdDetector implements DeviceDetector {
  readonly kind = 'amd';

  constructor(
    private readonly run: RunTool,
    private readonly filesOf: (gpu: AmdGpu) => AmdDeviceFiles | null,
  ) {}

  async detect(): Promise<Detection> {
    const found = (await this.askAmdSmi()) ?? (await this.askRocmSmi()) ?? nothingFound;
    if ('answered' in found) return found;
    return { ...amdDevices(found.gpus, this.filesOf), answered: true };
  }

  private async askAmdSmi(): Promise<Found | null> {
    const details = await this.run('amd-smi', amdSmiStatic);
    if (details.kind === 'missing') return null;
    const list = await this.run('amd-smi', amdSmiList);
    return read('amd-smi', details, (text) => parseAmdSmi(textOf(list), text));
  }

  private async askRocmSmi(): Promise<Found | null> {
    const answer = await this.run('rocm-smi', rocmSmiQuery);
    return answer.kind === 'missing' ? null : read('rocm-smi', answer, parseRocmSmi);
  }
}

function read(program: string, answer: ToolAnswer, parse: (text: string) => AmdGpu[] | null): Found {
  const complaint = complaintAbout(program, answer);
  if (complaint !== null) return { devices: [], warnings: [complaint], answered: answer.kind !== 'too-slow' };
  const gpus = parse(textOf(answer));
  if (gpus !== null) return { gpus };
  return { devices: [], warnings: [`${program} answers in a form that is not known here`], answered: true };
}

const textOf = (answer: ToolAnswer): string => (answer.kind === 'ended' ? answer.stdout : '');
