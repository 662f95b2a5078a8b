import type { SameKeys } from '../strings.ts';
import type { deeds as english } from '../en/deeds.ts';

export const deeds = {
  rows: { destroyed: 'Hävitatud', remains: 'Alles', moved: 'Üle viidud', 'not-moved': 'Üle viimata' },

  key: {
    refused:
      '{{key}}, {{hsm}}: objekte {{objects}}, otsiti uuesti ega leitud; kasutamisest HSM seejärel keeldus',
    untried: '{{key}}, {{hsm}}: objekte {{objects}}, otsiti uuesti ega leitud; kasutamist ei proovitud',
  },
  shares: 'osakuid {{destroyed}} / {{count}}, {{keys}}, komplekt {{set}}',
  card: {
    erased: 'kaart, hoidja {{holder}}, kustutatud: objekte {{objects}}, osakuid {{shares}}',
    physically: 'kaart, hoidja {{holder}}, purustatud juuresolijate silme all, osakuid {{shares}}',
  },

  stillOn: 'EI OLE KÕIKJAL HÄVITATUD: alles on see siin: {{hsms}}',
  lost: 'miski ei näita, et see on kadunud siit: {{hsms}}; et seda HSM-i enam ei ole, on juhi ja tunnistaja sõna',
  set: 'osakukomplekt {{set}}: osakuid alles {{sharesLeft}}, vaja {{threshold}}; vanema paketiga toovad need võtme tagasi',
  cards:
    'osakukomplekt {{set}}: kaarte, mis avavad oma osaku vanemates pakettides veel: {{sharesLeft}}; võtmete tagasitoomiseks on vaja {{threshold}}',
  missing: 'osak jäi tagastamata: {{names}}',
  astray: 'osak võib olla varasemal kaardil: {{names}}',
  none: 'mitte miski, mida register teaks',

  moved: 'versioonile {{key}}: {{what}}',
  dataKeys: 'andmevõtmeid {{number}} (HSM-i sees {{inToken}}, läbi programmi lukustatud mälu {{inEngine}})',
  backups: 'varukoopiaid {{number}}',
  not: {
    dataKeys: 'andmevõtmeid {{number}} ({{reasons}})',
    backups: 'varukoopiaid {{number}} ({{reasons}})',
  },
  all: 'mitte midagi',
  nothing: 'see tseremoonia andmeid üle ei viinud: varasemate versioonide all olev jääb sinna',
  more: 'veel {{number}} nimekirjas uue loendi kõrval',
  reasons: {
    'inventory-line-malformed': 'ei ole andmevõti',
    'inventory-duplicate': 'nimetatud kaks korda',
    'inventory-key-unknown': 'teise võtme all',
    'inventory-key-current': 'juba seal',
    'inventory-algorithm': 'vale algoritmiga',
    'inventory-key-size': 'vale pikkusega',
    'inventory-altered': 'muudetud või krüpteeritud teise võtmega',
    'backup-not-sealed': 'pitseerimata',
    'backup-key-absent': 'pitseeritud teisele võtmele',
    'backup-already-moved': 'juba seal',
  },
} satisfies SameKeys<typeof english>;
