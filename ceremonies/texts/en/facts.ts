import type { FactName } from '../../model/question.ts';

/** What people look at and confirm, by name. */
export const facts: Record<FactName, string> = {
  version: 'Version',
  'app-hash': 'Program’s hash (SHA-256)',
  electron: 'Electron',
  runtime: 'Runtime',
  node: 'Node.js',
  platform: 'Operating system',
  'air-gap': 'Networks found',
  'key-label': 'Key label',
  algorithm: 'Algorithm',
  'check-value': 'Check value',
  hsm: 'HSM',
  threshold: 'Threshold',
  custodians: 'Custodians',
  quorums: 'Quorums proved',
  'share-set': 'Share set',
  original: 'Original',
  embassy: 'Embassy',
  'made-at': 'Bundle made (UTC)',
  'made-in': 'Made at',
  quorum: 'Custodians needed / in all',
  holder: 'Custodian',
  bundle: 'Bundle, SHA-256',
  proven: 'Last proven',
};
