/** Why a statement is not run, and where: line and column start at 1 and count characters. */
export interface Refusal {
  readonly allowed: false;
  /** One sentence without a full stop. */
  readonly reason: string;
  readonly line: number;
  readonly column: number;
}

export type Verdict = { readonly allowed: true } | Refusal;

export const ALLOWED: Verdict = { allowed: true };

export function refused(reason: string, at: { readonly line: number; readonly column: number }): Refusal {
  return { allowed: false, reason, line: at.line, column: at.column };
}
