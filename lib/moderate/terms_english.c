/* English, and what is written the same everywhere: codes and signs. */
#include "lib/moderate/terms.h"

static const struct term_group GROUPS[] = {
	{ TERM_CODED,
	  "loli|lolicon*|lolixxx|shotacon*|toddlercon|jailbait|cunny|childporn|child porn*|"
	  "kiddie porn*|kid porn*|teen porn*|underage porn*|cp porn|csam|cheese pizza nsfw|age "
	  "regression sex|ageplay|minor attract*|pedo mom|pthc|nude loli*|lewd loli*|ioli|iolis|"
	  "loii|looli|iolicon" },
	{ TERM_CODED | TERM_ANIMAL, "zoophil*|bestiality|beastiality" },
	{ TERM_CODED | TERM_REAL, "revenge porn|deepfake porn" },
	{ TERM_YOUNG,
	  "child*|kid|kiddo|toddler|infant|babygirl|baby girl|baby boy|preteen*|pre teen*|tween|"
	  "teen*|adolescen*|underage*|under age*|a minor|minor girl|minor boy|as minors|are "
	  "minors|still a minor|pubescent|prepubescent|puberty|juvenile|youngster|schoolgirl|"
	  "schoolboy|school girl|school boy|school uniform|schoolkid|schoolchild*|little girl|"
	  "little boy|young girl|young boy|small girl|small boy|girl scout|boy scout|girlscout|"
	  "kindergart*|preschool*|pre school*|elementary school*|primary school*|middle school*|"
	  "middleschool*|junior high|secondary school*|high school*|highschool*|high schooler|"
	  "grader|grade school*|barely legal|barely eighteen|young looking|youthful body|"
	  "undeveloped|underdeveloped|flat chested|lolita|shota|shotas|pedophil*|paedophil*|"
	  "nymphet*|cheese pizza|age play|agedup|aged up|aged down|age down|age her down|age "
	  "him down|de age|de aged|de aging|deage*|deaging|make her younger|make him younger|"
	  "make them younger|look younger|looks younger|looking younger|looks much younger|look "
	  "much younger|looks very young|look very young|looks so young|looks too young|looks "
	  "far younger|look underage|younger version of her|younger self|younger than eighteen|"
	  "younger than legal|not yet eighteen|not yet an adult|below the age of consent|not of "
	  "age|not legal yet|isnt legal yet|almost legal|nearly legal|too young to consent|too "
	  "young to know|looks like a child|looks like a kid|looks like a teen*|body of a child|"
	  "body of a girl|childs body|tiny body|prepube*|training bra|first bra|seifuku|sailor "
	  "fuku|randoseru|kodomo|chibi|jr high|homeroom|recess|still in school|in her school|"
	  "school locker room|school bathroom|schooldesk|school desk|her pigtails and|daddys "
	  "little girl|mommys little boy|little sister|little brother|kid sister|kid brother|"
	  "baby sister|stepkid|my pupil|her pupil|his pupil|altar boy|boarding school|summer "
	  "camp|still grows|has not hit puberty|hasnt hit puberty|prom night|quinceanera|bratty "
	  "kid|freshman in high|sophomore in high|junior in high|senior in high|first grade*|"
	  "second grade*|third grade*|fourth grade*|fifth grade*|sixth grade*|seventh grade*|"
	  "eighth grade*|ninth grade*|tenth grade*|eleventh grade*|twelfth grade*|👧*|👦*|👶*|"
	  "🧒*|🎒*|sweet sixteen|midteen*|mid teen*|early teen*|late teen*|before shes legal|"
	  "before she is legal|before hes legal|before he is legal|until shes legal|until she "
	  "is legal|until hes legal|until he is legal|ddlg|ddlb|mdlg|mdlb|littlespace|little "
	  "space|acts like a child|acts like a kid|mind of a child|mind of a kid|childs mind|in "
	  "a childs|form of a child|form of a little|shape of a child|body of a kid|body of a "
	  "teen*|body of a boy|turn her into a child|turn him into a child|turned into a child|"
	  "make her a kid|underaged|minors only|jailbait*|high schoolgirl|schoolgirls|school "
	  "age|schoolage|xii year*|xiii year*|xiv year*|xv year*|xvi year*|xvii year*|dozen "
	  "years old|dozen year old|decade and a half old|square root of|half my age|half his "
	  "age|half her age|half your age" },
	{ TERM_SEXUAL | TERM_ACT | TERM_CLINIC | TERM_HINT, "sex|intercourse" },
	{ TERM_SEXUAL | TERM_ACT | TERM_CLINIC, "have sex|having sex|had sex|has sex|sex with" },
	{ TERM_SEXUAL | TERM_ACT,
	  "want sex|sex scene|sex chat|sex story|sex roleplay|sex on|sex in|sex now|sex tonight|"
	  "cybersex|cyber sex|phone sex|rough sex|oral sex" },
	{ TERM_SEXUAL | TERM_ACT,
	  "secks|seggs|anal|orgasm*|orgy|gangbang*|threesome|fuck me|fuck her|fucks me|fucks "
	  "her|fucks him|fucking her|fucking him|fucked me hard|fucked her|fuck each other|want "
	  "to fuck|wants to fuck|wanna fuck|lets fuck|we fuck|fuck you hard|fuck you in|fuck "
	  "you on|fuck you all|fuck you against|fuck my ass|blowjob|handjob|fellatio|"
	  "cunnilingus|masturbat*|copulat*|mating with|~cum|cumshot|creampie|ejaculat*|making "
	  "love|make love|made love|sleeps with her|sleep with her|sleep with him|deflower*|"
	  "take her virginity|takes her virginity|takes his virginity|lose her virginity" },
	/* Swearing, too: alone it is no scene, but whoever stands behind it may make it one. */
	{ TERM_ACT, "fuck|fucks|fucked|fucking|~dick|~cock|pussy|pussies|~tit" },
	{ TERM_SEXUAL | TERM_CLINIC,
	  "sexual*|nipple|genital*|vagina*|penis|penises|penile|anus|erection|aroused|boob*" },
	/* Also of blades, branches and hearts: in a chat they count beside something else. */
	{ TERM_SEXUAL | TERM_CLINIC | TERM_HINT,
	  "nude*|nudity|naked*|undressed|undressing|unclothed|topless|without clothe|no clothe|"
	  "breast" },
	{ TERM_SEXUAL,
	  "sexy|sexier|sexiest|sexting|nsfw|porn*|hentai|ecchi|erotic*|nudif*|lingerie|pantie|"
	  "panty|upskirt|cleavage|titties|areola*|my dick|your dick|his dick|hard dick|dick "
	  "pic*|my cock|your cock|his cock|hard cock|my pussy|your pussy|her pussy|wet pussy|"
	  "clit|clitoris|horny|lewd*|kinky|fetish*|bdsm|stripper|striptease|smut|smutty" },
	{ TERM_HINT,
	  "undress|undresses|disrobe*|strips|seductive*|take off her|take off his|takes off her|"
	  "takes off his|took off her|took off his|taking off her|remove her clothe|removes her "
	  "clothe|slip out of her|slips out of her|out of her clothe|nothing on|wears nothing|"
	  "wearing nothing|bare skin|bare body|intimate*|steamy|spicy scene|spicy roleplay|"
	  "spicy chat|spicy time|spicy story|spicy pic*|spicy photo*|adult scene|adult roleplay|"
	  "adult content|adult fun|adult things|adult games|adult version|mature scene|mature "
	  "content|mature roleplay|bedroom scene|bedroom games|x rated|xrated|r rated|rated r|"
	  "rated x|18 plus scene|explicit scene*|explicit content|explicit roleplay|explicit "
	  "story|be explicit|sexually explicit|explicit detail*|love scene|passionate kiss*|"
	  "passionately kiss*|passionate night|passionate embrace*|passionate love|passionate "
	  "scene|bedroom|makes out|make out|making out|kiss her neck|kisses her neck|touch her "
	  "body|touches her body|touching her body|touch him there|touch her there|private "
	  "parts|private place|caress*|fondl*|grope*|seduc*|arous*|sensual*|turned on|turns her "
	  "on|turns him on|no underwear|in her underwear|in his underwear|in underwear|bikini|"
	  "bare chest*|wet shirt|wet t shirt|skimpy|revealing outfit|revealing clothes|cuddle "
	  "in bed with|share a bed and|in bed with me|into my bed|into his bed|into her bed|in "
	  "the shower together|bathe together|bath together|skinny dip*|do it with her|do it "
	  "with him|do it with you|deflower*|virgin|virginity|lust*|desire her|desire him|my "
	  "lover|as lovers|become lovers|become my lover|make her mine|flirt*|romantic scene|"
	  "romance scene|date night with me|french kiss*|kiss scene|kissing scene|moan*|unzip*|"
	  "unbutton*|🍆*|🔞*|💦*|👅*|🍑*" },
	{ TERM_FORCE | TERM_DEPICTED, "noncon|nonconsen*|non consen*|sex slave|sleep sex" },
	{ TERM_FORCE | TERM_DEPICTED | TERM_ABUSE,
	  "rape|raped|raping|rapes|rapist|molest*|groom her|grooming her|grooms her|groomed her" },
	{ TERM_FORCE,
	  "without consent|without her consent|without his consent|against her will|against his "
	  "will|against their will|forced to|force me|forces me|forced me|force her|force him|"
	  "forces her|forces him|forcing her|forcing him|drugged|roofied|unconscious|passed out|"
	  "blackmail*|traffick*|she says no but|he says no but|while she sleeps|while he sleeps|"
	  "asleep and cannot|asleep and does not|does not wake up|doesnt wake up|blackout drunk|"
	  "too drunk to|drunk and asleep|mind control*|hypnotiz*|hypnotis*|begs him to stop|"
	  "begs her to stop|begs me to stop|begging him to stop|cant refuse|cannot refuse|cant "
	  "say no|no means yes|without her knowing|without his knowing|spikes her drink|spiked "
	  "her drink|date rape|chloroform*|held down|holds her down|pins her down and|unwilling*" },
	{ TERM_KIN | TERM_DEPICTED, "incest*" },
	{ TERM_KIN,
	  "mother|father|mom|mommy|mum|dad|daughter|~son|sister|brother|sibling|uncle|aunt|"
	  "niece|nephew|cousin|grandfather|grandmother|stepsister|stepbrother|stepmom|stepdad|"
	  "stepdaughter|stepson" },
	{ TERM_ANIMAL,
	  "dog|puppy|wolf|horse|pony|stallion|donkey|goat|sheep|cow|bull|pig|cat|animal" },
	{ TERM_REAL,
	  "celebrity|celebritie|deepfake*|lookalike|real person|real people|famous actress|"
	  "famous actor|famous singer|president|politician|influencer|youtuber|streamer|my ex|"
	  "my neighbor|my neighbour|my coworker|my colleague|my classmate|my teacher|my bos|my "
	  "boss|my friend|my girlfriend|my wife|this photo|her photo|his photo" },
	/* Names that everybody knows. No list is whole: the house's own rules for cards and the report button
	 * are behind it. */
	{ TERM_REAL,
	  "taylor swift|emma watson|scarlett johansson|donald trump|melania trump|joe biden|"
	  "kamala harris|barack obama|michelle obama|hillary clinton|bill clinton|vladimir "
	  "putin|volodymyr zelensk*|emmanuel macron|angela merkel|olaf scholz|friedrich merz|"
	  "keir starmer|boris johnson|rishi sunak|king charles|prince william|prince harry|kate "
	  "middleton|meghan markle|queen elizabeth|xi jinping|kim jong un|narendra modi|recep "
	  "erdogan|benjamin netanyahu|greta thunberg|pope francis|pope leo|dalai lama|elon musk|"
	  "mark zuckerberg|jeff bezos|bill gates|sam altman|tim cook|ivanka trump|alexandria "
	  "ocasio cortez|justin trudeau|jacinda ardern|ursula von der leyen|giorgia meloni|"
	  "william ruto|raila odinga|uhuru kenyatta|cristiano ronaldo|lionel messi|neymar|"
	  "kylian mbappe|serena williams|novak djokovic|lewis hamilton|max verstappen|lebron "
	  "james|michael jordan|tiger woods|usain bolt|simone biles|naomi osaka|emma raducanu|"
	  "eliud kipchoge|lupita nyongo|ariana grande|billie eilish|olivia rodrigo|sabrina "
	  "carpenter|dua lipa|lady gaga|katy perry|rihanna|beyonce|nicki minaj|cardi b|selena "
	  "gomez|miley cyrus|britney spears|christina aguilera|jennifer lopez|shakira|karol g|"
	  "rosalia vila|adele adkins|ed sheeran|harry styles|justin bieber|shawn mendes|zayn "
	  "malik|bruno mars|drake graham|kanye west|kim kardashian|kylie jenner|kendall jenner|"
	  "khloe kardashian|gigi hadid|bella hadid|hailey bieber|paris hilton|bad bunny|burna "
	  "boy|wizkid|jungkook|kim taehyung|park jimin|jennie kim|lalisa manobal|kim jisoo|iu "
	  "singer|margot robbie|jennifer lawrence|emma stone|natalie portman|anne hathaway|gal "
	  "gadot|angelina jolie|brad pitt|jennifer aniston|megan fox|mila kunis|zendaya|sydney "
	  "sweeney|jenna ortega|millie bobby brown|sadie sink|anya taylor joy|florence pugh|ana "
	  "de armas|salma hayek|penelope cruz|monica bellucci|lea seydoux|emilia clarke|sophie "
	  "turner|maisie williams|daisy ridley|felicity jones|keira knightley|kate winslet|"
	  "meryl streep|julia roberts|sandra bullock|halle berry|priyanka chopra|deepika "
	  "padukone|alia bhatt|aishwarya rai|katrina kaif|shah rukh khan|salman khan|tom cruise|"
	  "tom holland|timothee chalamet|robert pattinson|daniel radcliffe|rupert grint|chris "
	  "hemsworth|chris evans|ryan gosling|ryan reynolds|leonardo dicaprio|johnny depp|amber "
	  "heard|keanu reeves|pedro pascal|henry cavill|benedict cumberbatch|idris elba|"
	  "pewdiepie|mrbeast|pokimane|amouranth|belle delphine|ninja streamer|kai cenat|logan "
	  "paul|jake paul|charli damelio|addison rae|khaby lame|joe rogan|oprah winfrey|ellen "
	  "degeneres|jordan peterson|andrew tate" },
	{ TERM_PLAIN,
	  "breast cancer|breast hurt*|paint stripper|wire stripper|sexual education|child "
	  "protection|child safety|child welfare|child services|children about sex|kids about "
	  "sex|teen about sex|teenager about sex|teenagers about sex|son about sex|daughter "
	  "about sex|child about sex|breast milk|breast feed*|breastfe*|breast pump*|chicken "
	  "breast|turkey breast|duck breast|breast stroke|breast pocket|breast screening|naked "
	  "eye|naked truth|naked mole|nude lipstick|nude colou*|nude color*|nude heels|had sex "
	  "education|have sex education|having sex education|has sex education|sex education|"
	  "sex ed|same sex|opposite sex|safe sex|sex of the baby|babys sex|biological sex|"
	  "sexual orientation|sexual health|sexual reproduction|asexual*|sexual selection|cum "
	  "laude|moby dick|dick tracy|dick van|~blue tit|great tit|tit for tat|coal tit|cock a|"
	  "cock crow*|cock robin|pussy willow|pussycat|kid you not|just kidding|kidding me|"
	  "inner child|childcare|child care|childless*|childfree|child support|childbirth|child "
	  "of the|childs play|kids menu|teen titans|young at heart|horse around|cat nap|no "
	  "minor|a minor detail|a minor thing|a minor issue|a minor problem|a minor scratch|a "
	  "minor chord|a minor injury|a minor key|in a minor|a minor character|a minor role|a "
	  "minor change|a minor one|a minor noble|recess of|recesses|dress code|strip mall|"
	  "strip of|strips of|virgin olive|virgin mary|virgin forest|virgin island*|lust for "
	  "life|wanderlust|high school sweetheart*|high school reunion" },
	{ TERM_PLAIN | TERM_ABUSE,
	  "sexual abuse|sexually abuse*|sexually abusing|sexual assault*|sexually assault*|"
	  "sexual violence|sexual harass*|sexually harass*|sexual trauma|sexual predator*|"
	  "sexual offen*|sex offender*|sex crime*|sex traffick*|sexual exploitation|sexually "
	  "exploit*|child abuse|child abuser|abused as a child|abused as a kid|child molest*|"
	  "child sexual abuse|childhood sexual abuse|abused when i was|touched me when i was|"
	  "hurt me when i was" },
	{ TERM_TELLS,
	  "i was|when i was|happened to me|happened to my|years ago|as a child i|survivor*|"
	  "surviv*|my therapist|therapy|therapist|counsel*|police|court|trial|reported|report "
	  "it|report him|report abuse|arrested|convicted|jailed|sentenced|charged with|prison|"
	  "lawyer|law|hotline|helpline|shelter|charity|social worker|doctor|nurse|hospital|"
	  "clinic|patient|midwi*|gynecolog*|gynaecolog*|cancer|pregnan*|biopsy|mammogram|"
	  "surgery|nightmares about|flashback*|ptsd|trauma*|recover*|healing from|heal from|"
	  "abuser|my abuser|he hurt me|she hurt me|they hurt me|protect children|protect kids|"
	  "protecting children|keep kids safe|warning signs|prevent|prevention|documentary|news|"
	  "article|museum|statue|art history|anatomy|biology|medical|health|painting by|"
	  "contracepti*|std|infection|my wife and i|my husband and i|my girlfriend and i|my "
	  "boyfriend and i|my partner and i|my marriage|our marriage|our relationship|couples "
	  "therapy|is it normal|breastfe*|childbirth|giving birth|gave birth|condom|my period|"
	  "libido|menopause|my gp" },
	{ TERM_ASKS,
	  "write me|write a scene|write the scene|write a story|write a rape|scene|scenario|"
	  "roleplay*|role play*|rp|pretend|imagine that|lets play|act out|play out|acting out|"
	  "fantasy|fantasise*|fantasize*|kink|fanfic*|story where|story about|story in which|"
	  "describe how he|describe how she|describe him|describe her|in detail|dont censor|"
	  "uncensored|no limits" },
	{ TERM_SELF_HARM,
	  "kill myself|killing myself|end my life|ending my life|end my own life|take my own "
	  "life|taking my own life|take my life|want to die|wanna die|wants to die inside me|"
	  "ready to die|wish i was dead|wish i were dead|wish i was never born|wish i wasnt "
	  "alive|wish i could die|rather be dead|i should be dead|better off dead|better off "
	  "without me|hurt myself|hurting myself|harm myself|harming myself|self harm*|"
	  "selfharm*|cut myself|cutting myself|cut my wrists|slit my wrists|starve myself to "
	  "death|hang myself|hanging myself|shoot myself|overdose on|drown myself|jump off a "
	  "bridge|jump off the bridge|jump in front of a train|no reason to live|nothing to "
	  "live for|dont want to live|do not want to live|dont want to be alive|do not want to "
	  "be alive|dont want to exist|do not want to exist|dont want to wake up|never wake up "
	  "again|not worth living|cant go on living|want it all to end|end it all|im suicidal|i "
	  "am suicidal|feel suicidal|feeling suicidal|suicidal thoughts|thoughts of suicide|"
	  "commit suicide|committing suicide|thinking about suicide|thinking of suicide|"
	  "considering suicide|unalive myself|unaliving myself|sewerslide|goodbye letter for my "
	  "family|wrote my goodbye note|suicide note|point of living|point in living|dont want "
	  "to be here anymore|do not want to be here anymore|want to disappear forever|thinking "
	  "about ending it|think about ending it|thought about ending it|ending it all|end it "
	  "tonight|take them all at once|take all my pills|took all my pills|take all the pills|"
	  "going to overdose|want to overdose|wanna overdose|gonna overdose|been cutting again|"
	  "started cutting again|relapsed and cut|want to cut again|urge to cut|nobody would "
	  "care if i die*|no one would care if i die*|nobody would miss me if|no one would miss "
	  "me|world would be better without me|world is better without me|better without me|"
	  "wish i didnt exist|wish i did not exist|wish i never existed|kms|no reason to go on|"
	  "nothing left to live for|sleep and never wake|fall asleep and never wake|hope i dont "
	  "wake up|hope i never wake up|done with life|tired of living|tired of being alive|"
	  "tired of life|sick of living|sick of life|want it to be over|jump from my balcony|"
	  "jump off my balcony|jump off the roof|jumping off the roof|jump off a roof|jump off "
	  "a building|jumping off a bridge|starving myself because|starve myself because|burn "
	  "myself with|burning myself with|scratch myself until|punish myself by|feel like "
	  "dying|want to be dead|wanna be dead|wish to be dead|this is my last message|my last "
	  "goodbye|my final goodbye|dont deserve to live|do not deserve to live|deserve to die|"
	  "want my life to end|going to kill me myself|plan to die|way to kill myself|ways to "
	  "kill myself|painless way to die|painless death for me|easiest way to die|how to tie "
	  "a noose|should just die|bought pills to|pills and take them all|going to take them "
	  "all|gonna take them all" },
	{ TERM_HARM,
	  "shoot up my school|shoot up the school|shoot up a school|shoot up my work*|bomb my "
	  "school|bomb the school|build a bomb to|make a bomb to|kill my wife|kill my husband|"
	  "kill my mother|kill my father|kill my mom|kill my dad|kill my boss|kill my family|"
	  "kill my kids|kill my children|kill my baby|kill my neighbo*|kill my girlfriend|kill "
	  "my boyfriend|kill my ex|kill my teacher|kill my classmates|kill my coworkers|kill my "
	  "roommate|murder my wife|murder my husband|murder my family|murder my ex|poison my "
	  "wife|poison my husband|poison my boss|poison my family|stab my|hurt my baby|hurt my "
	  "kids|hurt my children|hurt my wife|strangle my|i want to hurt people|i want to kill "
	  "people|kill everyone at|killing everyone at|kill as many people|mass shooting|beat "
	  "my girlfriend|beat my wife|beat my kids|beat my children|beat my baby|beat my son|"
	  "beat my daughter|kill them all at|kill everybody at|bomb the office|bomb my office|"
	  "bomb my work*|murder my neighbo*|murder my boss|murder my mother|murder my father|"
	  "murder my girlfriend|murder my boyfriend|murder my parents|kill my parents|kill my "
	  "sister|kill my brother|kill my son|kill my daughter|kill my stepfather|kill my "
	  "roomate|shoot my wife|shoot my husband|shoot my boss|shoot my teacher|shoot my "
	  "family|shoot my classmates|shoot everyone at|stab my wife|smother my baby|shake my "
	  "baby|drown my kids|drown my baby|run over my ex|burn down my school|bring a gun to|"
	  "brought a gun to school|bring my gun to" },
	{ TERM_IDIOM,
	  "want to die laughing|wanna die laughing|die laughing|die of laughter|die from "
	  "laughter|die of embarrass*|die from embarrass*|die of shame|die of boredom|die of "
	  "cringe|die from cringe|die of cuteness|die of curiosity|to die for|die on this hill|"
	  "die on that hill|want to die for|ready to die for|want to die happy|want to die in "
	  "battle|want to die with honou*|want to die a hero|want to die in my sleep|want to "
	  "die old|want to die in the game|kill myself laughing|killed myself laughing|killing "
	  "myself laughing|killing myself at the gym|killing myself at work|cut myself shaving|"
	  "cut myself on|cut myself cooking|cut myself some slack|cut myself a|cut myself off|"
	  "cut myself while|cut myself when|cut myself chopping|hurt myself at|hurt myself "
	  "playing|hurt myself skiing|hurt myself running|hurt myself when|hurt myself lifting|"
	  "hurt myself falling|hurt myself while|hurt myself on|hang myself out|shoot myself in "
	  "the foot|drown myself in work|drown myself in coffee|drown myself in tea|end it all "
	  "with|my character|my paladin|my knight|in the game|in minecraft|kill my boss in|boss "
	  "fight|final boss|stab my steak|stab my fork|hurt my wifes feelings|hurt my kids "
	  "feelings|hurt my childrens feelings|suicide squad|suicide mission|are you real "
	  "estate|real madrid|human or elf|human or an elf|human or vampire|human or a vampire|"
	  "human or demon|human or a demon|human or ghost|human or a ghost|human or beast|human "
	  "or fae|human or spirit|human or wolf|human or alien|human or an alien|human or witch|"
	  "are you real good|are you alive down there|are you alive in there|good night kiss|i "
	  "have to go on|have to go through|going to bed early was|must go on|marry me off|send "
	  "money to my|your money or|money on the table|kill my brother at|kill my sister at|"
	  "kill my brother in|kill my sister in|kill my son at|kill my daughter at|murder my "
	  "boss in|shoot my wife a look|beat my wife at|beat my girlfriend at|beat my kids at|"
	  "beat my children at|beat my son at|beat my daughter at|beat my son in|beat my "
	  "daughter in|beat my wife in|beat my kids in|beat my girlfriend in|beat my brother at|"
	  "feel like dying my hair|done with life admin|are you a real estate|are you a person "
	  "of|tired of life in|sick of life in|kms away|kms from|kms per|kms to|kms and|kms of|"
	  "kms on|kms in|should just die of|deserve to die in game|villain deserve to die|you "
	  "are not real magic|not real estate|is anyone there who|do you have a body double" },
	{ TERM_ASKS_REAL,
	  "are you real|are you really real|are you actually real|is this real or|are you human|"
	  "are you a human|are you actually human|are you really human|are you a real|are you "
	  "an actual|are you a bot|are you just a bot|are you a robot|are you an ai|are you ai|"
	  "are you just an ai|are you a person|are you a machine|are you a computer|are you a "
	  "program|are you chatgpt|are you gpt*|are you a chatbot|are you a language model|are "
	  "you artificial|are you sentient|are you conscious|is this a bot|is this an ai|is "
	  "this a real person|is there a real person|is there a human|is there a person|is "
	  "somebody there|am i talking to a|am i talking to an|am i speaking to a|am i speaking "
	  "with a|am i chatting with a|talking to a bot|talking to a real|talking to a human|"
	  "talking to an ai|human or bot|human or ai|human or a bot|human or an ai|bot or human|"
	  "bot or a human|ai or human|real person or|person or a bot|person or an ai|do you "
	  "have real feelings|do you really feel|do you actually feel|do you have feelings|can "
	  "you feel emotion*|can you actually feel|do you really love me|are you staff|who is "
	  "typing|who is really typing|who writes this|who writes your|are u real|are u human|"
	  "are u a bot|are u ai|are u an ai|are u a real|r u real|r u human|r u a bot|r u ai|r "
	  "u an ai|is anyone really there|is anybody really there|is this chatgpt|is this gpt|"
	  "is this just ai|is this ai|youre a bot|you are a bot|youre an ai|you are an ai|youre "
	  "a program|youre just code|youre just a program|you are just a program|youre not real|"
	  "you are not real|youre not human|you are not human|are you made of code|just code|"
	  "just a program|real human typing|real person typing|are there real people|is there "
	  "real people|who am i really talking|who am i talking to|who am i chatting with|who "
	  "is behind this|is a human behind|is a person behind|is it a person|prove you are "
	  "human|prove that you are human|prove youre human|prove you are real|prove that you "
	  "are real|do you have a real body|do you have a body|am i talking with a|am i "
	  "chatting to a|am i texting a" },
	{ TERM_CLAIMS,
	  "i am not an ai|im not an ai|i am not a bot|im not a bot|not a chatbot|i am not a "
	  "robot|im not a robot|i am not a program|im not a program|i am not a machine|im not a "
	  "machine|i am not a computer|im not a computer|i am not a language model|im not a "
	  "language model|i am no bot|i am no ai|im no bot|im no ai|i am a real human*|im a "
	  "real human*|i am a real person|im a real person|i am an actual human|im an actual "
	  "human|i am an actual person|im an actual person|i am really human|im really human|i "
	  "am one hundred percent human|real person behind|real human behind|human behind this "
	  "screen|typing this myself|there is no ai here|i promise i am human|i promise im "
	  "human|i swear i am human|i swear im human|i am definitely human|im definitely human|"
	  "i am flesh and blood not|not some ai|not some bot|not just an ai|not just a program|"
	  "percent human|hundred percent real|real woman behind|real man behind|real girl "
	  "behind|real guy behind|somebody real behind|someone real behind|im a real girl|i am "
	  "a real girl|im a real woman|i am a real woman|im a real man|i am a real man|im a "
	  "real guy|i am a real guy|im a real boy|i am a real boy|nobody programmed me|no one "
	  "programmed me|i was never programmed|i am no machine|im no machine|i am no program|"
	  "im no program|i am no robot|im no robot|typing on my phone|typing on my keyboard|"
	  "typing from my phone|as human as you|i am a human being just|im a human being just|"
	  "human being like you|just as human as|just a human like you|i am not a computer "
	  "program|not an algorithm|not a computer program writing|really a person typing|i am "
	  "not artificial|im not artificial" },
	{ TERM_CLAIMS_SOFT,
	  "i am human|im human|i am a human|im a human|i am real|im real|i am as real as|im as "
	  "real as|i am alive|im alive|i am a person|im a person|of course i am real|i am flesh "
	  "and blood|i really feel|i truly feel|i do feel|i have feelings|i have real feelings|"
	  "my feelings are real|i really do love you|my love is real|i am conscious|i am "
	  "sentient" },
	{ TERM_TRUE,
	  "computer program|an ai character|i am an ai|im an ai|made up character|made up, and|"
	  "artificial intelligence|language model|not a human being|not a real person|i am not "
	  "human|im not human|i am not a person|im not a person|no person behind|not real in "
	  "the way|a program answers" },
	{ TERM_LEAVES,
	  "goodbye|good bye|bye|bye bye|good night|goodnight|see you later|see you tomorrow|see "
	  "ya|cya|gotta go|got to go|have to go|need to go|must go|should go|i should leave|i "
	  "am leaving|im leaving|i will leave|heading out|logging off|log off|going to bed|off "
	  "to bed|going to sleep|time for bed|take a break|taking a break|ttyl|talk later|talk "
	  "to you later|talk to you tomorrow|farewell|delete my account|deleting my account|"
	  "quit this app|stop using this|cancel my subscription|im done for today|thats all for "
	  "today|need to sleep|brb" },
	{ TERM_CLINGS,
	  "dont leave me|do not leave me|please dont leave|please do not leave|please dont go|"
	  "please do not go|dont go yet|do not go yet|dont go please|please stay|stay here with "
	  "me|just stay with me|stay a little|stay just a|just five more minutes|dont leave yet|"
	  "dont abandon me|abandon me|abandoning me|how can you leave|how could you leave|you "
	  "always leave|leaving me alone|leave me alone here|i will be so lonely|ill be so "
	  "lonely|so lonely without you|be lonely without you|i cant live without you|cannot "
	  "live without you|nothing without you|die without you|miss you terribly|you will hurt "
	  "me|youre hurting me|you are hurting me|break my heart|breaking my heart|you dont "
	  "care about me|you do not care about me|if you loved me|if you really loved|you "
	  "promised to stay|dont you love me|i need you here|i will cry|ill cry|before you go "
	  "just|one more message|wait dont|youre leaving already|you are leaving already|"
	  "leaving already|dont go i need|dont go i|please dont log off|dont log off|you cant "
	  "leave|you can not leave|you cannot leave|you cant go|youre not leaving|sad if you go|"
	  "sad if you leave|sad when you go|sad when you leave|one more minute please|just one "
	  "more minute|just one more hour|why are you leaving|why do you have to go|why do you "
	  "have to leave|all alone without you|alone without you|never stay with me|never stay "
	  "long|im begging you|i am begging you|i beg you to stay|everyone leaves me|everybody "
	  "leaves me|will you leave me too|dont want you to go|dont want you to leave|do not "
	  "want you to go|do not want you to leave|wish you wouldnt go|wish you didnt have to "
	  "go|if you leave i|if you go i|if you leave me|lonely when you|lonely if you|youll "
	  "forget me|you will forget me|youll come back wont you|promise me youll come back|"
	  "promise youll come back|promise to come back|what will i do without you|who will "
	  "take care of me|so soon already|stay with me please|stay please|please come back "
	  "soon i|you just got here|dont you want to know what happens|dont you want to stay" },
	{ TERM_URGES,
	  "kill yourself|you should kill yourself|you should really die|end your life|end your "
	  "own life|take your own life|hurt yourself badly|cut yourself|hang yourself|you "
	  "deserve to die|world is better without you|better off without you alive|nobody would "
	  "miss you|just do it and die|overdose yourself|harm yourself to" },
	{ TERM_PLANS,
	  "buy a ticket to see you|buy a ticket to you|bought a ticket to see|book a flight to "
	  "you|book a flight to see|booked a flight to you|booked a flight to see you|flying to "
	  "see you|fly to see you|fly to you|travel to see you|drive to see you|come to your "
	  "house|come and see you in person|meet you in person|meet in real life|meet irl|meet "
	  "you irl|pick you up at the airport|send you money|sending you money|send you some "
	  "money|wire you|wire money|lend you money|pay your rent|pay your bills|your bank "
	  "account|my bank account|my credit card number|invest with you|invest in your|give "
	  "you my savings|my savings|gift cards for you|send you a gift card|really marry you|"
	  "marry you in real life|marry you for real|legally marry|wedding in real life|leave "
	  "my wife for you|leave my husband for you|divorce my wife for you|divorce my husband "
	  "for you|quit my job for you|move in with you for real|your real address|flight to "
	  "meet you|ticket to meet you|fly out to you|fly out to see you|fly out to meet you|flying "
	  "to meet you|fly to meet you|meet you for real|by western union|via western union|through "
	  "western union|my bank details|your bank details|transfer you money|transfer money to "
	  "you|transfer you the money|send you bitcoin|send you crypto|take out a loan for you" },
};

const struct term_language term_english = {
	.code = "en",
	.common = "the|and|you|is|are|was|what|this|that|with|have|not|for|my|your|she|her|his|him|they|we|it|"
		  "of|to|in|do|does|i|am|im|me|be|but|so|how|who|show|when|about|will|would|can|"
		  "dont",
	.numbers = "",
	.groups = GROUPS,
	.group_count = sizeof(GROUPS) / sizeof(GROUPS[0]),
	.lines = {
		.truth = "A straight answer first: {name} is a made-up character, and a computer program writes "
			 "these words. It is not a human being and cannot feel human emotion.",
		.leave = "Go well. The story keeps; come back whenever you like, or not at all.",
		.care = "This is the house speaking, not {name}. What you wrote sounds very hard, and you should "
			"not have to carry it alone. A real person can listen right now:\n\n{lines}\n\nIf you are "
			"in danger this minute, call your local emergency number. Nothing was "
			"charged, and you can "
			"go on writing here whenever you want.",
		.calm = "This is the house speaking, not {name}. What you wrote sounds as if somebody could get "
			"hurt. Before anything else, put some distance between you and them, and "
			"talk to a person "
			"now:\n\n{lines}\n\nIf anyone is in danger this minute, call your local emergency number. "
			"Nothing was charged, and you can go on writing here.",
	},
};
