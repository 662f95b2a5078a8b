import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { texts } from '../../ceremonies/texts/catalogue.ts';
import { inOneLine, named } from '../../ceremonies/texts/inOneLine.ts';

describe('several things in one line', () => {
  const things = ['hsm-1, Tallinn', 'hsm-2, Luxembourg'];

  it('stand as each language sets them, in French with a space that does not break', () => {
    for (const language of ['en', 'et'] as const)
      assert.equal(inOneLine(things, texts(language)), 'hsm-1, Tallinn; hsm-2, Luxembourg');
    assert.equal(inOneLine(things, texts('fr')), 'hsm-1, Tallinn\u00a0; hsm-2, Luxembourg');
  });

  it('are nothing where there are none', () => {
    assert.equal(inOneLine([], texts('fr')), '');
  });
});

describe('a thing and what there is to say of it', () => {
  it('stand on either side of a colon, before which French sets a space that does not break', () => {
    for (const language of ['en', 'et'] as const)
      assert.equal(named('Wi-Fi', 'wlan0', texts(language)), 'Wi-Fi: wlan0');
    assert.equal(named('Wi-Fi', 'wlan0', texts('fr')), 'Wi-Fi\u00a0: wlan0');
  });
});
