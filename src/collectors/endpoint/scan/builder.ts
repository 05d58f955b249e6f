import type { FingerprintKey } from '../../../lib/fingerprint.ts';
import { redactText } from '../../../lib/redact.ts';
import type { ScanClient, ScanCredential, ScanServer } from '../document.ts';
import { fingerprintsOf } from './fingerprints.ts';
import { jwtFacts } from './jwt.ts';
import { credentialKind } from './kinds.ts';
import { known } from './shape.ts';
import { readValue, type Value } from './values.ts';

/** Where a credential was seen, and what is known of it besides its value. Absent is unknown. */
export type Sighting = Partial<Omit<ScanCredential, 'fingerprints' | 'kind' | 'place'>> & {
  readonly place: string;
  readonly kind?: string;
};

/** What the readers report to. Secrets go in here and nothing but their fingerprints comes out. */
export class ScanBuilder {
  readonly clients = new Map<string, ScanClient>();
  readonly servers: ScanServer[] = [];
  readonly credentials: ScanCredential[] = [];
  readonly emails = new Set<string>();
  readonly #key: FingerprintKey;

  constructor(key: FingerprintKey) {
    this.#key = key;
  }

  /** A client was seen: what is said of it in several places is put together. */
  client(
    client: string,
    title: string,
    seen: { installed?: boolean; file?: string; email?: string; risks?: string[] },
  ): void {
    const before = this.clients.get(client);
    const email = seen.email?.toLowerCase() ?? before?.email;
    this.clients.set(client, {
      client,
      title,
      installed: (before?.installed ?? false) || seen.installed === true,
      files: merged(before?.files, seen.file === undefined ? [] : [seen.file]),
      risks: merged(before?.risks, seen.risks),
      ...(email === undefined ? {} : { email }),
    });
    if (seen.email !== undefined) this.emails.add(seen.email.toLowerCase());
  }

  /** A credential whose value is known to be one. */
  secret(secret: string, sighting: Sighting, shape = 'secret'): void {
    if (secret.trim() === '') return;
    const kind = credentialKind(shape, secret);
    const facts = shape === 'jwt' ? jwtFacts(secret) : {};
    this.credential(
      { ...kind, ...facts, ...sighting, kind: sighting.kind ?? kind.kind },
      fingerprintsOf(this.#key, secret),
    );
  }

  /** A credential that is known by its public id or by its presence only. */
  credential(sighting: Sighting & { kind: string }, fingerprints: readonly string[] = []): void {
    this.credentials.push({ notes: [], ...known(sighting), fingerprints: [...fingerprints] } as ScanCredential);
  }

  /** Takes the value of a variable, header or field for what it is, and says what that was. */
  value(name: string, given: unknown, sighting: Sighting): Value['is'] {
    const value = readValue(name, given);
    const as = sighting.as ?? redactText(name);
    if (value.is === 'secret') this.secret(value.secret, { as, ...sighting }, value.kind);
    else if (value.is === 'key-id') this.credential(awsKey(value.id, { as, ...sighting }));
    return value.is;
  }

  fingerprints(secret: string): string[] {
    return fingerprintsOf(this.#key, secret);
  }
}

/** An AWS access key: its id is public. `ASIA…` ids are of temporary credentials. */
export function awsKey(id: string, sighting: Sighting): Sighting & { kind: string } {
  const lifetime = id.startsWith('ASIA') ? 'short-lived' : 'long-lived';
  const kind = id.startsWith('ASIA') ? 'role-session' : 'aws-access-key';
  return { system: 'aws', ...sighting, id, kind, lifetime };
}

function merged(one: readonly string[] = [], other: readonly string[] = []): string[] {
  return [...new Set([...one, ...other])];
}
