import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { seat } from '../../ceremonies/model/parameters.ts';
import { requestNames } from '../../electron/channels.ts';
import { requests, type RequestName } from '../../electron/contract.ts';

const takes = (name: RequestName, message: unknown): boolean => requests[name].safeParse(message).success;

const sitting = {
  domain: 'rehearsal',
  embassy: 'Luxembourg',
  place: 'Betzdorf',
  participants: seat([
    { role: 'administrator', name: 'Kadri Tamm' },
    { role: 'witness', name: 'Jaan Kask' },
    { role: 'custodian', name: 'Liis Saar' },
    { role: 'custodian', name: 'Peeter Mägi' },
  ]),
};
const sets = ['5f0c8f0a-51c5-4b6e-9a51-9f6c5b1f0a77'];
const splitting = { threshold: 2, dice: false, sheets: true, acceptsNoSpareShare: true };
const plans = {
  generate: { ...sitting, ...splitting, keyLabel: 'land-register', algorithm: 'ecp384' },
  reconstitute: { ...sitting, sets, fresh: { ...splitting, recipients: ['custodian-1', 'custodian-2'] } },
  check: { ...sitting, sets },
};
const begins = (plan: unknown): boolean => takes('start-ceremony', { plan, previousBundle: '/a.asice' });

describe('the channel', () => {
  test('has a schema for every name that the window may say', () => {
    assert.deepEqual(requestNames.toSorted(), Object.keys(requests).toSorted());
  });

  for (const [kind, parameters] of Object.entries(plans))
    test(`begins a plan to ${kind}, and no other with its name`, () => {
      assert.ok(begins({ kind, parameters }));
      for (const [other, others] of Object.entries(plans))
        if (other !== kind) assert.ok(!begins({ kind, parameters: others }), other);
      assert.ok(!begins({ kind, parameters, script: [] }));
      assert.ok(!begins({ kind, parameters: { ...parameters, domain: 'test' } }));
    });

  test('takes no plan of a kind that there is not', () => {
    assert.ok(!begins({ kind: 'destroy', parameters: plans.check }));
    assert.ok(!begins(null));
  });

  test('looks into one bundle at a time, by its path', () => {
    assert.ok(takes('inspect-bundle', { file: '/media/stick/last.asice' }));
    for (const message of [{ file: '' }, { file: 'a'.repeat(4001) }, {}, { file: '/a', previous: null }])
      assert.ok(!takes('inspect-bundle', message));
  });

  test('carries a share from a card, from words and from a code, each within its bounds', () => {
    const share = (from: unknown, more: object = {}) =>
      takes('answer', {
        question: 1,
        answer: {
          kind: 'present-share',
          offer: {
            kind: 'share',
            participant: 'custodian-1',
            token: { label: 'card', serial: '1' },
            mode: { kind: 'adopt', userPin: '123456' },
            from,
            ...more,
          },
        },
      });
    assert.ok(share({ kind: 'card' }));
    assert.ok(share({ kind: 'words', rows: [['abandon', 'ability']] }));
    assert.ok(share({ kind: 'qr', text: 'EMBASSY-KEY-CEREMONY/SHARE/1' }));
    assert.ok(!share({ kind: 'words', rows: [['a'.repeat(13)]] }));
    assert.ok(!share({ kind: 'qr', text: 'A'.repeat(2001) }));
    assert.ok(!share({ kind: 'card' }, { participant: 'somebody' }));
    assert.ok(!share({ kind: 'file', path: '/etc/passwd' }));
  });

  test('lets the camera be asked for by a yes or a no', () => {
    assert.ok(takes('allow-camera', { allowed: true }));
    assert.ok(!takes('allow-camera', { allowed: 'true' }));
  });
});
