import { generateKeyPairSync, sign } from 'node:crypto';

/** A self-signed certificate for 127.0.0.1, made when the test runs: no key lies in the repository. */
export interface TestCertificate {
  readonly cert: string;
  readonly key: string;
}

type Der = Buffer;

/** X.509 v3 (RFC 5280 §4.1), valid from yesterday for two days. Entra's client assertions need an RSA key. */
export function loopbackCertificate(): TestCertificate {
  const { publicKey, privateKey } = generateKeyPairSync('rsa', { modulusLength: 2048 });
  const sha256WithRsa = tlv(0x30, oid('2a864886f70d01010b'), tlv(0x05));
  const name = tlv(0x30, tlv(0x31, tlv(0x30, oid('550403'), tlv(0x0c, Buffer.from('keyline test')))));
  const day = 24 * 60 * 60 * 1000;
  const validity = tlv(0x30, time(Date.now() - day), time(Date.now() + day));
  const altName = tlv(0x30, oid('551d11'), tlv(0x04, tlv(0x30, tlv(0x87, Buffer.from([127, 0, 0, 1])))));
  const authority = tlv(
    0x30,
    oid('551d13'),
    tlv(0x01, Buffer.from([0xff])),
    tlv(0x04, tlv(0x30, tlv(0x01, Buffer.from([0xff])))),
  );
  const body = tlv(
    0x30,
    tlv(0xa0, tlv(0x02, Buffer.from([2]))),
    tlv(0x02, Buffer.from([1])),
    sha256WithRsa,
    name,
    validity,
    name,
    publicKey.export({ type: 'spki', format: 'der' }),
    tlv(0xa3, tlv(0x30, altName, authority)),
  );
  const signature = tlv(0x03, Buffer.from([0]), sign('sha256', body, privateKey));
  const certificate = tlv(0x30, body, sha256WithRsa, signature);
  const lines = certificate.toString('base64').replace(/(.{64})/g, '$1\n');
  return {
    cert: `-----BEGIN CERTIFICATE-----\n${lines}\n-----END CERTIFICATE-----\n`,
    key: privateKey.export({ type: 'pkcs8', format: 'pem' }).toString(),
  };
}

/** One value: tag, length (DER: short, or the count of length bytes), content. */
function tlv(tag: number, ...parts: readonly Der[]): Der {
  const content = Buffer.concat(parts);
  if (content.length < 128) return Buffer.concat([Buffer.from([tag, content.length]), content]);
  const size = content.length < 256 ? [0x81, content.length] : [0x82, content.length >> 8, content.length & 0xff];
  return Buffer.concat([Buffer.from([tag, ...size]), content]);
}

function oid(hex: string): Der {
  return tlv(0x06, Buffer.from(hex, 'hex'));
}

function time(at: number): Der {
  const text = new Date(at).toISOString().replace(/[-:T]/g, '').slice(2, 14);
  return tlv(0x17, Buffer.from(`${text}Z`));
}
