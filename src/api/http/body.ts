import type { IncomingMessage } from 'node:http';
import { KeylineError } from '../../lib/errors.ts';

/** The whole body. Errors: `body-too-large`, without reading on. */
export async function readBody(request: IncomingMessage, maxBytes: number): Promise<Buffer> {
  if (Number(request.headers['content-length'] ?? 0) > maxBytes) throw tooLarge(maxBytes);
  const chunks: Buffer[] = [];
  let size = 0;
  for await (const chunk of request as AsyncIterable<Buffer>) {
    size += chunk.length;
    if (size > maxBytes) throw tooLarge(maxBytes);
    chunks.push(chunk);
  }
  return Buffer.concat(chunks);
}

function tooLarge(maxBytes: number): KeylineError {
  return new KeylineError('body-too-large', `A request body can have ${maxBytes.toLocaleString('en')} bytes, not more`);
}
