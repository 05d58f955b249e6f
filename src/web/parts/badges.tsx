import type { ReactNode } from 'react';
import { agoOf, timeOf } from '../lib/words.ts';

const SENSITIVE = new Set(['customer-data', 'personal-data', 'pii', 'confidential']);

export function isSensitive(sensitivity: string | null | undefined): boolean {
  return sensitivity !== null && sensitivity !== undefined && SENSITIVE.has(sensitivity);
}

type Tone = 'critical' | 'high' | 'medium' | 'low' | 'good' | 'plain';

export function Badge({ tone, children }: { readonly tone: Tone; readonly children: ReactNode }): ReactNode {
  return <span className={`badge badge-${tone}`}>{children}</span>;
}

export function Severity({ of }: { readonly of: string | null }): ReactNode {
  const tone = of === 'critical' || of === 'high' || of === 'medium' || of === 'low' ? of : 'plain';
  return <Badge tone={tone}>{of ?? 'not known'}</Badge>;
}

export function Sensitivity({ of }: { readonly of: string | null }): ReactNode {
  if (of === null) return <Unknown />;
  return <Badge tone={isSensitive(of) ? 'critical' : 'plain'}>{of}</Badge>;
}

export function Environment({ of }: { readonly of: string | null }): ReactNode {
  if (of === null) return <Unknown />;
  return <Badge tone={of === 'production' ? 'high' : 'plain'}>{of}</Badge>;
}

const BAD_STATUS = new Set(['departed', 'suspended', 'failed', 'denied', 'dissolved']);

export function Status({ of }: { readonly of: string | null }): ReactNode {
  if (of === null) return <Unknown />;
  const tone = BAD_STATUS.has(of) ? 'high' : of === 'active' || of === 'complete' ? 'good' : 'plain';
  return <Badge tone={tone}>{of}</Badge>;
}

/** What no source tells is said, and not left empty. */
export function Unknown(): ReactNode {
  return <span className="unknown">not known</span>;
}

export function Time({ of }: { readonly of: string | null | undefined }): ReactNode {
  if (of === null || of === undefined) return <Unknown />;
  return (
    <time dateTime={of} title={timeOf(of)}>
      {agoOf(of)}
    </time>
  );
}
