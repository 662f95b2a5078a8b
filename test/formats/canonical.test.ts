import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import fc from 'fast-check';
import { canonicalJson, parseCanonical, type JsonValue } from '../../ceremonies/formats/canonical.ts';

const double = (hex: string): number => Buffer.from(hex, 'hex').readDoubleBE();

/** RFC 8785 appendix B. */
const numbers = [
  ['0000000000000000', '0'],
  ['8000000000000000', '0'],
  ['0000000000000001', '5e-324'],
  ['8000000000000001', '-5e-324'],
  ['7fefffffffffffff', '1.7976931348623157e+308'],
  ['ffefffffffffffff', '-1.7976931348623157e+308'],
  ['4340000000000000', '9007199254740992'],
  ['c340000000000000', '-9007199254740992'],
  ['4430000000000000', '295147905179352830000'],
  ['44b52d02c7e14af5', '9.999999999999997e+22'],
  ['44b52d02c7e14af6', '1e+23'],
  ['44b52d02c7e14af7', '1.0000000000000001e+23'],
  ['444b1ae4d6e2ef4e', '999999999999999700000'],
  ['444b1ae4d6e2ef4f', '999999999999999900000'],
  ['444b1ae4d6e2ef50', '1e+21'],
  ['3eb0c6f7a0b5ed8c', '9.999999999999997e-7'],
  ['3eb0c6f7a0b5ed8d', '0.000001'],
  ['41b3de4355555553', '333333333.3333332'],
  ['41b3de4355555554', '333333333.33333325'],
  ['41b3de4355555555', '333333333.3333333'],
  ['41b3de4355555556', '333333333.3333334'],
  ['41b3de4355555557', '333333333.33333343'],
  ['becbf647612f3696', '-0.0000033333333333333333'],
  ['43143ff3c1cb0959', '1424953923781206.2'],
] as const;

describe('canonical JSON', () => {
  it('writes the numbers of RFC 8785', () => {
    for (const [hex, text] of numbers) assert.equal(canonicalJson(double(hex)), text);
  });

  it('writes the example of RFC 8785 section 3.2', () => {
    const example = {
      numbers: [333333333.33333329, 1e30, 4.5, 2e-3, 0.000000000000000000000000001],
      string: '\u20ac$\u000f\u000aA\'\u0042\u0022\u005c\\"/',
      literals: [null, true, false],
    };
    assert.equal(
      canonicalJson(example),
      '{"literals":[null,true,false],"numbers":[333333333.3333333,1e+30,4.5,0.002,1e-27],"string":"€$\\u000f\\nA\'B\\"\\\\\\\\\\"/"}',
    );
  });

  it('orders keys by their UTF-16 units', () => {
    const inOrder = ['\r', '1', '\u0080', '\u00f6', '\u20ac', '\ud83d\ude00', '\ufb33'];
    const value = Object.fromEntries([...inOrder].reverse().map((key) => [key, 0]));
    assert.equal(canonicalJson(value), `{${inOrder.map((key) => `${JSON.stringify(key)}:0`).join(',')}}`);
  });

  it('refuses what is not JSON', () => {
    const sparse: unknown[] = [];
    sparse.length = 2;
    const circular: Record<string, unknown> = {};
    circular['self'] = circular;
    const wrong: readonly unknown[] = [
      undefined,
      { a: undefined },
      [undefined],
      sparse,
      Number.NaN,
      Infinity,
      -Infinity,
      1n,
      Symbol('s'),
      () => 0,
      new Date(0),
      new Map(),
      Uint8Array.of(1),
      '\ud800',
      '\udc00\ud800',
      { '\udfff': 1 },
      { toJSON: () => 1 },
      circular,
    ];
    for (const value of wrong) {
      assert.throws(() => canonicalJson(value as JsonValue), { code: 'event-malformed' });
    }
  });

  it('comes back as it was', () => {
    fc.assert(
      fc.property(fc.jsonValue({ noUnicodeString: false }), (value) => {
        const text = canonicalJson(value as JsonValue);
        const parsed = parseCanonical(text);
        assert.ok(parsed.ok);
        assert.equal(canonicalJson(parsed.value), text);
        assert.deepEqual(parsed.value, JSON.parse(JSON.stringify(value)));
      }),
    );
  });

  it('is read in one spelling only', () => {
    const wrong = [
      '',
      ' {}',
      '{} ',
      '{"a": 1}',
      '{"b":1,"a":2}',
      '{"a":1,"a":1}',
      '1.0',
      '1e0',
      '-0',
      '"\\u0041"',
      '"\\/"',
      '"\\ud800"',
      '[1,]',
      '{"a":1}\n',
      '\ufeff{}',
      'NaN',
      '{"a":1',
      '['.repeat(100_000),
      `${'['.repeat(500)}${']'.repeat(500)}`,
    ];
    for (const text of wrong) {
      const parsed = parseCanonical(text);
      assert.equal(parsed.ok ? 'read' : parsed.problem.code, 'event-malformed', text.slice(0, 40));
    }
  });

  it('keeps keys that mean something to JavaScript', () => {
    const text = '{"__proto__":{"a":1},"constructor":2,"toJSON":3}';
    const parsed = parseCanonical(text);
    assert.ok(parsed.ok);
    assert.equal(Object.getPrototypeOf(parsed.value), Object.prototype);
  });
});
