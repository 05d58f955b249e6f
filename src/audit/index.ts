export type { AuditRecord } from './chain.ts';
export { type AuditEntry, auditParameters, auditText } from './entry.ts';
export { AuditTrail } from './trail.ts';
export { type TrailReport, verifyTrail } from './verify.ts';
