import type { FactName } from '../../model/question.ts';

export const facts: Record<FactName, string> = {
  version: 'Versioon',
  'app-hash': 'Programmi räsi (SHA-256)',
  electron: 'Electron',
  runtime: 'Käituskeskkond',
  node: 'Node.js',
  platform: 'Operatsioonisüsteem',
  'air-gap': 'Leitud võrguühendused',
  'key-label': 'Võtme märgis',
  algorithm: 'Algoritm',
  'check-value': 'Kontrollväärtus',
  hsm: 'HSM',
  threshold: 'Lävi',
  custodians: 'Võtmehoidjaid',
  quorums: 'Tõendatud kvoorumeid',
  'share-set': 'Osakukomplekt',
  original: 'Algvõti',
};
