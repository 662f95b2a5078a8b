import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { mayUse, type Asked } from '../../electron/permissions.ts';

const origin = 'app://ceremony';
const camera: Asked = { permission: 'media', url: `${origin}/index.html`, media: ['video'] };

describe('a permission', () => {
  test('is granted for the camera, to our own page, while a share is being scanned', () => {
    assert.equal(mayUse(camera, { origin, scanning: true }), true);
    assert.equal(mayUse({ ...camera, url: origin }, { origin, scanning: true }), true);
  });

  test('is refused when no share is being scanned', () => {
    assert.equal(mayUse(camera, { origin, scanning: false }), false);
  });

  test('is refused for anything else, and to anybody else, even then', () => {
    const others: readonly Partial<Asked>[] = [
      { media: ['audio'] },
      { media: ['video', 'audio'] },
      { media: ['unknown'] },
      { media: [] },
      { permission: 'display-capture' },
      { permission: 'geolocation' },
      { permission: 'clipboard-read' },
      { url: 'app://ceremony.example/' },
      { url: 'app://print/' },
      { url: 'https://ceremony/' },
      { url: '' },
    ];
    for (const other of others)
      assert.equal(mayUse({ ...camera, ...other }, { origin, scanning: true }), false, JSON.stringify(other));
  });
});
