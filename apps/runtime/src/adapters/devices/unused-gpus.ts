import fs from 'node:fs';
import path from 'node:path';

const vendors = [
  { id: '0x10de', vendor: 'nvidia', name: 'NVIDIA', needs: 'the NVIDIA driver with nvidia-smi' },
  { id: '0x1002', vendor: 'amd', name: 'AMD', needs: 'ROCm with amd-smi' },
] as const;

/** PCI class 0x0302, "3D controller", and 0x1200, "processing accelerator": no screen is connected to these. */
const accelerator = /^0x(?:0302|1200)/;

/** GPUs the kernel sees on the PCI bus but whose vendor's tool found none: a driver is missing or broken. */
export function unusedGpus(sys: string, foundVendors: ReadonlySet<string>): string[] {
  const directory = path.join(sys, 'bus/pci/devices');
  const addresses = fs.existsSync(directory) ? fs.readdirSync(directory) : [];
  const present = addresses
    .map((address) => ({ id: read(directory, address, 'vendor'), kind: read(directory, address, 'class') }))
    .filter(({ kind }) => accelerator.test(kind));
  return vendors
    .filter(({ id, vendor }) => !foundVendors.has(vendor) && present.some((device) => device.id === id))
    .map(({ name, needs }) => `this host has GPUs by ${name} that cannot be used: install ${needs}`);
}

function read(directory: string, address: string, name: string): string {
  const file = path.join(directory, address, name);
  return fs.existsSync(file) ? fs.readFileSync(file, 'utf8').trim() : '';
}
