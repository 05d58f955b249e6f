import type { SignalKind } from './signal.ts';

const RISC = 'https://schemas.openid.net/secevent/risc/event-type/';
const SCIM = 'urn:ietf:params:scim:event:prov:';

/** Reasons of a disabled account that tell of an attack, not of a departure (OpenID RISC 1.0 §2.3). */
const ATTACKS = ['hijacking', 'bulk-account'];

/**
 * What an event of a SET says of the account: RISC (OpenID RISC Profile 1.0 §2) and the provisioning events of SCIM (draft-ietf-scim-events). All
 * others, CAEP's among them, say nothing about whether somebody is still there. `disabled`: what a disabled account means.
 */
export function kindOfEvent(type: string, reason: unknown, disabled: 'departed' | 'suspended'): SignalKind {
  switch (type.startsWith(RISC) ? type.slice(RISC.length) : '') {
    case 'account-purged':
      return 'departed';
    case 'account-disabled':
      return ATTACKS.includes(String(reason)) ? 'suspended' : disabled;
    case 'account-enabled':
      return 'active';
    default:
      return kindOfScim(type.toLowerCase());
  }
}

function kindOfScim(type: string): SignalKind {
  const [what] = type.startsWith(SCIM) ? type.slice(SCIM.length).split(':') : [];
  if (what === 'deactivate' || what === 'delete') return 'departed';
  return what === 'activate' ? 'active' : 'other';
}

/** Okta's own event types (https://developer.okta.com/docs/reference/api/event-types/). */
const OKTA: Readonly<Record<string, SignalKind>> = {
  'user.lifecycle.deactivate': 'departed',
  'user.lifecycle.delete.initiated': 'departed',
  'user.lifecycle.delete.completed': 'departed',
  'user.lifecycle.suspend': 'suspended',
  'user.lifecycle.unsuspend': 'active',
  'user.lifecycle.activate': 'active',
  'user.lifecycle.reactivate': 'active',
};

export function kindOfOktaEvent(type: string): SignalKind {
  return Object.hasOwn(OKTA, type) ? (OKTA[type] ?? 'other') : 'other';
}
