export { askDigests, type DigestKind } from './ask.ts';
export { digestSchedules } from './schedules.ts';
export { sendDigests } from './send.ts';
