export { hookOf } from './okta.ts';
export { type SignalReceiver, signalReceiver } from './receiver.ts';
export { SignalRefused } from './refusal.ts';
export type { Signal } from './signal.ts';
