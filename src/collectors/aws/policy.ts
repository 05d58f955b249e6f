import { createHash } from 'node:crypto';
import { type EdgeRecord, edge, type NodeRecord, type NodeRef, node, ref } from '../../schema/index.ts';

/** A policy document by its content: equal documents have equal ids. */
export interface PolicyDocument {
  /** `policy:aws-iam:<SHA-256 of the canonical document>` */
  readonly id: string;
  /** The canonical document. */
  readonly document: string;
}

/** As what a policy applies: the roles of a GOVERNED_BY edge. */
export type PolicyRole = 'identity' | 'boundary' | 'organisation' | 'resource-organisation' | 'resource' | 'session';

export interface Attachment {
  /** Id of the policy document. */
  readonly policy: string;
  readonly role: PolicyRole;
  /** Name of an inline policy, ARN of a managed one. */
  readonly name: string;
}

/** JSON with the keys of every object in code-point order and no spaces: one content, one text. */
export function canonicalJson(value: unknown): string {
  return JSON.stringify(value, (_key, one: unknown) => (isObject(one) ? sorted(one) : one));
}

function isObject(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

function sorted(object: Readonly<Record<string, unknown>>): Record<string, unknown> {
  return Object.fromEntries(Object.entries(object).sort(([a], [b]) => (a < b ? -1 : 1)));
}

/**
 * A policy document as IAM and its tools hand it out: JSON text, URL-encoded JSON text (RFC 3986, as the API does), or
 * an object (as the AWS CLI does). `undefined` when it is none of them.
 */
export function policyDocument(raw: unknown): PolicyDocument | undefined {
  const value = typeof raw === 'string' ? parsed(raw) : raw;
  if (!isObject(value)) return undefined;
  const document = canonicalJson(value);
  return { id: `policy:aws-iam:${createHash('sha256').update(document).digest('hex')}`, document };
}

function parsed(text: string): unknown {
  for (const decode of [String, decodeURIComponent]) {
    try {
      return JSON.parse(decode(text).replace(/^\ufeff/, '')) as unknown;
    } catch {
      // The other form is tried; neither: no document.
    }
  }
  return undefined;
}

export function policyNode(policy: PolicyDocument, name?: string): NodeRecord<'Policy'> {
  return node('Policy', policy.id, { language: 'aws-iam', name, document: policy.document });
}

/** GOVERNED_BY edges of one subject: several attachments of one document are one edge with all its roles and names. */
export function governedBy(
  subject: NodeRef<'Principal' | 'Resource' | 'Credential'>,
  attachments: readonly Attachment[],
): EdgeRecord<'GOVERNED_BY'>[] {
  const byPolicy = Map.groupBy(attachments, (one) => one.policy);
  return [...byPolicy].map(([policy, same]) =>
    edge('GOVERNED_BY', subject, ref('Policy', policy), {
      roles: unique(same.map((one) => one.role)),
      names: unique(same.map((one) => one.name)),
    }),
  );
}

function unique(values: readonly string[]): string[] {
  return [...new Set(values)].sort();
}
