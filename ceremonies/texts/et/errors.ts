import type { ErrorCode } from '../../model/error.ts';

export const errors: Record<ErrorCode, string> = {
  // parameters
  'threshold-too-small':
    'Lävi peab olema vähemalt 2, et keegi ei saaks võtit üksi taastada. Suurendage läve.',
  'threshold-above-custodians':
    'Lävi on suurem kui võtmehoidjate arv, nii et võtit ei saaks kunagi taastada. Vähendage läve või lisage võtmehoidjaid.',
  'too-many-custodians':
    'Võtmehoidjaid on rohkem, kui võtit saab osadeks jagada: kõige rohkem 255. Eemaldage võtmehoidjaid.',
  'participant-twice':
    'Sama inimene on kirjas kaks korda. Igaühel on ainult üks roll: määrake teine roll kellelegi teisele.',
  'role-missing':
    'Mõni roll on täitmata. Tseremoonial peab olema juht, tunnistaja ja võtmehoidjad: lisage puuduv osaleja.',
  'label-invalid':
    'Võtme märgis võib sisaldada väiketähti a–z, numbreid ja sidekriipse, kuni 40 märki, ega tohi alata ega lõppeda sidekriipsuga. Muutke märgist.',
  'parameters-invalid': 'Väli on tühi või selle sisu ei sobi. Parandage märgitud väli.',
  'no-spare-share':
    'Vaja oleks kõiki võtmehoidjaid: ühe kaardi kadumisega kaob võti jäädavalt. Vähendage läve või kinnitage, et olete sellega nõus.',
  // events and scripts
  'event-out-of-order':
    'See ei ole stsenaariumi järgi praegu lubatud. Midagi ei protokollitud. Jätkake ekraanil näidatud sammuga.',
  'event-not-allowed':
    'Stsenaarium ei luba seda siin teha. Midagi ei protokollitud. Jätkake ekraanil näidatud sammuga.',
  'event-malformed':
    'Kirje ei vasta nõutud kujule. Midagi ei protokollitud. Ärge jätkake, kutsuge tehniline abi.',
  'witness-missing':
    'Mõni selle sammu osaleja ei ole veel kinnitanud. Iga nimetatud inimene peab kinnitama ise.',
  'person-twice': 'Sama inimest arvestati kaks korda. Teise poole peab tegema keegi teine.',
  'card-twice':
    'See kaart või mõni võti sellel kuulub siin juba kellelegi. Võtke see välja ja sisestage kaart, mida keegi veel ei kasuta.',
  'share-set-incomplete':
    'Osakuid on veel puudu: kõiki vajalikke ei ole talletatud või kohale toodud. Enne muud on vaja puuduvaid.',
  'share-set-void':
    'Need osakud on kehtetud: nende asemel on uuem osakukomplekt. Kasutage uuema komplekti osakuid; poolelioleva tseremoonia ajal teeb programm uue.',
  'ceremony-closed':
    'Tseremoonia on lõpetatud ja sellele ei saa midagi lisada. Eksportige pakett või lahkuge tseremoonialt.',
  'abandon-too-late':
    'Siin hävitati midagi, mis viimase paketi järgi on alles, ja sellest räägib ainult selle tseremoonia pakett; või on kõik selle paketi juba allkirjastanud ja see võib kuskil olemas olla. Viige tseremoonia lõpuni; vahepeal võib teha pausi ja hiljem jätkata.',
  'abandon-begun':
    'Katkestamist juba alustati ja selle tseremoonia võtmeid hävitatakse. Midagi muud enam teha ei saa: valige uuesti „Katkesta“.',
  'ceremony-paused': 'Tseremoonias on paus. Kõigepealt peavad juht ja tunnistaja koos jätkama.',
  'bag-twice':
    'Turvakoti number on sisestatud kaks korda. Igal kotil on oma number: võrrelge kottidega ja parandage sisestatud number.',
  'bag-missing': 'Mõnel võtmehoidjal ei ole turvakotti. Sisestage iga võtmehoidja turvakoti number.',
  'recipient-needed':
    'See inimene peab saama osaku ja keegi teine seda vastu võtta ei saa. Ta peab jääma, kuni kõik kvoorumid on tõendatud. Kui ta jääda ei saa, katkestage tseremoonia.',
  'vouchers-missing':
    'Siin ei ole kedagi, kes saaks uut kaarti kinnitada: peale juhi ja tunnistaja peab kohal olema veel keegi, kelle kaart on registreeritud. Tehke paus, kuni keegi on kohal, või katkestage tseremoonia.',
  'exception-needed':
    'Nii saab jätkata ainult kõrvalekaldena. Registreerige kõrvalekalle: kaks inimest põhjendavad ja vastutavad.',
  'statement-differs':
    'Kaart allkirjastas midagi muud, kui tseremoonia nõudis. Ärge seda kaarti kasutage; registreerige kõrvalekalle.',
  'remark-missing':
    'Kes ei nõustu, see põhjendab: põhjendus protokollitakse koos vastusega. Kirjutage märkus ja sisestage PIN-kood.',
  // lifetimes of keys, sets and cards
  'key-state-unlawful':
    'Võti {{label}} v{{version}} ei saa sellesse olekusse minna: võtme olek muutub ainult edasi ja hävitatu jääb hävitatuks. Midagi ei protokollitud. Valige teine versioon.',
  'key-absent':
    'HSM-is ei ole võtit {{label}} v{{version}}, mida siin vaja on. Midagi ei ole kadunud: ühendage HSM, milles see on, või taastage võtmed kõigepealt sellesse HSM-i.',
  'data-remains':
    'Viimase loendi järgi on võtme {{label}} v{{version}} all veel andmeid: koos võtmega kaoksid need jäädavalt. Vahetage kõigepealt võti ja viige andmed üle, siis hävitage.',
  'set-in-use':
    'Need osakud kaitsevad veel võtit {{label}} v{{version}}: nendeta ei saaks seda keegi taastada. Vahetage kõigepealt osakud uute vastu, siis hävitage vanad.',
  'quorum-lost':
    'Ilma selle kaardita on ülejäänud kaartidel vähem kui {{threshold}} osakut, mida on taastamiseks vaja. Vahetage kõigepealt osakud uute vastu, siis hävitage kaart.',
  'custody-was-exceeded':
    '{{name}} on pooleli jäänud tseremooniatel hoidnud käes ühe taastevõtme osakuid kokku {{shares}}, taastamiseks on vaja {{threshold}}: kellel oli neid nii palju, see võib võtmeid teada. Kui jätkate nende osakutega siiski, registreerige kõrvalekalle: kaks inimest põhjendavad. Vahetage võtmed esimesel võimalusel.',
  'custody-exceeded':
    'Nii oleks {{name}} saanud enda kätte ühe taastevõtme osakuid kokku {{shares}}, taastamiseks on vaja {{threshold}}. Nii palju ei tohi neid kellelgi kunagi olla, ka mitte eri aegadel. Laske see osak võtta või tuua kellelgi teisel.',
  // tokens
  'module-not-found':
    'PKCS#11 moodulit ei leitud seadetes antud kohast. Kontrollige failiteed ja seda, kas draiver on paigaldatud.',
  'module-not-pkcs11': 'See fail ei ole PKCS#11 moodul. Kontrollige seadetes failiteed.',
  'modules-malformed':
    'PKCS#11 moodulite seadeid ei saa lugeda. Parandage fail {{path}}: juhendis on näide, milline see on.',
  'token-write-failed':
    'Kaart või HSM ei suutnud tehtavat lõpule viia. Jätke see lugejasse ja proovige uuesti; kui viga kordub, registreerige kõrvalekalle.',
  'card-in-use':
    'Sellel kaardil on juba selle programmi sertifikaat: see kuulub mõne teise tseremoonia või inimese juurde. Kasutage teist kaarti.',
  'certificate-unfit':
    'Kaardil olev või äsja loodud sertifikaat ei kõlba: see on aegunud või mõeldud muuks otstarbeks. Kasutage teist kaarti.',
  'clock-behind-bundle':
    'Arvuti kell näitab {{now}}, aga viimane pakett suleti {{closedAt}}. Seadke kell õigeks ja alustage siis.',
  'clock-set-back':
    'Arvuti kell on keeratud viimasest sündmusest varasemaks. Seadke kell õigeks või registreerige kõrvalekalle, mis ütleb, miks uus aeg on õige; seejärel proovige uuesti.',
  'clock-differs':
    'Arvuti kell ja seinakell erinevad liiga palju. Lugege seinakella uuesti; kui erinevus jääb, seadke arvuti kell õigeks.',
  'module-failed':
    'Kaardi või HSM-i draiver ei töötanud. Võtke seade välja, pange tagasi ja proovige uuesti; kui viga kordub, registreerige kõrvalekalle.',
  'token-absent': 'Kaarti või HSM-i ei ole lugejas. Sisestage see ja otsige uuesti.',
  'token-wrong':
    'See ei ole kaart või HSM, mida praegu vaja on. Võtke see välja ja sisestage see, mille nimi on ekraanil.',
  'token-removed':
    'Kaart või HSM eemaldati töö ajal. Pange sama kaart või HSM tagasi; programm vaatab enne jätkamist, mis sellel on.',
  'token-ambiguous':
    'Kaks kaarti on äravahetamiseni sarnased ja programm ei suuda neid eristada. Jätke lugejasse ainult üks.',
  'token-full':
    'Kaardil või HSM-il ei ole enam ruumi. Võtke kasutusele teine või eemaldage sellelt mittevajalik.',
  'token-read-only': 'Kaardile või HSM-ile ei saa midagi kirjutada. Võtke kasutusele teine.',
  'token-not-initialised':
    'Kaart või HSM on tühi ja algväärtustamata. Algväärtustage see või kasutage teist.',
  'mechanism-missing':
    'See kaart või HSM ei oska kõike, mida tseremoonia vajab. Valige teine seade või teine algoritm.',
  'hsm-unfit':
    'Proov näitab, et see HSM ei suuda teha seda, mida tseremoonia temalt nõuab. Temasse ei jäänud midagi. Seadistage HSM nii, et ta suudab, või valige teine HSM või teist liiki võti.',
  'initialise-refused':
    'Seda kaarti ei saa siin kasutusele võtta. Looge sellele võtmed ja sertifikaat tootja tööriistaga ja kasutage seda oma sertifikaadiga kaardina, või võtke teine kaart.',
  'label-present':
    'Selle märgisega võti on juba olemas ja programm ei kirjuta ühtki võtit üle. Valige teine märgis või teine HSM.',
  'object-absent':
    'Midagi, mis peaks kaardil või HSM-il olema, ei leitud. Kontrollige, kas see on õige, ja proovige uuesti.',
  'pin-wrong': 'Vale PIN-kood. Vaadake, mitu katset on alles, ja sisestage see uuesti.',
  'pin-locked': 'PIN-kood on lukus: liiga palju valesid katseid. Kõigepealt tuleb see avada.',
  'pin-invalid':
    'Kaart ei võta seda PIN-koodi vastu: see on liiga lühike, liiga pikk või sisaldab sobimatuid märke. Valige teine PIN-kood.',
  'pin-required': 'Kaart küsib uuesti PIN-koodi. Sisestage see.',
  'key-not-extractable':
    'HSM ei luba seda võtit varukoopiaks krüpteerida. Kasutage HSM-i, mis seda lubab, või registreerige kõrvalekalle.',
  'ciphertext-invalid':
    'Krüpteeritud andmeid ei saa selle võtmega avada: need on rikutud või mõeldud teisele võtmele. Kontrollige, kas kaart on õige.',
  'check-value-differs':
    'Kontrollväärtus on erinev: see ei ole sama võti. Peatuge siin ja registreerige kõrvalekalle.',
  // shares
  'share-altered':
    'Osakut on pärast loomist muudetud. Kasutage sama osakut paberil või teise võtmehoidja osakut ja registreerige kõrvalekalle.',
  'share-foreign':
    'See osak kuulub teise kaardi, teise osakukomplekti või teise saatkonna juurde. Sisestage kaart, mille nimi on ekraanil, või tooge selle komplekti osak.',
  'share-twice': 'Sama osak anti kaks korda. Vaja on teise võtmehoidja osakut.',
  'share-malformed':
    'Osak on rikutud või ei olegi osak. Kasutage selle teist eksemplari või teise võtmehoidja osakut.',
  'quorum-differs': 'Osakud ei anna kõik sama võtit. See osakukomplekt on kehtetu, programm teeb uue.',
  'recovery-key-differs':
    'Osakud kokku ei anna taastevõtit, mis jagati. Midagi ei taastatud. Osakuid küsitakse uuesti: laske ühe asemel tulla mõnel teisel võtmehoidjal.',
  'canary-differs':
    'Võti ei ava proovisõnumit, mis sellele pitseeriti. Ärge seda võtit kasutage. Proovige uuesti; kui viga kordub, registreerige kõrvalekalle.',
  'card-of-another': 'Selle kaardi omanik on {{name}}. Võtke see välja ja sisestage oma kaart.',
  'share-not-here':
    'Selle inimese osakut siin ei ole, ei kaardil ega paketis. Kasutage paberlehte või laske tulla mõnel teisel võtmehoidjal.',
  'share-of-another':
    'Selle osaku hoidja on {{name}}, kes peaks selle tooma. Kui see ei ole võimalik, registreerivad osaku tooja ja veel üks inimene kõrvalekalde ja põhjendavad seda.',
  'share-sealed-elsewhere':
    'See osak on pitseeritud teisele kaardile. Sisestage kaart, millele see anti, või kasutage paberlehte.',
  'sheet-unproved':
    'Need ei ole selle lehe kontrollsõnad. Võrrelge neid lehe allservaga ja sisestage uuesti.',
  'entropy-poor':
    'Need ei näi olevat päris täringuvisked: kogu aeg sama külg või liiga vähe viskeid. Veeretage uuesti ja sisestage iga vise.',
  // secrets and keys
  'secret-wiped':
    'Vajalik saladus on mälust juba kustutatud. Programm läheb tagasi sammu juurde, kus see luuakse.',
  'memory-not-locked':
    'Operatsioonisüsteem ei lukusta saladuste jaoks mälu. Suurendage lukustatud mälu piirangut ja käivitage programm uuesti.',
  'unwrap-refused':
    'HSM ei luba seda liiki krüpteeritud võtit endasse tuua. Midagi ei ole kadunud. Seadistage HSM nii, et ta lubab, ja proovige uuesti; või alustage otsast peale teise HSM-iga.',
  'unwrap-failed':
    'Krüpteeritud võtit ei saanud avada: see on rikutud või taastevõti ei ole õige. Proovige uuesti.',
  // journal and files
  'journal-truncated':
    'Päeviku viimane rida jäi pooleli, näiteks voolukatkestuse tõttu. Välja jäeti ainult see rida, kõik varasem kehtib.',
  'journal-changed':
    'Kettal olevat päevikut on muudetud. Programm sellest ei jätka: jätke arvuti puutumata ja alustage uut tseremooniat.',
  'journal-locked':
    'See tseremoonia on juba avatud programmi teises aknas. Jätkake seal või sulgege see enne.',
  'journal-absent': 'Selle tseremoonia päevikut selles arvutis ei ole. Valige teine tseremoonia.',
  'disk-full': 'Ketas on täis. Vabastage ruumi või valige teine koht ja proovige uuesti.',
  'not-writable':
    'Sinna ei saa kirjutada. Valige teine kaust või kontrollige, et andmekandja ei oleks kirjutuskaitstud.',
  'file-exists':
    'Selle nimega fail on juba olemas ja programm ei kirjuta ühtki faili üle. Valige teine kaust.',
  'file-absent': 'Faili ei ole. Valige fail uuesti.',
  'file-unreadable':
    'Faili ei saanud lugeda. Kontrollige andmekandjat ja seda, kas teil on luba faili lugeda, ja valige see uuesti.',
  'not-a-file':
    'See on kaust, link või seade, mitte tavaline fail. Seda ei puudutatud. Pange selle asemele fail ise.',
  // bundles
  'bundle-not-zip': 'See fail ei ole tseremooniapakett. Valige fail, mille nime lõpus on .asice.',
  'bundle-entry-twice': 'Kahel paketi kirjel on sama nimi. Ärge seda paketti usaldage; küsige teine koopia.',
  'bundle-entry-missing': 'Paketist on kirje puudu. Ärge seda paketti usaldage; küsige teine koopia.',
  'bundle-entry-extra':
    'Paketis on kirje, mida keegi ei ole allkirjastanud. Ärge seda paketti usaldage; küsige teine koopia.',
  'bundle-entry-path':
    'Paketi kirje viitab paketist väljapoole. Ärge seda paketti usaldage; hoidke see tõendina alles.',
  'bundle-entry-changed':
    'Paketi kirjet on pärast allkirjastamist muudetud. Ärge seda paketti usaldage; hoidke see tõendina alles.',
  'bundle-entry-damaged':
    'Paketi kirje ei ole see, mida arhiiv selle kohta ütleb: see sai teel kahjustada või keegi muutis seda. Need ei ole baidid, mis allkirjastati. Kopeerige fail algsest kohast uuesti; kui see ei aita, küsige teine koopia ja hoidke see siin alles.',
  'bundle-too-large':
    'Pakett on suurem, kui ükski tseremoonia teeb. Ärge avage seda teiste programmidega, küsige teine koopia.',
  'bundle-malformed': 'Pakett ei vasta nõutud kujule. Küsige teine koopia.',
  'bundle-not-good':
    'Varasem pakett ei läbinud kontrolli, seega ei tohi ükski tseremoonia sellest jätkata. Kontrollige seda ja kasutage teist koopiat.',
  'format-newer': 'Selle on kirjutanud programmi uuem versioon. Kasutage seda versiooni või uuemat.',
  'certificate-malformed':
    'Sertifikaati ei saa lugeda. Ärge seda usaldage; küsige teine koopia või kasutage teist kaarti.',
  'signature-malformed': 'Allkirja ei saa lugeda. Ärge usaldage seda, mida see peaks tõendama.',
  'signature-invalid': 'Allkiri ei vasta allkirjastatule. Ärge usaldage seda, mida see peaks tõendama.',
  'signer-unknown':
    'Midagi on allkirjastatud võtmega, mis ei kuulu kellelegi selle tseremoonia osalejatest. Ärge seda usaldage.',
  'chain-broken':
    'Kirjed ei järgne üksteisele: mõnda on muudetud, lisatud või eemaldatud. Ärge seda protokolli usaldage.',
  'chain-bundle-bad':
    'Need paketid ei läbi kontrolli ka üksinda: {{files}}. Kontrollige igaüht eraldi, et näha põhjust, ja küsige teine koopia.',
  'chain-beginning-missing':
    'Ükski neist pakettidest ei ole esimene. Tooge paketid, mis on varasemad kui {{file}}.',
  'chain-beginning-twice':
    'Mitu paketti väidab end olevat esimene: {{files}}. Hoidke iga ahela pakette oma kaustas ja selgitage välja, milline algus kehtib.',
  'chain-gap':
    'Pakett on puudu: {{files}} jätkab paketist, mida siin ei ole. Tooge see; selle SHA-256 on {{missing}}.',
  'chain-forked':
    'Samast kohast jätkas mitu tseremooniat: {{files}}. Kehtida saab neist ainult üks. Selgitage välja, milline, enne kui keegi kummastki jätkab.',
  'chain-foreign':
    'Need paketid on teise saatkonna omad või õppuste omad päriste hulgas, võrreldes paketiga {{first}}: {{files}}. Hoidke need lahus.',
  'state-backwards':
    'Mida {{before}} võtme või osakukomplekti kohta ütleb, selle võtab {{file}} tagasi. Ärge jätkake paketist {{file}}; küsige neilt, kes tseremoonia läbi viisid.',
  'ceremony-too-early':
    'Paketi {{file}} tseremoonia avati enne, kui paketi {{before}} oma suleti. Küsige kohalolijatelt, milline kell oli vale.',
  'ceremony-twice':
    'Ühel tseremoonial on erineva sisuga paketid: {{files}}. Võrrelge nende räsisid tseremoonia paberiga ja jätke alles õige.',
  'previous-none': 'See on esimene tseremoonia: see ei jätka ühestki paketist. Kontrollige seda üksi.',
  'previous-other':
    'See pakett võib olla korras, kuid see ei ole pakett, millest tseremoonia jätkas. Tooge pakett, mille SHA-256 on {{sha256}}.',
  'bundle-beside-unread':
    'Paketi kõrval on failid, mida ei saa lugeda: {{files}}. Mõni neist võib olla uuem. Otsige loetav koopia või võtke välja see, mis ei ole selle saatkonna pakett. Kui ikkagi jätkate, registreerivad kaks inimest kõrvalekalde koos põhjusega.',
  'bundle-not-newest':
    'Paketist {{file}} jätkab uuem pakett: {{newer}}. Valige kausta uusim pakett. Kui teine sinna ei kuulu, võtke see välja.',
  'timestamp-malformed': 'Ajatemplit ei saa lugeda. Küsige ajatempliteenuselt uus.',
  'timestamp-refused':
    'Ajatempliteenus ei andnud ajatemplit. Vaadake, mida ta vastas, ja küsige uuesti või mujalt.',
  'timestamp-invalid':
    'Ajatempel ei kehti selle paketi kohta. See ei tõenda aega; küsige uus just selle faili kohta.',
  'timestamp-untrusted':
    'Ajatempel ei ole teie nimetatud asutuselt. Selgitage välja, kelle oma see on, või nimetage see asutus.',
  'verifier-changed':
    'Selle programmi juures olev verifier.html ei ole see, mis koos programmiga koostati. Ärge andke seda edasi; võtke leht sealt, kust saite programmi.',
  'people-malformed':
    'Inimeste nimekiri ei ole nõutud kujul: JSON-i loend, igas kirjes name ja certificateSha256 (64 väiketähelist kuueteistkümnendnumbrit), iga sertifikaat üks kord.',
  'signer-listed-otherwise':
    'Teie nimekirjas kuulub see sertifikaat kellelegi teisele kui sellele, kelle nimel sellega allkirjastati. Uurige mõlemalt, kelle käes kaart oli.',
  // formats
  'encoding-malformed': 'Andmete kodeering ei ole nõutud kujul. Küsige teine koopia.',
  'key-unsuitable': 'Seda võtit ei saa selleks otstarbeks kasutada. Kasutage teist kaarti või teist võtit.',
  'envelope-malformed': 'Pitseeritud ümbrikku ei saa lugeda. Küsige teine koopia.',
  'envelope-invalid':
    'Pitseeritud ümbrik ei avane selle kaardiga: see on mõeldud teisele kaardile või seda on muudetud.',
  // shares on paper
  'word-not-listed':
    'Rida {{row}}, sõna {{position}}: sellist sõna loendis ei ole. Võrrelge paberiga ja sisestage uuesti.',
  'word-wrong':
    'Rida {{row}}, sõna {{position}} ei sobi teistega. Võrrelge paberiga ja sisestage uuesti; kui see on õige, võrrelge kogu rida.',
  'words-swapped':
    'Rida {{row}}: sõnad {{position}} ja {{other}} näivad olevat vahetuses. Võrrelge neid paberiga.',
  'row-length': 'Reas {{row}} on {{words}} sõna, peab olema {{wanted}}. Võrrelge paberiga.',
  'row-wrong': 'Reas {{row}} on mitu viga või on mõni sõna puudu või üle. Võrrelge kogu rida paberiga.',
  'row-misplaced': 'See on lehe rida {{found}}, vaja on rida {{row}}. Järgige paberil olevaid numbreid.',
  'row-foreign': 'Rida {{row}} on teiselt lehelt kui rida 1. Pange teised lehed kõrvale.',
  'rows-wrong':
    'Iga rida eraldi on õige, kuid koos need osakut ei anna. Võib-olla on need mitmelt lehelt: alustage uuesti ühe lehega.',
  'no-code-found':
    'Sellel pildil ei ole loetavat koodi. Hoidke leht sirge, ühtlaselt valgustatud ja terav, kogu kood koos valge servaga pildil; või sisestage sõnad.',
  'camera-unavailable':
    'Kaamera ei vasta. Ühendage see, sulgege teised programmid, mis seda kasutavad, ja proovige uuesti; või valige pilt või sisestage sõnad.',
  // backups
  'backup-not-sealed':
    'Fail ei ole pitseeritud varukoopia: CMS-ümbrikku selles ei ole. Valige pitseeritud fail.',
  'backup-unsupported':
    'Fail on pitseeritud viisil, mida see programm ei ava. Paluge see pitseerida sertifikaadile, AES-256-GCM-i või AES-256-CBC-ga.',
  'backup-malformed':
    'Pitseeritud fail on kahjustatud või on sellele midagi lisatud. Midagi ei avatud. Küsige teine koopia.',
  'backup-truncated':
    'Pitseeritud fail lõpeb liiga vara: osa sellest puudub. Midagi ei avatud. Kopeerige see uuesti või küsige teine koopia.',
  'backup-altered':
    'Pitseeritud faili on pärast pitseerimist muudetud või ei ole see õige võti. Sellest ei jäetud midagi alles. Küsige teine koopia.',
  'backup-changed':
    'Faili muudeti lugemise ajal. Midagi ei jäetud alles. Hoolitsege, et keegi sellesse ei kirjutaks, ja proovige uuesti.',
  'backup-too-large':
    'Fail on suurem, kui üks võti kaitsta tohib: 64 GiB. Jagage see osadeks ja pitseerige iga osa.',
  'backup-key-absent':
    'Seadmes ei ole võtit, millele see fail on pitseeritud. Kasutage seadet, milles on nimetatud võti.',
  'backup-key-unclear':
    'Seadmes on mitu võtit, millele see fail võib olla pitseeritud. Nimetage võti märgise järgi.',
  'backup-already-moved':
    'See varukoopia on juba pitseeritud võtme uuele versioonile. Midagi ei ole vaja teha.',
  'backup-unproved':
    'Varukoopia üleviidud koopia ei avane võtme uue versiooniga nii, nagu peab. Ärge seda koopiat kasutage; varukoopia ise jäi endiseks. Proovige uuesti.',
  'backup-unfinished':
    'Nime järgi (.partial) on see katkenud töö jääk, mitte varukoopia. Seda ei viidud üle. Kustutage see või andke õige nimi.',
  'seal-key-absent':
    'Paketis ei ole selle nimega kasutusel olevat võtit. Valige kasutusel olev võti või hilisem pakett.',
  'seal-key-unclear': 'Paketis on mitu kasutusel olevat võtit. Nimetage märgise järgi, millisele pitseerida.',
  'seal-key-symmetric':
    'AES-võtmel ei ole sertifikaati, seega ei saa sellele väljaspool HSM-i midagi pitseerida. Valige võtmepaar.',
  'same-file': 'Sisend ja väljund on sama fail. Valige väljundile teine nimi.',
  'backups-too-many':
    'Kaustas on rohkem faile, kui üks tseremoonia suudab loetleda. Jagage need mitmesse kausta ja viige üle ühe kausta kaupa.',
  'file-busy': 'Programm juba kirjutab seda faili mujal. Oodake see ära või valige teine nimi.',
  cancelled: 'See peatati enne lõppu. Midagi ei jäetud alles.',
  // inventories
  'inventory-malformed':
    'See fail ei ole andmevõtmete loend: ükski rida ei kirjelda andmevõtit. Valige loend, kus igal real on üks andmevõti.',
  'inventory-line-malformed': 'See loendi rida ei kirjelda andmevõtit. Loendi omanik peab rea parandama.',
  'inventory-duplicate':
    'Loendis on enne seda teine samanimeline andmevõti. Loendi omanik peab ütlema, kumb neist on õige.',
  'inventory-key-unknown':
    'See andmevõti on võtme all, mida siin ei vahetata. Otsige tseremooniat või saatkonda, kuhu selle võti kuulub.',
  'inventory-key-current': 'See andmevõti on juba võtme uue versiooni all. Midagi ei ole vaja teha.',
  'inventory-algorithm':
    'Loendis nimetatud algoritm ei sobi seal nimetatud võtmega. Loendi omanik peab rea parandama.',
  'inventory-key-size':
    'Selle andmevõtme pikkus ei ole 16–64 baiti 8-baidise sammuga. Loendi omanik peab selle üle vaatama.',
  'inventory-altered':
    'Võti ei ava seda andmevõtit: krüpteeritud baite on muudetud või krüpteeriti see teise võtmega. Otsige teine koopia.',
  'inventory-differs':
    'Failid ei ole need, millega alustati: muudetud on loendit või seda, mis sellest sai. Tooge õiged failid või alustage loendist uuesti.',
  // the program
  'runtime-unofficial':
    'See programmi koopia töötab käituskeskkonnas, mida Electroni projekt ei ole välja andnud. Sellega saab pidada õppust, aga mitte päris tseremooniat.',
  'program-damaged':
    'See programmi koopia on kahjustatud: selle failid ei ole need, millest see koostati. Sellega saab pidada õppust, aga mitte päris tseremooniat. Kasutage teist koopiat.',
  'network-up':
    'Arvuti ei ole võrkudest lahutatud. Eemaldage kaablid, lülitage välja Wi-Fi ja Bluetooth ning kontrollige uuesti.',
  'software-token':
    'See kaart või HSM on ainult tarkvaraline. Päris tseremoonia vajab riistvara; tarkvaralised on õppuste jaoks.',
  'print-failed': 'Väljatrükki ei saanud teha. Kontrollige printerit ja proovige uuesti.',
  'printer-missing':
    'Selles arvutis ei ole printerit seadistatud. Ühendage ja seadistage printer ning proovige uuesti.',
  'print-cancelled': 'Midagi ei trükitud: printimine katkestati. Proovige uuesti.',
  usage: 'Käsust ei saadud aru. „ceremony help“ ütleb, millised käsud on.',
  'message-malformed':
    'Sisestatu ei ole kujul, mida programm vastu võtab. Kontrollige iga välja ja proovige uuesti.',
  'room-in-use':
    'Siin on juba midagi käsil: tseremoonia või faili pitseerimine või avamine. Viige see lõpule või peatage ja proovige siis uuesti.',
  'engine-lost':
    'Programmi osa, mis töötab kaartide ja HSM-iga, seiskus ja käivitati uuesti. Kõik protokollitu on kettal alles.',
  internal:
    'Programmis tekkis viga. Kõik protokollitu on kettal alles. Proovige uuesti; kui viga kordub, käivitage programm uuesti.',
};
