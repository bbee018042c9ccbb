#!/usr/bin/env node
import { packedOr } from './packed.mjs';

await import(packedOr('../dist/main.js'));
