import { edge, type GraphRecord, node, ref, resourcePath } from '../../src/schema/index.ts';
import type { Row, RowKind } from './rows.ts';

const HEADER = '{"keyline":1,"source":"bench","scope":"123456789012","step":"inventory","mode":"snapshot"}';

/** The first line of a file of records. */
export const header = `${HEADER}\n`;

/** One row as lines of our own records. A key is two: the credential, and whose it is. `mark`: a changed value, or nothing. */
export function linesOf(kind: RowKind, row: Row, mark?: string): string {
  return recordsOf(kind, row, mark)
    .map((record) => `${JSON.stringify(lineOf(record))}\n`)
    .join('');
}

function recordsOf(kind: RowKind, row: Row, mark: string | undefined): readonly GraphRecord[] {
  const text = (name: string): string => row[name] ?? '';
  switch (kind) {
    case 'users':
      return [principal(row, 'iam-user', text('userid'), mark)];
    case 'roles':
      return [principal(row, 'iam-role', text('roleid'), mark)];
    case 'groups':
      return [principal(row, 'iam-group', text('groupid'), mark)];
    case 'keys':
      return [
        key(row, mark),
        edge('AUTHENTICATES_AS', ref('Credential', text('accesskeyid')), ref('Principal', text('user_arn')), {}),
      ];
    case 'memberships':
      return [
        edge('MEMBER_OF', ref('Principal', text('user_arn')), ref('Principal', text('group_arn')), { role: mark }),
      ];
    case 'buckets':
      return [bucket(row, mark)];
    case 'can_read':
      return [
        edge('CAN', ref('Principal', text('principal_arn')), ref('Resource', text('resource_arn')), {
          certain: ['Read'],
          via: mark,
        }),
      ];
  }
}

function principal(row: Row, kind: string, uniqueId: string, mark: string | undefined): GraphRecord {
  return node('Principal', row['arn'] ?? '', {
    name: row['name'],
    kind,
    system: 'aws',
    tenant: '123456789012',
    uniqueId,
    createdAt: instant(row['createdate']),
    lastUsedAt: instant(row['passwordlastused']),
    title: mark,
  });
}

function key(row: Row, mark: string | undefined): GraphRecord {
  return node('Credential', row['accesskeyid'] ?? '', {
    kind: 'access-key',
    system: 'aws',
    tenant: '123456789012',
    status: mark ?? 'active',
    lifetime: 'long-lived',
    createdAt: instant(row['createdate']),
    lastUsedAt: instant(row['lastuseddate']),
    lastUsedFor: `${row['lastusedservice']} ${row['lastusedregion']}`,
  });
}

function bucket(row: Row, mark: string | undefined): GraphRecord {
  const arn = row['arn'] ?? '';
  return node('Resource', arn, {
    name: row['name'],
    kind: 's3:bucket',
    system: 'aws',
    tenant: '123456789012',
    region: row['region'],
    path: resourcePath('aws', '123456789012', 's3:bucket', row['region'], row['name'] ?? ''),
    status: mark,
  });
}

function instant(text: string | undefined): string | undefined {
  return text?.replace('Z', '.000Z');
}

function lineOf(record: GraphRecord): object {
  if (record.record === 'node') return { node: record.label, id: record.id, props: record.props };
  const { type, from, to, props } = record;
  return { edge: type, from: [from.label, from.id], to: [to.label, to.id], props };
}
