export { type Delivery, signalReceiver } from './receiver.ts';
export { SignalRefused } from './refusal.ts';
export type { Signal } from './signal.ts';
