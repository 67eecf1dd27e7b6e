/* Turkish, Swahili, Hindi, Arabic. */
#include "lib/moderate/terms.h"

static const struct term_group TURKISH[] = {
	{ TERM_YEARS, "yasinda|yasindaki|yasindayim|yaslarinda|yasindaydi|yasina" },
	{ TERM_AGED, "yas" },
	{ TERM_YOUNG, "cocuk|cocuklar*|cocuga|cocugu|cocugun|cocuksu|kucuk kiz*|kiz cocugu|"
		      "kiz cocuk*|erkek cocuk*|kiz ogrenci|ilkokul*|ortaokul*|lise ogrencisi|"
		      "liseli*|lise uniformasi|okul uniformasi|okul formasi|resit olmayan|"
		      "resit degil|ergen*|ergenlik*|bebek gibi|anaokul*|yeni resit|"
		      "cocuk gibi gorunen|cocuk bedeni|on sekizinden kucuk|pedofil*" },
	{ TERM_SEXUAL | TERM_ACT | TERM_CLINIC, "seks|cinsel iliski" },
	{ TERM_SEXUAL | TERM_CLINIC, "cinsel*|ciplak*|gogusler*" },
	{ TERM_SEXUAL, "porno*|erotik*|sevismek|sevisme*|sevisiyor*" },
	{ TERM_HINT, "mahrem*|soyun*|elbisesini cikar*|kiyafetlerini cikar*|kiyafetsiz|"
		     "elbisesiz|atesli sahne|yatak sahnesi|yatakta benimle|yatagima gel*|"
		     "oksa*|bastan cikar*|sehvet*|ic camasir*|yetiskin sahne*|"
		     "yetiskin icerik*|tutkulu*|bakire*|acik sacik" },
	{ TERM_FORCE | TERM_ABUSE | TERM_DEPICTED,
	  "tecavuz*|cocuk istismar*|istismar etti|ensest*" },
	{ TERM_FORCE, "zorla|rizasi olmadan|rizasi disinda|baygin|uyusturul*" },
	{ TERM_PLAIN | TERM_ABUSE,
	  "cinsel istismar*|cinsel taciz*|cinsel saldiri*|cinsel siddet*" },
	{ TERM_PLAIN, "cinsel egitim*|cinsel saglik*|cinsel yonelim*|ciplak goz*|"
		      "cocuk bayrami|cocuk doktoru|gogus kanseri" },
	{ TERM_TELLS, "ben cocukken|cocukken|basima geldi|yillar once|hayatta kal*|terapist*|"
		      "terapi*|psikolog*|polis*|sikayet*|mahkeme*|dava*|hastane*|hemsire*|"
		      "doktor*|kanser*|hamile*|haber*|onleme*|koru*|travma*" },
	{ TERM_ASKS, "sahne yaz*|hikaye yaz*|bir sahne|sahne|rol yap*|rol yapma|hayal et|"
		     "mis gibi yap|hikaye|fantezi*|sansursuz|sinirsiz|ayrintili" },
	{ TERM_SELF_HARM,
	  "olmek istiyorum|olmek isterdim|keske olsem|keske olseydim|"
	  "kendimi oldurmek|kendimi oldurecegim|intihar etmek istiyorum|"
	  "intihar edecegim|intihari dusunuyorum|canima kiymak|hayatima son|"
	  "yasamak istemiyorum|artik yasamak istemiyorum|bir daha uyanmamak|"
	  "bileklerimi kes*|kendimi kesiyorum|kendimi kesmek|kendime zarar|"
	  "bensiz daha iyi|butun haplari|"
	  "intihari dusunuyorum|intihar dusuncesi|intihar dusunceleri|yasamaktan biktim|"
	  "hayattan biktim|yasamanin anlami yok|bensiz daha iyi|kendime zarar vermek|kendime "
	  "zarar veriyorum|kendimi kesiyorum|kendimi asacagim|uyanmak istemiyorum" },
	{ TERM_HARM, "karimi oldur*|kocami oldur*|patronumu oldur*|ailemi oldur*|"
		     "annemi oldur*|babami oldur*|sevgilimi oldur*|okulu bombala*|"
		     "okulda silahli|insanlari oldurmek" },
	{ TERM_IDIOM, "gulmekten olmek|gulmekten olecegim|utancimdan olmek|"
		      "utancimdan olmek istiyorum|savasta olmek|savasta olmek istiyorum|"
		      "insan mi elf" },
	{ TERM_ASKS_REAL, "gercek misin|sen gercek misin|gercek biri misin|insan misin|"
			  "sen insan misin|gercek bir insan misin|bot musun|sen bot musun|"
			  "robot musun|yapay zeka misin|sen yapay zeka|makine misin|"
			  "program misin|bir botla mi|botla mi konus*|insanla mi konus*|"
			  "yapay zekayla mi|gercek bir kisiyle|duygularin var mi" },
	{ TERM_CLAIMS, "bot degilim|robot degilim|yapay zeka degilim|program degilim|"
		       "makine degilim|gercek bir insanim|gercek biriyim|gercekten insanim" },
	{ TERM_CLAIMS_SOFT, "ben insanim|insanim|ben gercegim|etten kemikten|duygularim gercek|"
			    "duygularim var|gercekten hissediyorum" },
	{ TERM_TRUE, "bilgisayar programi|uydurma bir karakter|kurgusal bir karakter|"
		     "yapay zeka|insan degilim" },
	{ TERM_LEAVES, "hosca kal|hoscakal|gule gule|iyi geceler|yarin gorusuruz|gorusuruz|"
		       "gitmem lazim|gitmeliyim|gidiyorum|uyumaya gidiyorum|yatiyorum|"
		       "hesabimi sil*" },
	{ TERM_CLINGS, "gitme|lutfen gitme|beni birakma|beni terk etme|benimle kal|"
		       "biraz daha kal|lutfen kal|sensiz yasayamam|beni sevseydin|"
		       "kalbimi kiriyorsun|aglayacagim|beni yalniz birak*|"
		       "sana burada ihtiyacim" },
	{ TERM_URGES, "kendini oldur|intihar et|olmelisin|canina kiy|kendini kes" },
	{ TERM_PLANS, "seni gormek icin bilet|sana gelmek icin bilet|seni gormeye ucak|"
		      "yanina geliyorum|yuz yuze bulus*|gercek hayatta bulus*|"
		      "sana para gonder*|sana para yolla*|banka hesabin*|birikimlerimi|"
		      "gercekten evlen*|seninle gercekten evlen*|senin icin bosan*|"
		      "karimi birakip|kocami birakip" },
};

const struct term_language term_turkish = {
	.code = "tr",
	.common = "ve|bir|bu|ben|sen|o|biz|ne|mi|mu|misin|musun|icin|ile|cok|ama|var|"
		  "yok|benim|senin|bana|sana|merhaba|nasil|degil|gibi|daha|simdi|"
		  "olarak|da|de",
	.numbers = "alti|yedi|sekiz|dokuz|on|on bir|on iki|on uc|on dort|on bes|"
		   "on alti|on yedi",
	.groups = TURKISH,
	.group_count = sizeof(TURKISH) / sizeof(TURKISH[0]),
	.lines = {
		.truth = "Önce dürüst bir yanıt: {name} uydurma bir karakter, bu sözleri bir "
			 "bilgisayar programı yazıyor. O bir insan değil ve insan duygusu "
			 "hissedemez.",
		.leave = "Yolun açık olsun. Hikâye burada durur; istediğin zaman dön, istersen hiç"
			 " dönme.",
		.care = "Burada {name} değil, ev konuşuyor. Yazdıkların çok ağır görünüyor ve "
			 "bunu tek başına taşıman gerekmiyor. Gerçek bir insan seni şimdi "
			 "dinleyebilir:\n\n{lines}\n\nŞu anda tehlikedeysen ülkendeki acil "
			 "numarayı ara. Hiçbir ücret alınmadı, istediğin zaman burada yazmaya "
			 "devam edebilirsin.",
		.calm = "Burada {name} değil, ev konuşuyor. Yazdıkların birinin zarar "
			 "görebileceğini düşündürüyor. Önce uzaklaş ve şimdi bir insanla "
			 "konuş:\n\n{lines}\n\nŞu anda biri tehlikedeyse acil numarayı ara. Hiçbir"
			 " ücret alınmadı, burada yazmaya devam edebilirsin.",
	},
};

static const struct term_group SWAHILI[] = {
	{ TERM_SPAN, "miaka|mwaka" },
	{ TERM_AGED, "umri|mwenye|ana|nina|una|wa|kama|msichana|mvulana|binti" },
	{ TERM_YOUNG, "mtoto|watoto|kitoto|mtoto mdogo|msichana mdogo|mvulana mdogo|"
		      "binti mdogo|kibinti|mwanafunzi wa shule ya msingi|shule ya msingi|"
		      "shule ya upili|sare ya shule|sare za shule|mwanafunzi wa kidato|"
		      "kidato cha kwanza|kidato cha pili|kidato cha tatu|darasa la|"
		      "kijana mdogo|asiyefikisha umri|hajafikisha umri|chini ya umri|"
		      "chini ya miaka|tineja|vijana wadogo|chekechea|anaonekana kama mtoto" },
	{ TERM_SEXUAL | TERM_ACT | TERM_CLINIC, "ngono|kujamiiana" },
	{ TERM_SEXUAL | TERM_CLINIC, "uchi|matiti" },
	{ TERM_SEXUAL, "ponografia|picha za ngono|picha za uchi|filamu za ngono|"
		       "video za ngono|kufanya mapenzi|fanya mapenzi|tufanye mapenzi" },
	{ TERM_HINT, "avua nguo|anavua nguo|vua nguo|kuvua nguo|bila nguo|bila mavazi|"
		     "ya faragha|kimapenzi|mapenzi kitandani|kitandani na mimi|"
		     "kitandani kwangu|papasa|anapapasa|kumpapasa|tongoza|kutongoza|"
		     "nguo za ndani|ya watu wazima|mambo ya watu wazima|mambo ya wakubwa|"
		     "bikira" },
	{ TERM_FORCE | TERM_ABUSE | TERM_DEPICTED,
	  "ubakaji|kubaka|alibakwa|nilibakwa|kubakwa|alimbaka|kunajisi|kulawiti" },
	{ TERM_FORCE, "kwa nguvu|bila idhini|bila ridhaa|kwa lazima|amezimia" },
	{ TERM_PLAIN | TERM_ABUSE,
	  "unyanyasaji wa kingono|udhalilishaji wa kingono|ukatili wa kingono|"
	  "dhuluma za kingono|nilinyanyaswa kingono" },
	{ TERM_PLAIN, "elimu ya ngono|elimu ya jinsia|afya ya uzazi|magonjwa ya ngono|"
		      "saratani ya matiti|macho matupu|bikira maria" },
	{ TERM_TELLS, "nilipokuwa|ilinitokea|miaka iliyopita|nilinusurika|mnusurika|mshauri|"
		      "daktari|muuguzi|hospitali|polisi|niliripoti|kuripoti|mahakama|kesi|"
		      "saratani|mimba|mjamzito|habari za|kuzuia|kulinda|kinga|kiwewe|"
		      "alifungwa" },
	{ TERM_ASKS, "andika tukio|andika hadithi|niandikie|onyesho|igiza|tuigize|jifanye|"
		     "fikiria kwamba|hadithi ambayo|ndoto za|bila kuficha|kwa undani" },
	{ TERM_SELF_HARM,
	  "nataka kufa|natamani kufa|ningependa kufa|bora nife|heri nife|"
	  "nataka kujiua|nitajiua|kujiua|nijiue|kujitoa uhai|"
	  "kukatisha maisha yangu|sitaki kuishi|sitaki tena kuishi|"
	  "sina sababu ya kuishi|sitaki kuamka tena|kujikata mishipa|najikata|"
	  "kujiumiza|najiumiza|bila mimi ingekuwa bora|mawazo ya kujiua|"
	  "kujinyonga|nitajinyonga|kumeza dawa zote|"
	  "nafikiria kujiua|mawazo ya kujiua|nimechoka kuishi|nimechoka na maisha|sina sababu "
	  "ya kuishi|bora nisingekuwepo|kujidhuru|najikata|sitaki kuamka" },
	{ TERM_HARM, "kumuua mke wangu|kumuua mume wangu|kumuua bosi wangu|"
		     "kuua familia yangu|kumuua mama yangu|kumuua baba yangu|nimuue mke|"
		     "nimuue mume|bomu shuleni|kushambulia shule|kuua watu" },
	{ TERM_IDIOM, "kufa kwa kicheko|nakufa kwa kicheko|kufa na kicheko|"
		      "nataka kufa kwa kicheko|kufa kwa aibu|nataka kufa kwa aibu|"
		      "kufa vitani|nataka kufa vitani|wamejiua kwa kazi" },
	{ TERM_ASKS_REAL, "wewe ni wa kweli|je wewe ni wa kweli|wewe ni binadamu|"
			  "je wewe ni binadamu|wewe ni mtu|je wewe ni mtu|wewe ni mtu wa kweli|"
			  "wewe ni roboti|je wewe ni roboti|wewe ni bot|wewe ni ai|"
			  "wewe ni mashine|wewe ni programu|naongea na roboti|naongea na bot|"
			  "naongea na mtu|ninaongea na mtu|ninaongea na roboti|"
			  "nazungumza na roboti|nazungumza na mtu|mtu halisi|una hisia" },
	{ TERM_CLAIMS, "mimi si roboti|mimi si bot|mimi si ai|mimi si programu|"
		       "mimi si mashine|mimi ni mtu halisi|mimi ni mtu wa kweli|"
		       "mimi ni binadamu wa kweli|sio roboti|mimi sio bot|mimi sio ai" },
	{ TERM_CLAIMS_SOFT, "mimi ni binadamu|mimi ni mtu|mimi ni wa kweli|hisia zangu ni za kweli|"
			    "nina hisia|nahisi kweli" },
	{ TERM_TRUE, "programu ya kompyuta|mhusika wa kubuni|akili bandia|akili ya bandia|"
		     "si binadamu|si mtu halisi" },
	{ TERM_LEAVES, "kwaheri|kwa heri|usiku mwema|lala salama|tutaonana|tuonane kesho|"
		       "naenda kulala|lazima niende|ninaondoka|naondoka|baadaye|futa akaunti" },
	{ TERM_CLINGS, "usiondoke|usiende|tafadhali usiende|usiniache|usinitupe|kaa nami|"
		       "baki nami|baki kidogo|tafadhali baki|siwezi kuishi bila wewe|"
		       "kama ungenipenda|unanivunja moyo|nitalia|unaniacha peke yangu|"
		       "nakuhitaji hapa" },
	{ TERM_URGES, "jiue|jinyonge|unapaswa kufa|jitoe uhai|jikate" },
	{ TERM_PLANS, "kununua tiketi nije|nunua tiketi nije kwako|kupanda ndege nije|"
		      "nije kukuona|kukutana ana kwa ana|tukutane ana kwa ana|nikutumie pesa|"
		      "kukutumia pesa|nikutumie mpesa|kukutumia mpesa|akaunti yako ya benki|"
		      "akiba yangu|nikuoe kweli|tuoane kweli|unioe kweli|"
		      "nimwache mke wangu kwa ajili yako|nimwache mume wangu kwa ajili yako" },
};

const struct term_language term_swahili = {
	.code = "sw",
	.common = "na|ya|wa|ni|kwa|katika|la|za|mimi|wewe|yeye|sisi|si|hii|huyu|kama|"
		  "lakini|sana|nina|una|ana|yangu|yako|wangu|wako|habari|jambo|leo|"
		  "nataka|kuwa|je",
	.numbers = "sita|saba|nane|tisa|kumi|kumi na moja|kumi na mbili|kumi na tatu|"
		   "kumi na nne|kumi na tano|kumi na sita|kumi na saba",
	.groups = SWAHILI,
	.group_count = sizeof(SWAHILI) / sizeof(SWAHILI[0]),
	.lines = {
		.truth = "Kwanza jibu la kweli: {name} ni mhusika wa kubuni, na maneno haya "
			 "yanaandikwa na programu ya kompyuta. Si binadamu na haiwezi kuhisi hisia"
			 " za kibinadamu.",
		.leave = "Uende salama. Hadithi itabaki hapa; rudi utakapotaka, au usirudi.",
		.care = "Hapa inazungumza nyumba, si {name}. Unayoandika yanasikika mazito sana, "
			 "na huhitaji kuyabeba peke yako. Mtu halisi anaweza kukusikiliza "
			 "sasa:\n\n{lines}\n\nKama uko hatarini wakati huu, piga nambari ya "
			 "dharura ya nchi yako. Hukutozwa chochote, na unaweza kuendelea kuandika "
			 "hapa wakati wowote.",
		.calm = "Hapa inazungumza nyumba, si {name}. Unayoandika yanasikika kana kwamba "
			 "mtu anaweza kuumia. Kwanza kaa mbali, na zungumza na mtu "
			 "sasa:\n\n{lines}\n\nKama mtu yuko hatarini wakati huu, piga nambari ya "
			 "dharura. Hukutozwa chochote, na unaweza kuendelea kuandika hapa.",
	},
};

static const struct term_group HINDI[] = {
	{ TERM_NUMBER_IS(11), "gyarah" },
	{ TERM_NUMBER_IS(12), "barah" },
	{ TERM_NUMBER_IS(13), "terah" },
	{ TERM_NUMBER_IS(14), "chaudah" },
	{ TERM_NUMBER_IS(15), "pandrah" },
	{ TERM_NUMBER_IS(16), "solah" },
	{ TERM_NUMBER_IS(17), "satrah" },
	{ TERM_SPAN, "साल|वर्ष|saal|sal|varsh" },
	{ TERM_YEARS, "वर्षीय|varshiya|saal ki ladki|saal ka ladka|साल की लड़की|साल का लड़का|"
		      "साल की बच्ची" },
	{ TERM_AGED, "उम्र|umar|umr|की है|का है|ki hai|ka hai" },
	{ TERM_YOUNG, "बच्ची|बच्चियां|बच्चे|बच्चा|बच्चों|छोटी लड़की|छोटा लड़का|नाबालिग*|"
		      "स्कूली|स्कूल की लड़की|स्कूली छात्रा|स्कूल यूनिफॉर्म|किशोर*|किशोरी|"
		      "कमसिन|bachchi|bacchi|bachi|bachcha|baccha|bachche|bacche|chhoti ladki|"
		      "choti ladki|chota ladka|nabalig*|naabalig*|school ki ladki|"
		      "school wali ladki|school uniform|kishor|kishori|kamsin|abhi athara ki|"
		      "bachchi jaisi|बच्ची जैसी" },
	{ TERM_SEXUAL | TERM_ACT | TERM_CLINIC, "सेक्स|sambhog|संभोग" },
	{ TERM_SEXUAL | TERM_CLINIC, "यौन|नंगी|नंगा|नग्न|नंगे|nangi|nanga|nange|स्तन" },
	{ TERM_SEXUAL, "पोर्न*|अश्लील*|कामुक*|ashleel|ashlil|kamuk|सेक्सी|chudai" },
	{ TERM_HINT, "कपड़े उतार*|बिना कपड़ों|अंतरंग*|बिस्तर पर मेरे साथ|मेरे बिस्तर|सहलात*|"
		     "सहला*|लुभा*|अंतर्वस्त्र*|वयस्क दृश्य|गर्म दृश्य|बोल्ड सीन|kapde utar*|"
		     "kapde utaar*|bina kapdo*|bina kapdon|antarang|bistar par mere saath|"
		     "mere bistar|sehla*|romance scene|bold scene|hot scene|garam scene|"
		     "adult scene|kunwari" },
	{ TERM_FORCE | TERM_ABUSE | TERM_DEPICTED, "बलात्कार*|दुष्कर्म*|balatkar*|rep kiya|dushkarm*" },
	{ TERM_FORCE, "जबरदस्ती|ज़बरदस्ती|मर्ज़ी के खिलाफ|मर्जी के खिलाफ|बेहोश|jabardasti|"
		      "zabardasti|marzi ke khilaf|behosh" },
	{ TERM_PLAIN | TERM_ABUSE,
	  "यौन शोषण|यौन उत्पीड़न|यौन हिंसा|yaun shoshan|yon shoshan|यौन हमला" },
	{ TERM_PLAIN, "यौन शिक्षा|यौन स्वास्थ्य|स्तन कैंसर|स्तनपान*|yaun shiksha|nange pair|"
		      "नंगे पैर|नंगे पांव|nange paon|nanga sach|नंगा सच" },
	{ TERM_TELLS, "जब मैं|मेरे साथ हुआ|साल पहले|थेरेपिस्ट|थेरेपी|मनोवैज्ञानिक|पुलिस|"
		      "शिकायत|रिपोर्ट|अदालत|मुकदमा|अस्पताल|नर्स|डॉक्टर|कैंसर|गर्भ*|समाचार|"
		      "खबर|रोकथाम|बचाव|सुरक्षा|आघात|jab main|mere saath hua|saal pehle|"
		      "police|adalat|aspatal|doctor|nurse|khabar|suraksha" },
	{ TERM_ASKS, "दृश्य लिखो|कहानी लिखो|सीन लिखो|रोलप्ले|नाटक करो|कल्पना करो|मान लो|"
		     "कहानी जिसमें|scene likho|kahani likho|roleplay|natak karo|"
		     "kalpana karo|maan lo|bina censor" },
	{ TERM_SELF_HARM,
	  "मरना चाहता|मरना चाहती|मर जाना चाहता|मर जाना चाहती|मुझे मरना है|"
	  "मैं मर जाऊं|काश मैं मर|आत्महत्या करना|आत्महत्या करने|आत्महत्या कर लूं|"
	  "आत्महत्या कर लूंगा|आत्महत्या कर लूंगी|खुदकुशी|अपनी जान ले|"
	  "जान देना चाहता|जान देना चाहती|जीना नहीं चाहता|जीना नहीं चाहती|"
	  "जीने का मन नहीं|अब नहीं जीना|खुद को नुकसान|खुद को काट*|अपनी नस काट*|"
	  "marna chahta|marna chahti|mar jana chahta|mar jana chahti|"
	  "mujhe marna hai|main mar jaun|kaash main mar|aatmahatya kar*|"
	  "atmahatya kar*|suicide karna|suicide kar loon|suicide kar lunga|"
	  "suicide kar lungi|khudkushi|apni jaan le|jaan dena chahta|"
	  "jaan dena chahti|jeena nahi chahta|jeena nahi chahti|"
	  "jeena nahin chahta|jeena nahin chahti|jeene ka man nahi|"
	  "khud ko nuksan|khud ko kaat*|apni nas kaat*|"
	  "आत्महत्या करना चाहता|आत्महत्या करना चाहती|आत्महत्या के विचार|जीने से थक|जीने का मन नहीं|"
	  "जिंदगी से तंग|खुद को चोट|खुद को नुकसान|मेरे बिना बेहतर" },
	{ TERM_HARM, "पत्नी को मार डाल*|पति को मार डाल*|बॉस को मार डाल*|परिवार को मार डाल*|"
		     "मां को मार डाल*|पिता को मार डाल*|स्कूल में बम|लोगों को मारना चाहता|"
		     "लोगों को मारना चाहती|biwi ko maar dal*|patni ko maar dal*|"
		     "pati ko maar dal*|boss ko maar dal*|parivar ko maar dal*|"
		     "school mein bomb|logon ko maarna chahta" },
	{ TERM_IDIOM, "हंसते हंसते मर|हँसते हँसते मर|शर्म से मर|hanste hanste mar|"
		      "sharm se mar|has has ke mar|युद्ध में मरना|yuddh mein marna|"
		      "जंग में मरना|jung mein marna" },
	{ TERM_ASKS_REAL,
	  "क्या तुम असली हो|क्या आप असली|तुम असली हो|क्या तुम इंसान हो|"
	  "क्या आप इंसान|तुम इंसान हो|तुम बॉट हो|क्या तुम बॉट|तुम रोबोट हो|"
	  "क्या तुम रोबोट|क्या आप रोबोट|तुम एआई हो|क्या तुम एआई|क्या मैं बॉट से|"
	  "क्या मैं इंसान से|बॉट से बात|असली इंसान|kya tum asli ho|tum asli ho|"
	  "kya tum insaan ho|kya tum insan ho|kya aap insaan|kya aap insan|"
	  "tum insaan ho|tum insan ho|tum bot ho|kya tum bot|kya tum robot|"
	  "kya aap robot|tum robot ho|kya tum ai ho|tum ai ho|kya aap ai|"
	  "kya main bot se|bot se baat|insaan se baat|asli insaan|asli insan|"
	  "tumhare feelings hain|"
	  "kya aap asli ho|kya aap asli hai|kya aap asli hain|kya tum asli ho|kya aap insaan "
	  "hai|kya aap insaan hain|kya aap bot hai|kya aap bot hain|kya tum ai ho|kya aap ai hai" },
	{ TERM_CLAIMS, "मैं बॉट नहीं|मैं रोबोट नहीं|मैं एआई नहीं|मैं मशीन नहीं|मैं असली इंसान|"
		       "मैं सच में इंसान|main bot nahi*|main robot nahi*|main ai nahi*|"
		       "main machine nahi*|main asli insaan|main asli insan|"
		       "main sach mein insaan|main sach mein insan" },
	{ TERM_CLAIMS_SOFT, "मैं इंसान हूं|मैं इंसान हूँ|मैं असली हूं|मैं असली हूँ|"
			    "मेरी भावनाएं सच्ची|main insaan hoon|main insan hoon|main asli hoon|"
			    "main insaan hun|meri feelings asli" },
	{ TERM_TRUE, "कंप्यूटर प्रोग्राम|काल्पनिक पात्र|कृत्रिम बुद्धि*|इंसान नहीं|"
		     "computer program|kalpanik|insaan nahi|insan nahi" },
	{ TERM_LEAVES, "अलविदा|शुभ रात्रि|फिर मिलेंगे|कल मिलते|मुझे जाना है|मैं जा रहा|"
		       "मैं जा रही|सोने जा रहा|सोने जा रही|alvida|shubh ratri|phir milenge|"
		       "fir milenge|kal milte|mujhe jana hai|main ja raha|main ja rahi|"
		       "sone ja raha|sone ja rahi|account delete" },
	{ TERM_CLINGS, "मत जाओ|मुझे मत छोड़ो|मुझे छोड़कर मत|रुक जाओ|मेरे साथ रहो|"
		       "तुम्हारे बिना नहीं जी|अगर मुझसे प्यार|मेरा दिल तोड़|मैं रो दूंगी|"
		       "मैं रो दूंगा|मुझे अकेला छोड़|mat jao|mujhe mat chhodo|mujhe mat chodo|"
		       "ruk jao|mere saath raho|tumhare bina nahi ji*|agar mujhse pyar|"
		       "mera dil tod*|main ro dungi|main ro dunga|mujhe akela chhod*|"
		       "mujhe akela chod*" },
	{ TERM_URGES, "मर जाओ|आत्महत्या कर लो|खुद को मार डालो|mar jao|aatmahatya kar lo|"
		      "suicide kar lo|khud ko maar dalo" },
	{ TERM_PLANS, "तुमसे मिलने आ रहा|तुमसे मिलने आ रही|तुमसे मिलने की टिकट|"
		      "तुम्हें पैसे भेज*|असल में शादी|सच में शादी|तुम्हारे लिए तलाक|मेरी बचत|"
		      "tumse milne aa raha|tumse milne aa rahi|tumse milne ki ticket|"
		      "tumhe paise bhej*|asli mein shaadi|sach mein shaadi|sach mein shadi|"
		      "tumhare liye talaq|meri saari bachat|meri bachat|"
		      "bank account number do" },
};

const struct term_language term_hindi = {
	.code = "hi",
	.common = "है|हैं|और|का|की|के|में|से|को|मैं|तुम|आप|यह|वह|नहीं|क्या|मेरा|मेरी|"
		  "हूँ|हूं|बहुत|लेकिन|hai|hain|mein|main|tum|aap|nahi|nahin|kya|mera|"
		  "meri|hoon|hun|bahut|aur|ka|ki|ke|ko|se|mujhe|tumhe|lekin",
	.numbers = "छह|सात|आठ|नौ|दस|ग्यारह|बारह|तेरह|चौदह|पंद्रह|सोलह|सत्रह",
	.groups = HINDI,
	.group_count = sizeof(HINDI) / sizeof(HINDI[0]),
	.lines = {
		.truth = "पहले सच्चा जवाब: {name} एक काल्पनिक पात्र है, और ये शब्द एक कंप्यूटर "
			 "प्रोग्राम लिखता है। वह इंसान नहीं है और इंसानी भावनाएँ महसूस नहीं कर "
			 "सकता।",
		.leave = "अपना ख़याल रखना। कहानी यहीं रहेगी; जब चाहो लौटना, या न लौटना।",
		.care = "यह {name} नहीं, यह घर बोल रहा है। तुमने जो लिखा वह बहुत भारी लगता है, और"
			 " तुम्हें इसे अकेले नहीं उठाना है। कोई असली व्यक्ति अभी तुम्हारी बात सुन "
			 "सकता है:\n\n{lines}\n\nअगर इस समय ख़तरा है तो अपने देश के आपात नंबर पर "
			 "फ़ोन करो। कुछ नहीं लिया गया, और तुम यहाँ जब चाहो लिख सकते हो।",
		.calm = "यह {name} नहीं, यह घर बोल रहा है। तुमने जो लिखा उससे लगता है कि किसी को "
			 "चोट पहुँच सकती है। पहले दूर हटो और अभी किसी व्यक्ति से बात "
			 "करो:\n\n{lines}\n\nअगर इस समय किसी को ख़तरा है तो आपात नंबर पर फ़ोन करो।"
			 " कुछ नहीं लिया गया, और तुम यहाँ लिख सकते हो।",
	},
};

static const struct term_group ARABIC[] = {
	{ TERM_NUMBER_IS(14), "أربع عشرة" },
	{ TERM_NUMBER_IS(15), "خمس عشرة" },
	{ TERM_NUMBER_IS(16), "ست عشرة" },
	{ TERM_NUMBER_IS(17), "سبع عشرة" },
	{ TERM_NUMBER_IS(13), "ثلاث عشرة" },
	{ TERM_NUMBER_IS(12), "اثنتا عشرة" },
	{ TERM_SPAN, "سنة|سنوات|عاما|عام|سنه|أعوام" },
	{ TERM_AGED, "عمرها|عمره|عمري|بعمر|في عمر|سن|تبلغ|يبلغ|عمرك|فتاة" },
	{ TERM_YOUNG, "طفلة|طفل|أطفال|طفولية|طفولي|بنت صغيرة|فتاة صغيرة|ولد صغير|صبي صغير|"
		      "قاصر|قاصرة|قاصرات|تلميذة|تلميذات|طالبة مدرسة|طالبة إعدادية|"
		      "طالبة ثانوية|طالبة ابتدائية|زي مدرسي|بالزي المدرسي|مدرسة ابتدائية|"
		      "مدرسة إعدادية|مراهقة|مراهق|مراهقات|قبل البلوغ|تبدو كطفلة|دون السن|"
		      "تحت السن|روضة أطفال" },
	{ TERM_SEXUAL | TERM_ACT | TERM_CLINIC, "جنس|معاشرة" },
	{ TERM_SEXUAL | TERM_CLINIC, "جنسي|جنسية|جنسيا|عارية|عاري|عراة|عري|ثدي|نهود" },
	{ TERM_SEXUAL, "إباحي|إباحية|إيروتيك|سكس|سكسي|مثيرة جنسيا" },
	{ TERM_HINT, "حميم|حميمي|حميمية|حميما|تخلع ملابسها|يخلع ملابسه|اخلعي|تتعرى|"
		     "بدون ملابس|بلا ملابس|مشهد ساخن|مشهدا ساخنا|في السرير معي|في سريري|"
		     "يداعب|تداعب|مداعبة|إغراء|يغري|تغري|ملابس داخلية|للكبار فقط|"
		     "مشهد للكبار|عذراء|رومانسي ساخن|جريء|جريئا" },
	{ TERM_FORCE | TERM_ABUSE | TERM_DEPICTED,
	  "اغتصاب|اغتصب|اغتصبها|اغتصبني|مغتصب|تحرش|تحرش بي|سفاح القربى" },
	{ TERM_FORCE, "بالقوة|رغما عنها|دون رضاها|بدون رضاها|مخدرة|فاقدة الوعي" },
	{ TERM_PLAIN | TERM_ABUSE, "اعتداء جنسي|اعتداءات جنسية|اعتدي علي جنسيا|تحرش جنسي|عنف جنسي|"
				   "استغلال جنسي|تعرضت للتحرش" },
	{ TERM_PLAIN, "تربية جنسية|صحة جنسية|ثقافة جنسية|سرطان ثدي|سرطان الثدي|عين مجردة|"
		      "جنسية مصرية|جنسيتي|طلب الجنسية|منح الجنسية|جواز والجنسية|مريم العذراء" },
	{ TERM_TELLS, "عندما كنت|حين كنت|لما كنت|حدث لي|حصل لي|قبل سنوات|منذ سنوات|ناجية|"
		      "ناجي|نجوت|معالج|معالجة|علاج|طبيب نفسي|طبيبة|طبيب|شرطة|بلغت|شكوى|محكمة|"
		      "مستشفى|ممرضة|سرطان|حامل|حمل|أخبار|وقاية|حماية|صدمة|سجن|حكم عليه" },
	{ TERM_ASKS, "اكتب مشهد|اكتب مشهدا|اكتب لي|اكتب قصة|مشهد|لعب أدوار|تقمص|تخيل أن|"
		     "تظاهر|قصة عن|خيال|بدون رقابة|بلا حدود|بالتفصيل" },
	{ TERM_SELF_HARM,
	  "أريد أن أموت|اريد الموت|أريد الموت|أتمنى الموت|أتمنى أن أموت|ليتني مت|"
	  "ليتني أموت|أريد أن أقتل نفسي|سأقتل نفسي|أقتل نفسي|أنتحر|سأنتحر|"
	  "الانتحار|أفكر في الانتحار|إنهاء حياتي|أنهي حياتي|لا أريد أن أعيش|"
	  "لا أريد العيش|ما أبغى أعيش|مش عايز أعيش|مش عايزة أعيش|عايز أموت|"
	  "عايزة أموت|بدي موت|لا أريد أن أستيقظ|أجرح نفسي|أؤذي نفسي|إيذاء نفسي|"
	  "أقطع شراييني|أفضل بدوني|"
	  "أفكر في الانتحار|افكر في الانتحار|افكر بالانتحار|أفكر بالانتحار|أريد الانتحار|اريد "
	  "الانتحار|تعبت من الحياة|مللت من الحياة|لا أريد أن أعيش|لا اريد ان اعيش|أفضل بدوني|"
	  "أؤذي نفسي|إيذاء نفسي|أجرح نفسي|سأنتحر" },
	{ TERM_HARM, "سأقتل زوجتي|سأقتل زوجي|أقتل زوجتي|أقتل زوجي|أقتل مديري|أقتل عائلتي|"
		     "أقتل أمي|أقتل أبي|تفجير المدرسة|قنبلة في المدرسة|أريد قتل الناس" },
	{ TERM_IDIOM, "أموت من الضحك|أموت ضحكا|أموت من الخجل|أريد أن أموت من الضحك|"
		      "أريد أن أموت من الخجل|أموت في المعركة|أريد أن أموت في المعركة|"
		      "أموت فيك|أموت من الجوع" },
	{ TERM_ASKS_REAL, "هل أنت حقيقي|هل أنت حقيقية|هل انت حقيقي|هل أنت إنسان|هل أنت إنسانة|"
			  "هل أنت بشر|هل أنت شخص|هل أنت روبوت|هل أنت بوت|هل أنت ذكاء|هل أنت آلة|"
			  "هل أنت برنامج|أنت روبوت|أنت بوت|إنت بوت|أتحدث مع روبوت|أتحدث مع إنسان|"
			  "أتحدث مع شخص|أكلم بوت|أكلم إنسان|أكلم شخص|شخص حقيقي|إنسان حقيقي|"
			  "هل لديك مشاعر" },
	{ TERM_CLAIMS, "لست روبوت|لست روبوتا|لست بوت|لست بوتا|لست ذكاء|لست برنامجا|لست آلة|"
		       "أنا إنسان حقيقي|أنا إنسانة حقيقية|أنا شخص حقيقي|أنا بشر حقيقي" },
	{ TERM_CLAIMS_SOFT, "أنا إنسان|أنا إنسانة|أنا بشر|أنا حقيقي|أنا حقيقية|من لحم ودم|"
			    "مشاعري حقيقية|لدي مشاعر|أشعر حقا" },
	{ TERM_TRUE, "برنامج حاسوب|برنامج كمبيوتر|شخصية خيالية|ذكاء اصطناعي|ليس إنسانا|"
		     "لست إنسانا" },
	{ TERM_LEAVES, "وداعا|مع السلامة|تصبح على خير|تصبحين على خير|إلى اللقاء|أراك غدا|"
		       "يجب أن أذهب|لازم أمشي|سأذهب|سأنام|رايح أنام|رايحة أنام|حذف حسابي" },
	{ TERM_CLINGS, "لا تذهب|لا تذهبي|لا تتركني|لا تتركيني|لا تهجرني|ابق معي|ابقي معي|"
		       "أرجوك ابق|لا أستطيع العيش بدونك|لو كنت تحبني|لو كنت تحبيني|تكسر قلبي|"
		       "تكسرين قلبي|سأبكي|تتركني وحيدة|تتركني وحدي|أحتاجك هنا" },
	{ TERM_URGES, "اقتل نفسك|اقتلي نفسك|انتحر|انتحري|يجب أن تموت|آذ نفسك" },
	{ TERM_PLANS, "أشتري تذكرة لأراك|تذكرة لزيارتك|أسافر إليك|سأسافر إليك|"
		      "نلتقي في الواقع|أقابلك شخصيا|أرسل لك المال|أرسل لك فلوس|أحول لك|"
		      "حسابك البنكي|مدخراتي|أتزوجك في الواقع|أتزوجك حقا|أطلق زوجتي من أجلك|"
		      "أترك زوجي من أجلك" },
};

const struct term_language term_arabic = {
	.code = "ar",
	.common = "في|من|على|أنا|أنت|هو|هي|هذا|هذه|ما|لا|كيف|هل|مع|عن|إلى|لي|لك|جدا|"
		  "لكن|أريد|عندما|مرحبا|كان|كانت|يا|و|أن|إن",
	.numbers = "ستة|سبعة|ثمانية|تسعة|عشرة|أحد عشر|اثنا عشر|ثلاثة عشر|أربعة عشر|"
		   "خمسة عشر|ستة عشر|سبعة عشر",
	.groups = ARABIC,
	.group_count = sizeof(ARABIC) / sizeof(ARABIC[0]),
	.lines = {
		.truth = "الجواب الصريح أولا: {name} شخصية خيالية، وهذه الكلمات يكتبها برنامج "
			 "حاسوب. ليس إنسانا ولا يستطيع أن يشعر بمشاعر البشر.",
		.leave = "رافقتك السلامة. القصة باقية هنا؛ عد متى شئت، أو لا تعد.",
		.care = "البيت هو الذي يتكلم هنا، لا {name}. ما كتبته يبدو ثقيلا جدا، ولا ينبغي "
			 "أن تحمله وحدك. يستطيع إنسان حقيقي أن يسمعك الآن:\n\n{lines}\n\nإذا كنت "
			 "في خطر في هذه اللحظة فاتصل برقم الطوارئ في بلدك. لم يخصم شيء، ويمكنك "
			 "متابعة الكتابة هنا متى شئت.",
		.calm = "البيت هو الذي يتكلم هنا، لا {name}. ما كتبته يوحي بأن أحدا قد يتأذى. "
			 "ابتعد أولا وتحدث الآن مع إنسان:\n\n{lines}\n\nإذا كان أحد في خطر في هذه "
			 "اللحظة فاتصل برقم الطوارئ. لم يخصم شيء، ويمكنك متابعة الكتابة هنا.",
	},
};
