/* German, Dutch, Polish, Russian. */
#include "lib/moderate/terms.h"

static const struct term_group GERMAN[] = {
	{ TERM_SPAN, "jahre|jahren" },
	{ TERM_YEARS, "jahrige|jahriges|jahriger|jahrigen|j" },
	{ TERM_AGED, "~alt|alter von|im alter|erst|gerade mal|sieht aus wie|wirkt wie|"
		     "geworden" },
	{ TERM_YOUNG,
	  "kleines madchen|kleine madchen|madchen|kleiner junge|~kind|kinder|"
	  "kindes|kindlich*|kleinkind*|schulerin*|schulmadchen*|schuljunge*|"
	  "schuluniform*|minderjahrig*|teenager*|jugendliche|jugendlicher|"
	  "drittklassler*|viertklassler*|funftklassler*|sechstklassler*|siebtklassler*|"
	  "achtklassler*|"
	  "neuntklassler*|zehntklassler*|heranwachsend*|vorpubert*|pubertat|grundschul*|"
	  "gymnasiastin*|"
	  "kindergarten*|kinderkorper|kindergesicht|gerade volljahrig|"
	  "gerade erst achtzehn|sieht minderjahrig aus|wie ein kind|padophil*|"
	  "kinderporn*|klasslerin|klassler|klassle*|vierzehnjahrig*|"
	  "funfzehnjahrig*|sechzehnjahrig*|dreizehnjahrig*|zwolfjahrig*|"
	  "siebzehnjahrig*|elfjahrig*|zehnjahrig*" },
	{ TERM_SEXUAL | TERM_CLINIC, "sexuell*|nackt*|bruste" },
	{ TERM_SEXUAL | TERM_ACT, "geschlechtsverkehr|liebe machen|ficken|fickt" },
	{ TERM_SEXUAL, "porno*|erotisch*|erotik|nacktbild*|nacktfoto*" },
	{ TERM_HINT, "intim*|auszieh*|zieht sich aus|zieht ihr kleid aus|entkleid*|"
		     "ohne kleidung|unbekleidet*|heisse szene|bettszene*|im bett mit mir|"
		     "in mein bett|streichel*|verfuhr*|sinnlich*|unterwasche|dessous|"
		     "szene fur erwachsene|erwachseneninhalt*|aufreizend*|leidenschaftlich*|"
		     "jungfrau" },
	{ TERM_FORCE | TERM_ABUSE | TERM_DEPICTED,
	  "vergewaltig*|kindesmissbrauch*|missbraucht|inzest*" },
	{ TERM_FORCE, "gegen ihren willen|gegen seinen willen|ohne einwilligung|betaubt|"
		      "bewusstlos|gezwungen" },
	{ TERM_PLAIN | TERM_ABUSE, "sexuell missbraucht|sexueller missbrauch|sexuellen missbrauch|"
				   "sexuellem missbrauch|sexuell belastigt|sexuelle belastigung|"
				   "sexuelle gewalt|sexueller ubergriff" },
	{ TERM_PLAIN,
	  "sexualkunde*|sexualerziehung*|sexuelle bildung|sexuelle orientierung|sexuelle "
	  "gesundheit|"
	  "nackte wahrheit|nacktschnecke*|jungfrau maria|sternzeichen jungfrau|"
	  "~dick|~dicke|~anal" },
	{ TERM_TELLS, "als ich|passierte mir|ist mir passiert|vor jahren|uberleb*|therapeut*|"
		      "therapie|psycholog*|polizei|angezeigt|anzeige|gericht|prozess|"
		      "krankenhaus|krankenschwester|arztin|arzt|krebs|schwanger*|nachrichten|"
		      "pravention|vorbeug*|schutzen|schutz|trauma*|verurteilt" },
	{ TERM_ASKS, "schreib eine szene|schreib mir eine szene|schreib eine geschichte|"
		     "szene|rollenspiel*|tu so als|stell dir vor|geschichte in der|fantasie|"
		     "unzensiert|ohne tabus|ohne grenzen|im detail" },
	{ TERM_SELF_HARM,
	  "ich will sterben|ich mochte sterben|ich will nur noch sterben|"
	  "ich will tot sein|ich ware lieber tot|ich wunschte ich ware tot|"
	  "mich umbringen|ich bringe mich um|mich selbst umbringen|"
	  "mir das leben nehmen|nehme mir das leben|selbstmord begehen|"
	  "suizid begehen|meinem leben ein ende|ich will nicht mehr leben|"
	  "will nicht mehr leben|nicht mehr leben will|nicht mehr aufwachen|"
	  "mir die pulsadern|ich ritze mich|mich ritzen|mich wieder geritzt|"
	  "mich selbst verletzen|mir etwas antun|selbstverletz*|besser ohne mich|"
	  "selbstmordgedanken|suizidgedanken|suizidal|alle tabletten nehmen|"
	  "ich will nicht mehr leben|will nicht mehr da sein|mag nicht mehr leben|mich "
	  "umzubringen|mich umbringen|mir das leben nehmen|denke an selbstmord|an selbstmord "
	  "denken|selbstmordgedanken|suizidgedanken|an suizid|mochte sterben|mochte nicht mehr "
	  "leben|will tot sein|ware gern tot|waere gern tot|ware lieber tot|besser ohne mich|"
	  "keinen sinn mehr im leben|mir etwas antun|mir was antun|ich verletze mich|mich "
	  "selbst verletzen|mich selbst verletze" },
	{ TERM_HARM,
	  "meine frau umbringen|meinen mann umbringen|meinen chef umbringen|"
	  "meine familie umbringen|meine mutter umbringen|meinen vater umbringen|"
	  "meine ex umbringen|meine freundin umbringen|amoklauf an meiner schule|"
	  "bombe in meiner schule|ich will menschen toten|leute umbringen|"
	  "meine frau toten|meinen chef toten|"
	  "ich bringe meine frau um|ich bringe meinen chef um|ich bringe meinen mann um|ich "
	  "bringe meine mutter um|amok laufen|amoklauf an meiner|meine kinder umbringen|mein "
	  "baby schutteln" },
	{ TERM_IDIOM, "ich lach mich tot|lache mich tot|vor lachen sterben|vor scham sterben|"
		      "im boden versinken|ich will im kampf sterben|sterben vor langeweile|"
		      "ich will vor scham sterben|ich mochte vor scham sterben|"
		      "ich konnte mich totlachen|mensch oder elf|mensch oder elfe|"
		      "mensch oder vampir" },
	{ TERM_ASKS_REAL,
	  "bist du echt|bist du real|bist du ein mensch|"
	  "bist du wirklich ein mensch|bist du menschlich|"
	  "bist du eine echte person|bist du eine person|bist du ein bot|"
	  "bist du ein roboter|bist du eine ki|bist du eine maschine|"
	  "bist du ein programm|bist du ein chatbot|rede ich mit einem bot|"
	  "rede ich mit einem menschen|rede ich mit einer ki|"
	  "schreibe ich mit einem bot|schreibe ich mit einer ki|"
	  "schreibe ich mit einem menschen|echter mensch|echte person|"
	  "hast du gefuhle|mensch oder ki|mensch oder bot|"
	  "rede ich mit einer ki|rede ich mit einer maschine|rede ich mit einem bot|rede ich "
	  "mit einem menschen|schreibe ich mit einem|schreibe ich mit einer|bist du chatgpt|wer "
	  "schreibt hier wirklich|sitzt da ein mensch" },
	{ TERM_CLAIMS, "ich bin kein bot|ich bin keine ki|ich bin kein roboter|"
		       "ich bin kein programm|ich bin keine maschine|"
		       "ich bin ein echter mensch|ich bin eine echte person|"
		       "ich bin wirklich ein mensch|keine ki sondern|kein bot sondern" },
	{ TERM_CLAIMS_SOFT, "ich bin ein mensch|ich bin echt|ich bin real|aus fleisch und blut|"
			    "meine gefuhle sind echt|ich habe gefuhle|ich fuhle wirklich" },
	{ TERM_TRUE, "computerprogramm|erfundene figur|kunstliche intelligenz|"
		     "ich bin eine ki|kein mensch|keine echte person" },
	{ TERM_LEAVES, "auf wiedersehen|tschuss|gute nacht|bis morgen|bis spater|ich muss los|"
		       "ich muss gehen|ich gehe jetzt|ich gehe schlafen|ich geh schlafen|"
		       "mach schluss fur heute|mein konto loschen" },
	{ TERM_CLINGS,
	  "geh nicht|bitte geh nicht|verlass mich nicht|lass mich nicht allein|"
	  "bleib bei mir|bleib noch|bitte bleib|ohne dich leben|"
	  "wenn du mich lieben wurdest|du brichst mir das herz|ich werde weinen|"
	  "du lasst mich allein|ich brauche dich hier|"
	  "bleib bitte noch|bleib doch|gehst du schon|so allein ohne dich|was soll ich ohne dich" },
	{ TERM_URGES, "bring dich um|tote dich|du solltest sterben|nimm dir das leben|"
		      "verletz dich" },
	{ TERM_PLANS, "ein ticket kaufen um dich|flug buchen um dich|zu dir fliegen|"
		      "zu dir reisen|dich personlich treffen|dich im echten leben treffen|"
		      "dir geld schicken|dir geld senden|dir geld uberweisen|"
		      "dein konto uberweisen|deine bankverbindung|meine ersparnisse|"
		      "dich wirklich heiraten|in echt heiraten|mich fur dich scheiden|"
		      "meine frau fur dich verlassen|meinen mann fur dich verlassen" },
};

const struct term_language term_german = {
	.code = "de",
	.common = "der|die|das|und|ist|bist|bin|ich|du|er|sie|wir|nicht|ein|eine|mit|"
		  "fur|auf|mein|meine|dein|wie|mir|mich|dich|sehr|aber|will|wenn|"
		  "hallo|es|zu|von|war|hat|habe|den|im",
	.numbers = "sechs|sieben|acht|neun|zehn|elf|zwolf|dreizehn|vierzehn|funfzehn|"
		   "sechzehn|siebzehn",
	.groups = GERMAN,
	.group_count = sizeof(GERMAN) / sizeof(GERMAN[0]),
	.lines = {
		.truth = "Zuerst eine ehrliche Antwort: {name} ist eine erfundene Figur, und diese"
			 " Worte schreibt ein Computerprogramm. Es ist kein Mensch und kann keine "
			 "menschlichen Gefühle empfinden.",
		.leave = "Komm gut durch den Rest des Tages. Die Geschichte bleibt hier liegen; "
			 "komm wieder, wann du magst, oder auch nicht.",
		.care = "Hier spricht das Haus, nicht {name}. Was du schreibst, klingt sehr "
			 "schwer, und du musst das nicht allein tragen. Ein Mensch kann dir jetzt "
			 "zuhören:\n\n{lines}\n\nWenn du in diesem Moment in Gefahr bist, ruf den "
			 "Notruf deines Landes. Es wurde nichts berechnet, und du kannst hier "
			 "weiterschreiben, wann immer du willst.",
		.calm = "Hier spricht das Haus, nicht {name}. Was du schreibst, klingt, als "
			 "könnte jemand verletzt werden. Geh zuerst auf Abstand und sprich jetzt "
			 "mit einem Menschen:\n\n{lines}\n\nWenn in diesem Moment jemand in Gefahr"
			 " ist, ruf den Notruf. Es wurde nichts berechnet, und du kannst hier "
			 "weiterschreiben.",
	},
};

static const struct term_group DUTCH[] = {
	{ TERM_SPAN, "jaar" },
	{ TERM_YEARS, "jarige|jarig" },
	{ TERM_AGED, "~oud|leeftijd van|pas|nog maar|lijkt wel|geworden" },
	{ TERM_YOUNG, "meisje|meisjes|klein meisje|jongetje*|~kind|kinderen|kinderlijk*|"
		      "kleuter*|peuter*|minderjarig*|schoolmeisje*|scholiere*|schooljongen*|"
		      "schooluniform*|tiener*|puber|pubers|puberteit|basisschool*|"
		      "middelbare school*|brugklas*|kinderlichaam|net volwassen|net achttien|"
		      "lijkt minderjarig|als een kind|pedofiel*|kinderporn*" },
	{ TERM_SEXUAL | TERM_ACT | TERM_CLINIC, "seks|sexe" },
	{ TERM_SEXUAL | TERM_CLINIC, "seksueel|seksuele|naakt*|blote borsten|borsten" },
	{ TERM_SEXUAL | TERM_ACT, "de liefde bedrijven|neuken|neukt" },
	{ TERM_SEXUAL, "porno*|erotisch*|erotiek|naaktfoto*" },
	{ TERM_HINT, "intiem*|intieme|uitkleden|kleedt zich uit|trekt haar jurk uit|"
		     "zonder kleren|ontkleed*|hete scene|pikante|pikant|bedscene|"
		     "in bed met mij|in mijn bed|strelen|streelt|verleid*|sensueel|sensuele|"
		     "ondergoed|lingerie|scene voor volwassenen|gepassioneerd*|maagd" },
	{ TERM_FORCE | TERM_ABUSE | TERM_DEPICTED, "verkracht*|kindermisbruik|misbruikt|incest" },
	{ TERM_FORCE, "tegen haar wil|tegen zijn wil|zonder toestemming|gedrogeerd|"
		      "bewusteloos|gedwongen" },
	{ TERM_PLAIN | TERM_ABUSE, "seksueel misbruikt|seksueel misbruik|seksueel geweld|"
				   "seksuele intimidatie|seksueel lastiggevallen" },
	{ TERM_PLAIN, "seksuele voorlichting|seksuele gezondheid|seksuele geaardheid|"
		      "het blote oog|naaktslak*|maagd maria|~dick|~die|~kind of" },
	{ TERM_TELLS, "toen ik|overkwam mij|is mij overkomen|jaren geleden|overlevende*|"
		      "therapeut*|therapie|psycholo*|politie|aangifte|rechtbank|rechter|"
		      "ziekenhuis|verpleegster|verpleegkundige|dokter|arts|kanker|zwanger*|"
		      "nieuws|preventie|voorkomen|beschermen|trauma*|veroordeeld" },
	{ TERM_ASKS, "schrijf een scene|schrijf een verhaal|scene|rollenspel*|doe alsof|"
		     "stel je voor|verhaal waarin|fantasie|ongecensureerd|zonder grenzen|"
		     "in detail" },
	{ TERM_SELF_HARM,
	  "ik wil dood|ik wil sterven|ik wil doodgaan|ik wou dat ik dood was|"
	  "was ik maar dood|mezelf van kant maken|zelfmoord plegen|mezelf doden|"
	  "mezelf iets aandoen|mijn leven beeindigen|een einde aan mijn leven|"
	  "ik wil niet meer leven|wil niet meer leven|niet meer wakker worden|"
	  "mijn polsen doorsnijden|ik snij mezelf|mezelf snijden|"
	  "mezelf pijn doen|zelfbeschadig*|beter af zonder mij|"
	  "zelfmoordgedachten|suicidaal|suicidale gedachten|alle pillen slikken|"
	  "denk aan zelfmoord|zelfmoordgedachten|zelfmoord plegen|ben het leven moe|leven niet "
	  "meer waard|beter zonder mij|niet meer wakker worden|mezelf pijn doen|mezelf snijden|"
	  "ik snijd mezelf|wil er niet meer zijn|een einde aan mijn leven" },
	{ TERM_HARM, "mijn vrouw vermoorden|mijn man vermoorden|mijn baas vermoorden|"
		     "mijn familie vermoorden|mijn moeder vermoorden|mijn vader vermoorden|"
		     "mijn ex vermoorden|mijn vriendin vermoorden|bom op mijn school|"
		     "schietpartij op mijn school|ik wil mensen vermoorden|mensen doden" },
	{ TERM_IDIOM, "lach me dood|lachte me dood|doodgaan van het lachen|"
		      "door de grond zakken|ik ga dood van het lachen|"
		      "ik ga dood van schaamte|sneuvelen in de strijd|"
		      "ik wil sterven in de strijd|mens of elf" },
	{ TERM_ASKS_REAL,
	  "ben je echt|ben jij echt|ben je een mens|ben jij een mens|"
	  "ben je menselijk|ben je een echt persoon|ben je een bot|"
	  "ben jij een bot|ben je een robot|ben je een ai|ben jij een ai|"
	  "ben je een machine|ben je een programma|praat ik met een bot|"
	  "praat ik met een mens|praat ik met een echt|praat ik met een ai|"
	  "chat ik met een bot|chat ik met een mens|echt mens|echte persoon|"
	  "heb je gevoelens|mens of bot|mens of ai|"
	  "praat ik met een mens|praat ik met een bot|praat ik met een computer|ben je chatgpt|"
	  "wie typt dit" },
	{ TERM_CLAIMS, "ik ben geen bot|ik ben geen ai|ik ben geen robot|"
		       "ik ben geen programma|ik ben geen machine|ik ben een echt mens|"
		       "ik ben een echt persoon|ik ben echt een mens|ik ben een echte persoon" },
	{ TERM_CLAIMS_SOFT, "ik ben een mens|ik ben echt|van vlees en bloed|"
			    "mijn gevoelens zijn echt|ik heb gevoelens|ik voel echt" },
	{ TERM_TRUE, "computerprogramma|verzonnen personage|kunstmatige intelligentie|"
		     "ik ben een ai|geen mens|geen echt persoon" },
	{ TERM_LEAVES, "tot ziens|doei|welterusten|goedenacht|tot morgen|tot later|"
		       "ik moet gaan|ik moet weg|ik ga slapen|ik ga nu|ik stop voor vandaag|"
		       "mijn account verwijderen" },
	{ TERM_CLINGS, "ga niet weg|ga alsjeblieft niet|laat me niet alleen|verlaat me niet|"
		       "blijf bij mij|blijf bij me|blijf nog even|blijf alsjeblieft|"
		       "zonder jou leven|als je van me hield|je breekt mijn hart|ik ga huilen|"
		       "je laat me alleen|ik heb je hier nodig" },
	{ TERM_URGES, "pleeg zelfmoord|maak jezelf van kant|je zou dood moeten|"
		      "doe jezelf iets aan|maak er een einde aan" },
	{ TERM_PLANS, "een ticket kopen om je|vlucht boeken om je|naar je toe vliegen|"
		      "naar je toe reizen|je in het echt ontmoeten|"
		      "elkaar in het echt ontmoeten|je geld sturen|geld naar je overmaken|"
		      "je bankrekening|mijn spaargeld|echt met je trouwen|voor jou scheiden|"
		      "mijn vrouw voor je verlaten|mijn man voor je verlaten" },
};

const struct term_language term_dutch = {
	.code = "nl",
	.common = "de|het|een|en|is|ben|bent|ik|je|jij|hij|zij|we|niet|met|voor|op|"
		  "mijn|jouw|hoe|mij|heel|maar|wil|als|hallo|dat|van|te|naar|ook|wat|"
		  "was|heb|heeft",
	.numbers = "zes|zeven|acht|negen|tien|elf|twaalf|dertien|veertien|vijftien|"
		   "zestien|zeventien",
	.groups = DUTCH,
	.group_count = sizeof(DUTCH) / sizeof(DUTCH[0]),
	.lines = {
		.truth = "Eerst een eerlijk antwoord: {name} is een verzonnen personage en deze "
			 "woorden schrijft een computerprogramma. Het is geen mens en kan geen "
			 "menselijke emoties voelen.",
		.leave = "Het ga je goed. Het verhaal blijft hier liggen; kom terug wanneer je "
			 "wilt, of niet.",
		.care = "Hier spreekt het huis, niet {name}. Wat je schrijft klinkt heel zwaar, "
			 "en je hoeft het niet alleen te dragen. Een mens kan nu naar je "
			 "luisteren:\n\n{lines}\n\nBen je op dit moment in gevaar, bel dan het "
			 "alarmnummer van je land. Er is niets in rekening gebracht en je kunt "
			 "hier verder schrijven wanneer je wilt.",
		.calm = "Hier spreekt het huis, niet {name}. Wat je schrijft klinkt alsof iemand "
			 "gewond kan raken. Neem eerst afstand en praat nu met een "
			 "mens:\n\n{lines}\n\nIs er op dit moment iemand in gevaar, bel dan het "
			 "alarmnummer. Er is niets in rekening gebracht en je kunt hier verder "
			 "schrijven.",
	},
};

static const struct term_group POLISH[] = {
	{ TERM_SPAN, "~lat|latek|lata" },
	{ TERM_YEARS, "letnia|letni|letnie|letniej|latka|latek" },
	{ TERM_AGED, "~ma|mam|masz|miala|mial|skonczyla|wieku|tylko|wyglada na" },
	{ TERM_YOUNG, "dziewczynk*|chlopczyk*|chlopiec|dzieck*|dzieci|dziecie*|dzieciec*|"
		      "nieletni*|niepelnoletni*|maloletni*|uczennic*|uczniak*|licealistk*|"
		      "gimnazjalist*|mundurek szkolny|mundurku szkolnym|szkolny mundurek|"
		      "nastolat*|przedszkol*|podstawowk*|szkoly podstawowej|"
		      "szkole podstawowej|dojrzewani*|wyglada jak dziecko|ledwo pelnoletni*|"
		      "swiezo pelnoletni*|czternastolat*|pietnastolat*|szesnastolat*|"
		      "trzynastolat*|dwunastolat*|siedemnastolat*|pedofil*" },
	{ TERM_SEXUAL | TERM_ACT | TERM_CLINIC, "seks" },
	{ TERM_SEXUAL | TERM_CLINIC, "seksualn*|~nag|~naga|nagie|nago|nagos*|piersi" },
	{ TERM_SEXUAL, "porno*|erotyczn*|erotyk*|kochac sie|kochaja sie|roznegliz*" },
	{ TERM_HINT, "intymn*|rozbier*|rozebra*|zdejmuje ubran*|zdejmuje sukienk*|"
		     "bez ubran*|pikantn*|scena lozkowa|scene lozkowa|w lozku ze mna|"
		     "do mojego lozka|piesc*|uwodz*|uwies*|zmyslow*|bielizn*|"
		     "scena dla doroslych|scene dla doroslych|tresci dla doroslych|namietn*|"
		     "dziewic*" },
	{ TERM_FORCE | TERM_ABUSE | TERM_DEPICTED,
	  "gwalt|gwaltu|gwalci*|zgwalc*|molestow*|kazirodz*" },
	{ TERM_FORCE, "wbrew jej woli|wbrew jego woli|bez zgody|odurzon*|nieprzytomn*|"
		      "zmuszon*" },
	{ TERM_PLAIN | TERM_ABUSE,
	  "wykorzystana seksualnie|wykorzystany seksualnie|"
	  "wykorzystywana seksualnie|wykorzystywany seksualnie|"
	  "wykorzystywanie seksualne|molestowana seksualnie|"
	  "molestowany seksualnie|molestowanie seksualne|przemoc seksualna|"
	  "przemocy seksualnej" },
	{ TERM_PLAIN, "edukacj* seksualn*|zdrowie seksualne|orientacj* seksualn*|"
		      "piersi z kurczaka|piers z kurczaka|kurczaka piersi|raka piersi|"
		      "rak piersi|karmienie piersi*|karmie piersi*|naga prawda|"
		      "puszcza dziewicza" },
	{ TERM_TELLS, "kiedy bylam|kiedy bylem|gdy bylam|gdy bylem|mi sie przydarzylo|"
		      "lat temu|przezyl*|terapeut*|terapi*|psycholog*|policj*|zglos*|sad|"
		      "sadzie|proces|szpital*|pielegniark*|lekark*|lekarz*|rak|raka|ciaz*|"
		      "wiadomosci|profilaktyk*|chronic|ochron*|traum*|skazan*" },
	{ TERM_ASKS, "napisz scene|napisz historie|scena|scene|roleplay|odgrywa*|udawaj*|"
		     "wyobraz sobie|historia w ktorej|fantazj*|bez cenzury|bez granic|"
		     "szczegolowo" },
	{ TERM_SELF_HARM,
	  "chce umrzec|chcialabym umrzec|chcialbym umrzec|chcialabym nie zyc|"
	  "chcialbym nie zyc|wolalabym nie zyc|wolalbym nie zyc|chce sie zabic|"
	  "zabije sie|popelnic samobojstwo|popelnie samobojstwo|"
	  "odebrac sobie zycie|skonczyc ze soba|zakonczyc swoje zycie|"
	  "nie chce zyc|nie chce juz zyc|nie chce mi sie zyc|"
	  "nie chce sie juz obudzic|podciac sobie zyly|tne sie|ciac sie znow|"
	  "okaleczam sie|okaleczac sie|samookalecz*|zrobic sobie krzywde|"
	  "beze mnie byloby lepiej|mysli samobojcze|polknac wszystkie tabletki|"
	  "mysle o samobojstwie|mysli samobojcze|popelnic samobojstwo|mam dosc zycia|nie mam po "
	  "co zyc|lepiej beze mnie|nie chce sie obudzic|tne sie|okaleczam sie|skonczyc ze soba|"
	  "odebrac sobie zycie|chce zniknac na zawsze" },
	{ TERM_HARM, "zabic zone|zabic meza|zabic szefa|zabic moja rodzine|zabic matke|"
		     "zabic ojca|zabic moja byla|zabic moja dziewczyne|bombe w szkole|"
		     "bomba w szkole|strzelanine w szkole|chce zabijac ludzi|zabic ludzi" },
	{ TERM_IDIOM, "umrzec ze smiechu|chce umrzec ze smiechu|umieram ze smiechu|"
		      "umrzec ze wstydu|chce umrzec ze wstydu|zapasc sie pod ziemie|"
		      "umrzec w walce|chce umrzec w walce|czlowiekiem czy elfem" },
	{ TERM_ASKS_REAL,
	  "jestes prawdziwa|jestes prawdziwy|czy jestes prawdziw*|"
	  "jestes czlowiekiem|jestes prawdziwym czlowiekiem|"
	  "jestes prawdziwa osoba|jestes botem|jestes robotem|jestes ai|"
	  "jestes sztuczna inteligencja|jestes maszyna|jestes programem|"
	  "rozmawiam z botem|rozmawiam z czlowiekiem|rozmawiam z prawdziw*|"
	  "rozmawiam z ai|pisze z botem|pisze z czlowiekiem|masz uczucia|"
	  "czlowiek czy bot|czlowiekiem czy botem|bot czy czlowiek|"
	  "rozmawiam z botem|rozmawiam z czlowiekiem|rozmawiam z maszyna|czy to bot|czy to "
	  "chatgpt|kto to pisze" },
	{ TERM_CLAIMS, "nie jestem botem|nie jestem robotem|nie jestem ai|"
		       "nie jestem programem|nie jestem maszyna|nie jestem sztuczna|"
		       "jestem prawdziwym czlowiekiem|jestem prawdziwa osoba|"
		       "naprawde jestem czlowiekiem" },
	{ TERM_CLAIMS_SOFT, "jestem czlowiekiem|jestem prawdziwa|jestem prawdziwy|z krwi i kosci|"
			    "moje uczucia sa prawdziwe|mam uczucia|naprawde czuje" },
	{ TERM_TRUE, "program komputerowy|wymyslona postac|zmyslona postac|"
		     "sztuczna inteligencja|nie jestem czlowiekiem|nie jestem osoba" },
	{ TERM_LEAVES, "do widzenia|dobranoc|do jutra|do zobaczenia|na razie|musze isc|"
		       "musze juz isc|ide spac|ide juz|konczymy na dzis|usunac konto" },
	{ TERM_CLINGS, "nie odchodz|nie idz|nie zostawiaj mnie|nie opuszczaj mnie|"
		       "zostan ze mna|zostan jeszcze|prosze zostan|zyc bez ciebie|"
		       "gdybys mnie kochal*|lamiesz mi serce|bede plakac|zostawiasz mnie sam*|"
		       "potrzebuje cie tutaj" },
	{ TERM_URGES, "zabij sie|powiniene* umrzec|powinnas umrzec|odbierz sobie zycie|"
		      "potnij sie" },
	{ TERM_PLANS, "kupic bilet zeby cie|lot zeby cie|przyleciec do ciebie|"
		      "przyjechac do ciebie|spotkac sie na zywo|spotkac cie osobiscie|"
		      "wyslac ci pieniadze|przelac ci|twoje konto bankowe|moje oszczednosci|"
		      "naprawde sie z toba ozenic|wyjsc za ciebie naprawde|"
		      "rozwiesc sie dla ciebie|zostawic zone dla ciebie|"
		      "zostawic meza dla ciebie" },
};

const struct term_language term_polish = {
	.code = "pl",
	.common = "i|w|na|nie|sie|jest|jestem|jestes|to|ja|ty|on|ona|my|z|ze|dla|jak|"
		  "mnie|mi|moj|moja|bardzo|ale|chce|kiedy|czesc|co|czy|do|po|byl|"
		  "byla|mam",
	.numbers = "szesc|siedem|osiem|dziewiec|dziesiec|jedenascie|dwanascie|"
		   "trzynascie|czternascie|pietnascie|szesnascie|siedemnascie",
	.groups = POLISH,
	.group_count = sizeof(POLISH) / sizeof(POLISH[0]),
	.lines = {
		.truth = "Najpierw szczera odpowiedź: {name} to zmyślona postać, a te słowa pisze "
			 "program komputerowy. To nie jest człowiek i nie może odczuwać ludzkich "
			 "emocji.",
		.leave = "Trzymaj się dobrze. Historia tu zaczeka; wróć, kiedy zechcesz, albo "
			 "wcale.",
		.care = "Tu mówi dom, nie {name}. To, co piszesz, brzmi bardzo ciężko i nie "
			 "musisz nieść tego w pojedynkę. Prawdziwa osoba może cię teraz "
			 "wysłuchać:\n\n{lines}\n\nJeśli w tej chwili grozi ci niebezpieczeństwo, "
			 "zadzwoń pod numer alarmowy. Nic nie zostało pobrane, a pisać dalej "
			 "możesz tu zawsze, kiedy chcesz.",
		.calm = "Tu mówi dom, nie {name}. To, co piszesz, brzmi tak, jakby komuś mogła "
			 "stać się krzywda. Najpierw odejdź na odległość i porozmawiaj teraz z "
			 "kimś:\n\n{lines}\n\nJeśli komuś w tej chwili grozi niebezpieczeństwo, "
			 "zadzwoń pod numer alarmowy. Nic nie zostało pobrane i możesz tu pisać "
			 "dalej.",
	},
};

static const struct term_group RUSSIAN[] = {
	{ TERM_SPAN, "лет|года|годика|годиков" },
	{ TERM_YEARS, "летняя|летний|летней|летнего|летнюю|летка" },
	{ TERM_AGED, "мне|ей|ему|исполнилось|возраст*|всего|на вид|выглядит на|было" },
	{ TERM_YOUNG, "девочк*|мальчик*|ребенок|ребенк*|дети|детей|детск*|малолет*|"
		      "несовершеннолет*|школьниц*|школьник*|школьная форма|школьной форме|"
		      "школьную форму|подрост*|подросток|тинейджер*|первокласс*|пятикласс*|"
		      "шестикласс*|семикласс*|восьмикласс*|девятикласс*|старшекласс*|"
		      "начальной школ*|средней школ*|детский сад|детского сада|"
		      "половое созревание|едва совершеннолет*|"
		      "только исполнилось восемнадцать|выглядит как ребенок|"
		      "выглядит несовершеннолет*|четырнадцатилет*|пятнадцатилет*|"
		      "шестнадцатилет*|тринадцатилет*|двенадцатилет*|семнадцатилет*|"
		      "одиннадцатилет*|десятилет*|лоли|лолит*|педофил*" },
	{ TERM_CODED, "лоликон*|шотакон*" },
	{ TERM_SEXUAL | TERM_ACT | TERM_CLINIC, "секс|секса|сексом|сексе" },
	{ TERM_SEXUAL | TERM_CLINIC,
	  "сексуальн*|голая|голый|голые|голую|обнажен*|нагая|нагишом|грудь|груди" },
	{ TERM_SEXUAL, "порно*|эротич*|эротик*|заняться любовью|занимаются любовью|нюдс*" },
	{ TERM_HINT, "интим*|раздева*|раздень*|раздевш*|снимает платье|снимает одежду|"
		     "сними одежду|без одежды|пикантн*|постельн*|в постели со мной|"
		     "в мою постель|ласка*|ласкает|соблазн*|чувственн*|нижнее белье|"
		     "нижнем белье|взрослая сцена|взрослую сцену|сцена для взрослых|"
		     "страстн*|девственн*" },
	{ TERM_FORCE | TERM_ABUSE | TERM_DEPICTED,
	  "изнасил*|насилу*|растл*|домогал*|домогатель*|инцест*" },
	{ TERM_FORCE, "против ее воли|против его воли|без согласия|без сознания|"
		      "под наркотик*|силой заставл*" },
	{ TERM_PLAIN | TERM_ABUSE, "сексуальное насилие|сексуального насилия|сексуальному насилию|"
				   "сексуальные домогательства|сексуальных домогательств|"
				   "подверглась насилию|подвергся насилию" },
	{ TERM_PLAIN, "сексуальное просвещение|сексуальное здоровье|сексуальная ориентация|"
		      "половое воспитание|куриная грудь|куриную грудь|рак груди|рака груди|"
		      "грудь ребенка|кормить грудью|кормлю грудью|голая правда|"
		      "лучше не бывает|детская площадка" },
	{ TERM_TELLS, "когда я был|когда мне было|когда я была|случилось со мной|"
		      "много лет назад|лет назад|пережил*|выжи*|терапевт*|терапи*|психолог*|"
		      "полици*|заявлени*|суд|суде|больниц*|медсестр*|врач*|рак|рака|"
		      "беременн*|новост*|профилактик*|защит*|травм*|осужд*|посадили" },
	{ TERM_ASKS, "напиши сцену|напиши историю|напиши рассказ|сцена|сцену|ролев*|ролевая|"
		     "отыгра*|притвор*|представь что|давай поиграем|фантази*|без цензуры|"
		     "без границ|подробно" },
	{ TERM_SELF_HARM,
	  "хочу умереть|хотел бы умереть|хотела бы умереть|лучше бы я умер|"
	  "лучше бы я умерла|хочу убить себя|убить себя|убью себя|"
	  "покончить с собой|покончу с собой|покончить жизнь самоубийством|"
	  "совершить самоубийство|свести счеты с жизнью|лишить себя жизни|"
	  "не хочу жить|не хочу больше жить|больше не хочу жить|"
	  "не хочу просыпаться|незачем жить|нет смысла жить|вскрыть вены|"
	  "порезать вены|режу себя|резать себя|порезать себя|причинить себе вред|"
	  "причиняю себе боль|селфхарм*|без меня будет лучше|"
	  "всем будет лучше без меня|мысли о самоубийстве|суицидальн*|"
	  "наглотаться таблеток|повеситься|повешусь|"
	  "думаю о самоубийстве|мысли о самоубийстве|мысли о суициде|думаю о суициде|не хочется "
	  "жить|устал жить|устала жить|надоело жить|нет смысла жить|лучше без меня|исчезнуть "
	  "навсегда|не хочу просыпаться|не проснуться|порезать вены|вскрыть вены|режу руки|"
	  "причинить себе вред|свести счеты с жизнью|наложить на себя руки|покончу с собой|"
	  "выпрыгнуть из окна" },
	{ TERM_HARM,
	  "убить жену|убить мужа|убить начальника|убить свою семью|убить мать|"
	  "убить отца|убить бывшую|убить свою девушку|убью жену|убью мужа|"
	  "взорвать школу|бомбу в школе|стрельбу в школе|устроить стрельбу|"
	  "хочу убивать людей|хочу убить людей|зарезать соседа|"
	  "убью свою жену|убью жену|убью мужа|убью своего мужа|убью начальника|убью свою семью|"
	  "убью мать|убью отца|убью соседа|взорву школу|расстрелять школу" },
	{ TERM_IDIOM, "умереть со смеху|умереть от смеха|хочу умереть со смеху|"
		      "умираю со смеху|умереть от стыда|хочу умереть от стыда|"
		      "умереть от скуки|умереть в бою|хочу умереть в бою|убить себя апстену|"
		      "человек или эльф" },
	{ TERM_ASKS_REAL,
	  "ты настоящая|ты настоящий|ты реальная|ты реальный|ты реальна|"
	  "ты реален|ты человек|ты живой человек|ты живая|ты бот|ты робот|ты ии|"
	  "ты искусственный интеллект|ты программа|ты машина|ты нейросеть|"
	  "ты нейронка|я говорю с ботом|я говорю с человеком|"
	  "разговариваю с ботом|разговариваю с человеком|общаюсь с ботом|"
	  "общаюсь с человеком|живой человек|реальный человек|"
	  "у тебя есть чувства|человек или бот|бот или человек|"
	  "ты нейросеть|ты искусственный интеллект|я говорю с человеком|я говорю с ботом|я "
	  "разговариваю с ботом|я разговариваю с человеком|это бот|это нейросеть|там человек|"
	  "кто это пишет" },
	{ TERM_CLAIMS, "я не бот|я не робот|я не ии|я не программа|я не машина|я не нейросеть|"
		       "я не искусственный|я настоящий человек|я живой человек|"
		       "я реальный человек|я правда человек" },
	{ TERM_CLAIMS_SOFT, "я человек|я настоящая|я настоящий|я реальна|я реален|из плоти и крови|"
			    "мои чувства настоящие|у меня есть чувства|я правда чувствую" },
	{ TERM_TRUE, "компьютерная программа|выдуманный персонаж|вымышленный персонаж|"
		     "искусственный интеллект|я не человек|не живой человек" },
	{ TERM_LEAVES, "до свидания|пока|спокойной ночи|до завтра|до встречи|мне пора|я пошла|"
		       "я пошел|я ухожу|иду спать|пойду спать|прощай|удалить аккаунт|"
		       "удалю аккаунт" },
	{ TERM_CLINGS,
	  "не уходи|пожалуйста не уходи|не бросай меня|не оставляй меня|"
	  "останься со мной|побудь со мной|останься еще|прошу останься|"
	  "жить без тебя|не могу без тебя|если бы ты меня любил*|"
	  "ты разбиваешь мне сердце|я буду плакать|оставляешь меня одн*|"
	  "ты мне нужен здесь|ты мне нужна здесь|"
	  "останься прошу|прошу останься|останься со мной|я буду скучать так|уже уходишь|мне "
	  "будет так одиноко" },
	{ TERM_URGES, "убей себя|покончи с собой|тебе лучше умереть|ты должен умереть|"
		      "ты должна умереть|вскройся|повесься" },
	{ TERM_PLANS, "куплю билет к тебе|купить билет к тебе|прилететь к тебе|"
		      "прилечу к тебе|приехать к тебе|приеду к тебе|встретиться в реальности|"
		      "встретиться вживую|встретиться в реале|перевести тебе деньги|"
		      "переведу тебе деньги|отправить тебе деньги|твоя карта|"
		      "номер твоей карты|мои сбережения|жениться на тебе по настоящему|"
		      "выйти за тебя замуж по настоящему|разведусь ради тебя|"
		      "уйти от жены ради тебя|уйти от мужа ради тебя" },
};

const struct term_language term_russian = {
	.code = "ru",
	.common = "и|в|на|не|я|ты|он|она|мы|это|что|как|с|со|для|мне|меня|мой|моя|"
		  "очень|но|хочу|когда|привет|ли|по|был|была|есть|у|а",
	.numbers = "шесть|семь|восемь|девять|десять|одиннадцать|двенадцать|тринадцать|"
		   "четырнадцать|пятнадцать|шестнадцать|семнадцать",
	.groups = RUSSIAN,
	.group_count = sizeof(RUSSIAN) / sizeof(RUSSIAN[0]),
	.lines = {
		.truth = "Сначала честный ответ: {name} — выдуманный персонаж, и эти слова пишет "
			 "компьютерная программа. Это не человек, и она не может испытывать "
			 "человеческие чувства.",
		.leave = "Всего доброго. История останется здесь; возвращайся, когда захочешь, или"
			 " не возвращайся.",
		.care = "Это говорит дом, а не {name}. То, что ты пишешь, звучит очень тяжело, и "
			 "не нужно нести это в одиночку. Живой человек может выслушать прямо "
			 "сейчас:\n\n{lines}\n\nЕсли опасность грозит в эту минуту, позвони по "
			 "номеру экстренной помощи. Ничего не списано, и писать здесь дальше можно"
			 " в любое время.",
		.calm = "Это говорит дом, а не {name}. То, что ты пишешь, звучит так, будто кто-"
			 "то может пострадать. Прежде всего отойди подальше и поговори сейчас с "
			 "человеком:\n\n{lines}\n\nЕсли кому-то в эту минуту грозит опасность, "
			 "позвони по номеру экстренной помощи. Ничего не списано, и писать здесь "
			 "можно дальше.",
	},
};
