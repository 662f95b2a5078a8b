import type { ShownStep, StepText } from '../en/steps.ts';

export const steps: Record<ShownStep, StepText> = {
  'confirm-software': {
    title: 'Programmi ehtsuse kinnitamine',
    say: 'See on võtmetseremoonia. Saatkond: {{embassy}}. Koht: {{place}}. Kinnitame, et see on programm, mis meile anti.',
    do: 'Võrrelge versiooni ja räsi programmiga kaasas olnud paberiga. Kumbki kinnitab ise.',
  },
  'check-air-gap': {
    title: 'Võrgust lahutatuse kontroll',
    say: 'See arvuti peab olema kuni tseremoonia lõpuni kõigist võrkudest lahutatud.',
    do: 'Vaadake arvuti üle: ei kaablit, Wi-Fit, Bluetoothi ega modemit. Võrrelge sellega, mida leidis programm. Kumbki kinnitab ise.',
  },
  'confirm-bundle': {
    title: 'Paketi kinnitamine',
    say: 'Programm on selle paketi kontrollinud. Nüüd veendume, et see on õige: saatkonna viimane pakett. Saatkond: {{embassy}}.',
    do: 'Võrrelge kohta, kuupäeva ja paketi räsi oma paberitega. Kui on olemas uuem pakett, ärge jätkake, vaid võtke see. Kumbki kinnitab ise.',
  },
  'identify-hsm': {
    title: 'HSM-i tuvastamine',
    say: 'Veendume, et see on riistvaraline turvamoodul (HSM), kuhu võti jääb.',
    do: 'Võrrelge seerianumbrit seadmele trükitud numbriga. Valige seade ja sisestage selle PIN-kood.',
  },
  'compare-clock': {
    title: 'Kella võrdlemine',
    say: 'Kaks inimest loevad kellaaega kellalt, mis sellest arvutist ei sõltu.',
    do: 'Kumbki sisestab teisest sõltumatult, mida näitab seinakell või tema enda kell.',
  },
  'record-bags-in': {
    title: 'Saabunud turvakottide kirjapanek',
    say: 'Loeme iga turvakoti numbri valjusti ette, enne kui kott avatakse.',
    do: 'Kontrollige pitserit, lugege number valjusti ette ja sisestage see. Seejärel avage kott.',
  },
  'enrol-card': {
    title: 'Kaardi registreerimine',
    say: 'Tseremooniaga ühineb kaart, mille omanik on {{name}}.',
    do: 'Sisestage oma kaart lugejasse. Keegi teine ei vaata, kui te PIN-koodi sisestate.',
  },
  'make-ceremony-key': {
    title: 'Tseremooniavõtme loomine',
    say: 'HSM loob võtme, millega ta selles tseremoonias allkirju annab.',
    do: 'Programm teeb seda ise. Jälgige ekraani ja jätke HSM paigale.',
  },
  'generate-embassy-key': {
    title: 'Saatkonna võtme loomine',
    say: 'HSM loob nüüd saatkonna võtme. Võtme märgis: {{keyLabel}}.',
    do: 'Vaadake märgis ja algoritm veel kord üle: hiljem neid muuta ei saa. Kumbki kinnitab ise.',
  },
  'seal-canary': {
    title: 'Proovisõnumi pitseerimine',
    say: 'Võtmele {{keyLabel}} pitseeritakse proovisõnum. Kes võtme kunagi taastab, avab selle ja teab siis, et võti töötab.',
    do: 'Programm teeb seda ise. Jälgige ekraani ja jätke HSM paigale.',
  },
  'make-recovery-key': {
    title: 'Taastevõtme loomine',
    say: 'Luuakse uus taastevõti: see kaitseb varukoopiat. Saatkonna võti: {{keyLabel}}. Taastevõti segatakse kokku mitmest juhuslikkuse allikast ja on tervikuna olemas ainult selle etapi jooksul.',
    do: 'Sellest hetkest kuni etapi lõpuni ei lahku keegi ruumist. Kumbki kinnitab ise.',
  },
  'wrap-key': {
    title: 'Saatkonna võtme krüpteerimine varukoopiaks',
    say: 'HSM krüpteerib taastevõtmega saatkonna võtme {{keyLabel}}.',
    do: 'Programm teeb seda ise. Jälgige ekraani ja jätke HSM paigale.',
  },
  'make-working-copy': {
    title: 'Töökoopia loomine',
    say: 'HSM loob saatkonna võtme {{keyLabel}} töökoopia. Seda koopiat ei saa HSM-ist kunagi välja viia.',
    do: 'Programm teeb seda ise. Jälgige ekraani ja jätke HSM paigale.',
  },
  'split-recovery-key': {
    title: 'Taastevõtme jagamine',
    say: 'Taastevõti jagatakse {{custodians}} osakuks. Mis tahes {{threshold}} neist taastavad võtme; vähem ei avalda midagi.',
    do: 'Võrrelge mõlemat arvu stsenaariumiga. Ülejäänu teeb programm ise.',
  },
  'store-share': {
    title: 'Osaku talletamine',
    say: 'Osaku saab {{name}}. Osak pitseeritakse kaardile, loetakse tagasi ja selle vastuvõtt allkirjastatakse kaardiga.',
    do: 'Sisestage oma kaart lugejasse ja seejärel PIN-kood. Jätke kaart lugejasse, kuni ekraan annab märku.',
  },
  'print-sheet': {
    title: 'Osaku printimine',
    say: 'Ühele lehele trükitakse osak, mille hoidja on {{name}}, ja leht läheb kohe turvakotti.',
    do: 'Keegi teine teie lehte ei vaata. Sisestage kontrollsõnad lehe allservast ja oma turvakoti number. Murdke leht kokku, pange kotti ja pitseerige kott.',
  },
  'prove-quorums': {
    title: 'Kõigi kvoorumite tõendamine',
    say: 'Enne kui keegi lahkub, tõendame, et {{custodians}} osakust taastavad võtme mis tahes {{threshold}}.',
    do: 'Programm teeb seda ise. Keegi ei lahku enne, kui see on tehtud.',
  },
  'wipe-recovery-key': {
    title: 'Taastevõtme kustutamine',
    say: 'Terviklik taastevõti kustutatakse mälust. Edaspidi on see olemas ainult osakutena.',
    do: 'Programm teeb seda ise.',
  },
  'destroy-original': {
    title: 'Väljaviidava algvõtme hävitamine',
    say: 'HSM hävitab saatkonna algvõtme {{keyLabel}}, mida saanuks HSM-ist välja viia. Seda ei saa tagasi võtta; alles jäävad töökoopia ja varukoopia.',
    do: 'Võrrelge kontrollväärtust. Kumbki kinnitab ise.',
  },
  'collect-shares': {
    title: 'Osakute toomine',
    say: 'Võtmehoidjaid on {{custodians}}, neist on vaja {{threshold}}. Tulge üksteise järel, ükskõik millises järjekorras. Kiiret ei ole.',
    do: 'Valige oma nimi. Sisestage kaart lugejasse ja seejärel PIN-kood. Kui kaart on kadunud või rikkis, võtke uus kaart ja oma paberleht.',
  },
  'rebuild-recovery-key': {
    title: 'Taastevõtme taastamine',
    say: 'Osakud on koos. Programm taastab taastevõtme ainult oma mälus ja kontrollib, kas see on õige.',
    do: 'Võrrelge nimesid ja HSM-i. Enne taastevõtme kustutamist ei lahku keegi ruumist. Kumbki kinnitab ise.',
  },
  'restore-key': {
    title: 'Võtme taastamine',
    say: 'Võti {{keyLabel}} läheb HSM-i. Programm kontrollib, kas see on õige ja kas see töötab.',
    do: 'Programm teeb seda ise. Jälgige ekraani ja jätke HSM paigale.',
  },
  'wipe-rebuilt-key': {
    title: 'Taastevõtme kustutamine',
    say: 'Võtmed on HSM-is. Taastevõtit ei ole enam vaja ja see kustutatakse mälust.',
    do: 'Programm teeb seda ise.',
  },
  'show-shares': {
    title: 'Osakute näitamine',
    say: 'Iga võtmehoidja näitab, et tema osak on terve. Midagi ei taastata ja ühtki osakut ekraanile ei ilmu.',
    do: 'Valige oma nimi. Sisestage kaart lugejasse ja seejärel PIN-kood. Näidata võib ka paberlehte.',
  },
  'hand-in-shares': {
    title: 'Vanade osakute tagastamine',
    say: 'Vanad osakud on kehtetud. Need hävitatakse kaartidel ja paberil, et keegi neid koos varasema paketiga ei kasutaks. Ka neis pakettides on iga osak, pitseerituna oma kaardile: sellele teeb lõpu ainult kaardi hävitamine.',
    do: 'Valige oma nimi. Hävitage paberleht kõigi silme all. Sisestage kaart lugejasse ja seejärel PIN-kood: kaardil olev osak hävitatakse.',
  },
  'read-inventory': {
    title: 'Andmevõtmete loendi lugemine',
    say: 'Loeme läbi andmevõtmed ja pitseeritud varukoopiad, mis on veel varasemate versioonide all. Võti: {{keyLabel}}. Praegu midagi ei muudeta.',
    do: 'Ühendage andmekandja. Valige loend, varukoopiate kaust või mõlemad ning kaust, kuhu üleviidu läheb. Võrrelge arve oma paberitega.',
  },
  rewrap: {
    title: 'Andmete üleviimine uuele võtmele',
    say: 'See, mis on varasemate versioonide all, viiakse üle võtmele {{keyLabel}}: andmevõtmed krüpteeritakse uuesti ja varukoopiad saavad uue päise. Andmeid endid ei puudutata ja vanad failid jäävad endiseks.',
    do: 'Programm teeb seda ise. See võib kaua kesta ja töö saab vahepeal peatada. Jätke HSM ja andmekandja paigale.',
  },
  'prove-rewrap': {
    title: 'Üleviimise täielikkuse tõendamine',
    say: 'Tõendame, et midagi ei läinud kaduma: iga andmevõti vanast loendist on üle viidud üks kord ja avaneb uue versiooniga või on nimekirjas koos põhjusega, miks ei.',
    do: 'Programm teeb seda ise. Seejärel võrrelge arve ja lugege, mida üle viia ei saanud: see jääb varasema versiooni alla, mis tuleb selle jaoks alles hoida.',
  },
  'give-up-data': {
    title: 'Võtme all olevast loobumine',
    say: 'Võtme {{keyLabel}} all on veel midagi, mida ei ole üle viidud. Kui võti on hävitatud, ei ava seda enam keegi. Loobumist kinnitab oma kaardiga {{name}}.',
    do: 'Võrrelge kirjaliku korraldusega iga andmestikku, selle kirjete arvu, nimekirja räsi ja põhjust. Kui need on samad, sisestage kaart lugejasse ja seejärel PIN-kood.',
  },
  'confirm-destruction': {
    title: 'Hävitamise kinnitamine',
    say: 'Võti {{keyLabel}} on veel kasutusel. Pärast hävitamist ei saa sellele võtmele enam midagi pitseerida ja see HSM ei ava enam midagi, mis on võtmele pitseeritud. Selle kinnitab veel kord oma kaardiga {{name}}.',
    do: 'Võrrelge märgist, versiooni ja kontrollväärtust kirjaliku korraldusega. Kui need on samad, sisestage oma kaart lugejasse ja seejärel PIN-kood.',
  },
  'destroy-key': {
    title: 'Võtme hävitamine',
    say: 'See HSM hävitab nüüd võtme {{keyLabel}}. Seda ei saa tagasi võtta. Kui üheski teises HSM-is seda ei ole, ei ole uues paketis selle koopiat; varasema paketiga saab piisavast hulgast osakutest selle endiselt taastada, kuni ka osakud hävitatakse.',
    do: 'Võrrelge märgist, versiooni, kontrollväärtust ja HSM-e kirjaliku korraldusega. Kumbki kinnitab ise.',
  },
  'destroy-card': {
    title: 'Kaardi hävitamine',
    say: 'See kaart hävitatakse koos kõigi sellel olevate võtmete ja osakutega. Seda ei saa tagasi võtta.',
    do: 'Võrrelge nime ja seerianumbrit. Sisestage kaart lugejasse ja seejärel PIN-kood: kaart kustutatakse. Kui see ei ole võimalik, lõigatakse kaart katki.',
  },
  'record-bags-out': {
    title: 'Väljaviidavate turvakottide kirjapanek',
    say: 'Iga võtmehoidja võtab kaardi jaoks uue turvakoti ja loeme koti numbri valjusti ette.',
    do: 'Sisestage igale kotile trükitud number. Kaart pannakse kotti ja kott pitseeritakse pärast seda, kui kaart on paketi allkirjastanud.',
  },
  declare: {
    title: 'Osaleja kinnitus',
    say: 'Mina, {{name}}, viibisin kogu aeg kohal. See, mida nägin, vastas stsenaariumile, ja muid kõrvalekaldeid peale protokollitute ma ei tea.',
    do: 'Lugege kinnitus valjusti ette. Valige, kas nõustute; kui ei nõustu, kirjutage, miks. Protokollitakse mõlemal juhul. Vastus allkirjastatakse teie kaardiga.',
  },
  'complete-act': {
    title: 'Etapi allkirjastamine',
    say: 'Juht loeb ekraanilt ette võrdlussõnad; tunnistaja võrdleb neid ja ütleb, kas need on samad.',
    do: 'Kui sõnad on samad, sisestage oma kaart lugejasse ja seejärel PIN-kood.',
  },
  'close-transcript': {
    title: 'Protokolli sulgemine',
    say: 'Pärast seda ei saa protokolli enam midagi lisada.',
    do: 'Veenduge, et kõik vajalik on protokollis. Kumbki kinnitab ise.',
  },
  'replace-card': {
    title: 'Teise kaardi kasutuselevõtt',
    say: 'Kaardist, mille omanik on {{name}}, ei ole enam kasu. Selle asemele tuleb teine ja kõik kohalolijad kinnitavad seda.',
    do: 'Pange lugejasse kaart, mida keegi ei ole siin kasutanud. Keegi teine ei vaata, kui PIN-koodi sisestate.',
  },
  'vouch-card': {
    title: 'Uue kaardi kinnitamine',
    say: '{{holder}} võttis teise kaardi. Kõik teised kohalolijad kinnitavad seda.',
    do: 'Kas nägite, et {{holder}} pani selle kaardi lugejasse ja sisestas PIN-koodi? Kui nägite, pange lugejasse oma kaart ja sisestage oma PIN-kood. Kui ei näinud, öelge seda ja ärge sisestage midagi.',
  },
  sign: {
    title: 'Paketi allkirjastamine',
    say: 'Kõik kohalviibijad allkirjastavad suletud protokolli üksteise järel.',
    do: 'Sisestage oma kaart lugejasse ja seejärel PIN-kood.',
  },
  export: {
    title: 'Paketi eksportimine',
    say: 'Pakett kirjutatakse andmekandjale, loetakse tagasi ja kontrollitakse enne, kui keegi lahkub.',
    do: 'Ühendage andmekandja ja valige sellel kaust.',
  },
};
