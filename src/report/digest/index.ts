export { askDigests, type Digest, type DigestItem, type DigestKind } from './ask.ts';
export { digestSchedules } from './schedules.ts';
export { type DigestsSent, sendDigests } from './send.ts';
