import { createHash } from 'node:crypto';
import { acceptedEdges, acceptedLabels } from '../../collect/validate/index.ts';
import { SECRET_SHAPES } from '../../lib/redact.ts';
import { edges, nodes } from '../../schema/index.ts';

/** To be raised when a line may be judged or read otherwise than before and neither schema nor secret shapes tell. */
const READER = 1;

let digest: string | undefined;

/** Names everything that decides what a line says: what was learnt under another version is not believed. */
export function readerVersion(): string {
  digest ??= createHash('sha256')
    .update(JSON.stringify([READER, nodes, edges, acceptedLabels, acceptedEdges]))
    .update(SECRET_SHAPES.map(({ pattern, mark }) => `${mark} ${pattern}`).join('\n'))
    .digest('hex');
  return digest;
}
