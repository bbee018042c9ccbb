export { applyCommand, backendApply } from './apply.js';
export { planCommand } from './plan.js';
