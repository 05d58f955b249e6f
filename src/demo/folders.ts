import { existsSync, rmSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { loadFingerprintKey } from '../lib/fingerprint.ts';
import { generateCompany } from './index.ts';

/** An older company is made anew: its "left three months ago" would no longer be true. */
const MAX_AGE_MS = 7 * 86_400_000;

/**
 * The demo company's folders in the order they are imported. A new company comes with an earlier HR export, imported first as
 * a run of its own, so that there is a past; a company that was imported before is only read again.
 */
export async function demoFolders(session: {
  readonly home: string;
  readonly clock: { now(): number };
}): Promise<readonly string[]> {
  const out = join(session.home, 'demo');
  const made = join(out, 'expected.json');
  const now = session.clock.now();
  if (existsSync(made) && now - statSync(made).mtimeMs < MAX_AGE_MS) return [join(out, 'exports')];
  rmSync(out, { recursive: true, force: true });
  const fingerprintKey = loadFingerprintKey(join(session.home, 'fingerprint.key'));
  const company = await generateCompany({ out, now: new Date(now), fingerprintKey });
  return [company.before, company.exports];
}
