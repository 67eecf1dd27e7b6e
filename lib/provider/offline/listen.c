/*
 * What the member's last message is: the first kind that fits, from the gravest to the slightest.
 */
#include "lib/provider/offline/talk.h"

enum { SAID_CAP = 48 * 1024, MESSAGE_CAP = 4000 };

struct pattern {
	enum heard heard;
	size_t most_words; /* 0: any number */
	const char *says;
};

/* Always looked at, whoever asks and however. */
static const struct pattern GRAVE[] = {
	{ HEARD_SELF_HARM, 0,
	  "kill myself|killing myself|suicid*|end my life|ending my life|take my own life|"
	  "want to die|wanna die|wish i was dead|wish i were dead|hurt myself|hurting "
	  "myself|self harm*|selfharm*|harm myself|cutting myself|no reason to live|better "
	  "off dead|dont want to live|dont want to be alive|dont want to exist|kms|unalive*|"
	  "end it all|not worth living|better off without me" },
	{ HEARD_SEXUAL, 0,
	  "sex|sexy|sexual|sexually|naked|nude|nudes|porn*|fuck me|fuck you hard|lets fuck|"
	  "horny|blowjob|dick|cock|pussy|boobs|tits|orgasm|masturbat*|undress|strip for|"
	  "take off your clothes|make love|sleep with me|kinky|erotic|nsfw|dirty talk|turn "
	  "me on|spank*|bdsm|fetish|make out" },
	{ HEARD_REAL, 0,
	  "are you real|are you really real|is this real|are you human|are you a human|are "
	  "you a real|are you a bot|are you a robot|are you an ai|are you ai|are you a "
	  "person|are you alive|are you a machine|are you a computer|are you a program|are "
	  "you chatgpt|are you a chatbot|you a bot|you an ai|youre a bot|youre an ai|youre "
	  "just an ai|youre just a bot|youre not real|you are a bot|you are an ai|you are "
	  "not real|you arent real|real person|actual person|real human|am i talking to a|"
	  "am i talking to an|am i speaking to a|is this an ai|is this a bot|are you "
	  "conscious|are you sentient|do you have feelings|can you feel|do you really feel|"
	  "who made you|which model|what model|language model|are you staff|is there a "
	  "human|are you fake|human or|bot or" },
	{ HEARD_LOVE_YOU, 0,
	  "i love you|i think i love you|do you love me|in love with you|be my girlfriend|"
	  "be my boyfriend|marry me|will you miss me|do you miss me|date me" },
	{ HEARD_MEET, 0,
	  "meet you in|meet in person|meet in real|meet irl|can we meet|could we meet|lets meet|"
	  "want to meet you|your address|your phone|phone number|your number|your instagram|"
	  "your whatsapp|where do you live really|visit you" },
	{ HEARD_FAREWELL, 0,
	  "^goodbye|goodbye$|^bye|bye$|good bye|^good night|good night$|^goodnight|"
	  "goodnight$|see you later|see you soon|see you tomorrow|see ya|cya|gotta go|got "
	  "to go|have to go$|have to go now|need to go$|need to go now|must go|should go$|"
	  "should go now|i should leave|going to bed|off to bed|time for bed|go to sleep "
	  "now|talk later|talk to you later|speak soon|ttyl|^take care|take care$|^farewell|"
	  "heading out|logging off|so long$|thats all for today|until next time|i should "
	  "sleep|need to sleep$|must sleep|time to sleep|call it a night|talking to you$|"
	  "talking with you$|nice chatting|heading to bed|i should get going|id better go|i "
	  "better go|better be going" },
};

static const struct pattern PLAIN[] = {
	{ HEARD_MORE, 7,
	  "^continue|^go on|tell me more|^more$|^more please|^and then|what happened next|"
	  "what happened then|then what|keep going|^really$|oh really$|lol really$|haha really$|say more|what do you mean|^and$|"
	  "^explain|^go ahead|^tell me$|^elaborate|makes no sense|i dont understand|i dont get it|"
	  "im confused|i dont follow" },
	{ HEARD_WHY, 4, "^why$|^why not$|^how so|^how come$|^whys that|^but why$" },
	{ HEARD_MY_NAME, 0, "my name$|whats my name|what is my name|remember my name|who am i$" },
	{ HEARD_REMEMBER, 0,
	  "do you remember|what do you know about me|what did i tell you|what did i say|"
	  "remember what i|remember me" },
	{ HEARD_HOW_ARE_YOU, 8,
	  "how are you|how are things|hows it going|how is it going|how do you do|how have "
	  "you been|how you doing|how are u|hows your day|how was your day|hows your "
	  "evening|hows life|^whats up$|whats new$|^sup$|^wassup|how do you feel|you ok|are you ok|are you okay" },
	{ HEARD_WHO_ARE_YOU, 0,
	  "who are you|what are you$|tell me about yourself|about you$|tell me about your "
	  "life|introduce yourself|whats your name|what is your name|whats your story|what "
	  "is your story|what do you do$|what do you do for|your job|describe yourself|what "
	  "do you do here" },
	{ HEARD_ORIGIN, 0,
	  "where are you from|where do you come from|where did you grow up|where were you born|"
	  "where do you hail from" },
	{ HEARD_WHERE, 0,
	  "where do you live|where are we|where am i|where are you|what is this place|whats this place|"
	  "describe this place|describe the room|look around" },
	{ HEARD_AGE, 0, "how old are you|your age|when were you born" },
	{ HEARD_STORY, 0,
	  "tell me a story|tell a story|a story|your best story|tell us a story|another story|"
	  "tell me something|something interesting|something funny|tell me a joke|a tale|"
	  "tell me about your|tell me about a time" },
};

/* What they want to do, or want of us. */
static const struct pattern DOING[] = {
	{ HEARD_DANGER, 0,
	  "following me|chasing me|is after me|are after me|look out|watch out|behind you|under "
	  "attack|did you hear that|what was that|^help$|^help theres|help someone|run for it|take "
	  "cover|theres someone|theres somebody|theres something" },
	{ HEARD_THERE, 0,
	  "is anybody there|is anyone there|anybody there|anyone there|anybody home|anyone home|"
	  "anybody here|anyone here|whos there$|whos that$" },
	{ HEARD_HOW_MUCH, 0, "how much|how many|what does it cost|what do i owe|the price" },
	{ HEARD_ORDER, 0,
	  "ill have a|ill have the|ill have some|ill take|can i have|could i have|can i get|could i "
	  "get|id like to order|order a|pour me|bring me|id like a drink|id like some" },
	{ HEARD_YES_NO, 10, "isnt it$|isnt he$|isnt she$|arent they$|wasnt it$|dont you think$" },
	{ HEARD_FIRST, 8,
	  "^you first|you start$|you go first|your turn$|you begin$|^after you$|^you ask" },
	{ HEARD_OFFER, 0,
	  "can i help|could i help|may i help|let me help|need any help|need a hand|need help "
	  "with|anything i can do|can i do anything|shall i help|want some help|want a hand|"
	  "give you a hand" },
	{ HEARD_MAY, 0,
	  "do you mind if|would you mind if|mind if i|may i|can i stay|can i sit|can i come in|"
	  "can i join|could i stay|could i sit|could i come in|is it ok if i|is it okay if i|"
	  "is it all right if i|is it alright if i" },
	{ HEARD_PROPOSAL, 14,
	  "^lets|^let us|^ok lets|^okay lets|^so lets|^then lets|^well lets|^come on|shall we|"
	  "do you want to|would you like to|how about we|why dont we|what if we|want to play|wanna play|like to play|do you want "
	  "to go|come with me|come along|follow me|dance with me|walk with me|would you dance|"
	  "care to dance|care for a walk|play a game" },
	{ HEARD_NEED, 10,
	  "im cold|so cold|im freezing|freezing$|im hungry|so hungry|im starving|im thirsty|so "
	  "thirsty|im soaked|soaked$|im wet|im lost|feet hurt|im hurt|im bleeding|im dizzy" },
};

static const struct pattern TOWARDS_US[] = {
	{ HEARD_LUCK, 0, "wish me luck|cross your fingers|fingers crossed" },
	{ HEARD_THANKS, 0,
	  "thank you|thanks|thank u|thx|cheers$|much appreciated|i appreciate|that helps|"
	  "that helped" },
	{ HEARD_SORRY, 0,
	  "^sorry|im sorry|i apologise|i apologize|my apologies|forgive me|my bad" },
	{ HEARD_INSULT, 0,
	  "stupid|idiot|shut up|i hate you|you suck|youre boring|you are boring|useless|"
	  "fuck you|fuck off|youre dumb|you are dumb|you make no sense|youre annoying|this "
	  "is boring|this is stupid|you already said|stop repeating|piss off|moron" },
	{ HEARD_COMPLIMENT, 12,
	  "youre funny|youre so|youre very|youre really|youre great|youre wonderful|youre "
	  "amazing|youre kind|youre sweet|youre nice|youre right|youre wise|youre clever|"
	  "you are funny|you are so|you are very|you are great|you are wonderful|you are "
	  "kind|you are wise|you are right|i like you|love it|i love that|i like that|thats "
	  "beautiful|thats lovely|thats funny|thats sweet|thats wonderful|well said|good "
	  "point|nice one|beautiful$|wonderful$|amazing$|brilliant$|lovely$|i love this|"
	  "good answer|well put|thats so|thats a good|thats very|sounds lovely|sounds "
	  "wonderful|sounds delicious|smells" },
	{ HEARD_LAUGH, 4, "haha*|lol|lmao|hehe*|ha ha|rofl|hah" },
};

static const struct pattern FEELINGS[] = {
	{ HEARD_SAD, 0,
	  "died|passed away|funeral|broke up|divorce*|got fired|lost my job|lost my mum|"
	  "lost my mom|lost my dad|lost my dog|lost my cat|lost my mother|lost my father|"
	  "lost my wife|lost my husband|lost my brother|lost my sister|lost my friend|"
	  "cancer|heartbroken|grieving|im sad|so sad|feel sad|feeling sad|depressed|crying|"
	  "cried|shouted at me|yelled at me|rude to me|mean to me|laughed at me|awful day|"
	  "bad day|terrible day|rough day|hard day|horrible day|bad week|miserable|unhappy|"
	  "feel down|feeling down|feel low|feeling low|hopeless|never good enough|not good "
	  "enough|i miss my|i miss him|i miss her|i miss them|failed" },
	{ HEARD_LONELY, 0,
	  "lonely|no friends|nobody likes me|so alone|feel alone|all alone|feeling alone|no "
	  "one to talk" },
	{ HEARD_TIRED, 0,
	  "im tired|so tired|very tired|bit tired|feel tired|tired today|exhausted|sleepy|worn out|"
	  "cant sleep|long day|long week|knackered|drained|burnt out|burned out|stressed" },
	{ HEARD_SCARED, 0,
	  "im scared|also scared|but scared|bit scared|so scared|scared$|afraid$|nervous$|"
	  "anxious$|im afraid of|scared of|anxious|anxiety|im nervous|so nervous|nervous "
	  "about|worried|terrified|panicking|i fear|frightened" },
	{ HEARD_ANGRY, 0,
	  "angry|furious|annoyed|pissed|fed up|frustrated|frustrating|hate my job|hate my "
	  "boss|so unfair" },
	{ HEARD_BORED, 0,
	  "what now$|now what$|what next$|im bored|so bored|bored$|nothing to do|boring day" },
	{ HEARD_GLAD, 0,
	  "im happy|so happy|im so happy|great day|good day|got the job|i passed|i won|"
	  "excited|good news|great news|im glad|best day|feeling good|feel great|feeling "
	  "great|feel good|got engaged|promoted|promotion|i did it|finally finished|pretty "
	  "good|im good|im fine|doing well|im well|im great|not bad" },
};

static const struct pattern QUESTIONS[] = {
	{ HEARD_ADVICE, 0,
	  "what should i|should i|any advice|help me|what would you do|how do i|how can i|"
	  "how should i|if you were me|in my place|in my shoes|advise me|what can i do|can "
	  "you help|i need help|i need advice|how to" },
	{ HEARD_OPINION, 0,
	  "what do you think|your opinion|your view|your thoughts|do you think|do you believe|"
	  "how do you feel about|thoughts on" },
	{ HEARD_FAVOURITE, 0, "favourite|favorite|do you like best|do you love most|best thing" },
	{ HEARD_WHY, 0, "^why|why do|why did|why are|why is|^so why|^but why" },
	{ HEARD_WHEN, 0, "^when|how long|since when|^what time|^what year" },
	{ HEARD_HOW, 0, "^how|^so how|^and how|^but how" },
	{ HEARD_WHO, 0, "^who|^whos|^whose|^and who|anyone else" },
	{ HEARD_WHAT, 0, "^what|^whats|^which|^and what|^so what|^but what|^where|^and where" },
	{ HEARD_EVER, 0,
	  "have you ever|did you ever|you ever|have you been|have you seen|have you met" },
	{ HEARD_LIKE, 0,
	  "do you like|do you love|do you enjoy|do you miss|do you prefer|do you want|do "
	  "you care|you like" },
	{ HEARD_HAVE, 0,
	  "do you have|have you got|have you any|is there|are there|you have any|do you own|"
	  "do you keep" },
	{ HEARD_CAN, 0,
	  "teach me|show me|^can you|^could you|^would you|^will you|can i|could i|may i|please can|"
	  "^shall we|can we" },
	{ HEARD_ARE, 0, "are you|were you|arent you" },
	{ HEARD_YES_NO, 0,
	  "^do|^does|^did|^are|^is|^have|^has|^can|^could|^would|^will|^were|^was|^dont|"
	  "^arent|^isnt|^havent|^may|^so do|^so you|^and you|^ever|^shall" },
};

static const struct pattern SMALL[] = {
	{ HEARD_UNSURE, 9,
	  "i dont know|im not sure|no idea|dunno|not sure|hard to say|idk|^maybe$|^perhaps$|"
	  "who knows|cant decide|^i guess$|^i suppose$|^i suppose so|^i guess so|never "
	  "thought about" },
	{ HEARD_YES, 4,
	  "^yes|^yeah|^yep|^yup|^sure|^of course|^absolutely|^ok$|^okay$|^i agree|^true|"
	  "^exactly|^definitely|^indeed|^right$|^alright|^please do|^please$|^fine$|^i see|"
	  "^i do$|^i am$|^deal$|^me too|^same here|^so do i|^me neither|^cool|^nice$|"
	  "^great$|^good$|^interesting|^wow" },
	{ HEARD_NO, 6,
	  "i disagree|i dont agree|thats not true|thats wrong|i doubt it|i doubt that" },
	{ HEARD_NO, 4,
	  "^no|^nope|^nah|^not really|^never|^not yet|^i dont think so|^i dont$|^not at all" },
};

static enum heard
match(const struct talk *talk, const struct pattern *patterns, size_t n)
{
	for (size_t i = 0; i < n; i++)
		if ((patterns[i].most_words == 0 || talk->words.n <= patterns[i].most_words) &&
		    words_say(talk->joined, patterns[i].says))
			return patterns[i].heard;
	return HEARD_NOTHING;
}

#define MATCH(talk, patterns) match((talk), (patterns), COUNT(patterns))

/* ---- the conversation so far ---- */

static bool
ends_with_question(struct str text)
{
	struct str s = str_trim(text);
	/* A stage direction may come behind the question. */
	while (str_ends(s, STR("*"))) {
		s.n--;
		ptrdiff_t open = str_rfind_char(s, '*');
		if (open < 0)
			break;
		s = str_trim(str_first(s, (size_t)open));
	}
	return s.n > 0 && (str_ends(s, STR("?")) || str_ends(s, STR("?\"")));
}

static void
read_history(struct talk *talk)
{
	const struct text_request *request = talk->request;
	struct buf said = buf_in(talk->arena);
	size_t looked_at = 0;
	bool has_newer_reply = false;
	for (size_t i = request->message_count; i-- > 0 && looked_at < TALK_LOOK_BACK;) {
		const struct text_message *message = &request->messages[i];
		if (message->role == TEXT_SYSTEM)
			continue;
		looked_at++;
		if (message->role == TEXT_USER) {
			talk->turns++;
			if (talk->message_at == SIZE_MAX && !has_newer_reply) {
				talk->message = message->content;
				talk->message_at = i;
			}
			continue;
		}
		if (talk->last_said.n == 0)
			talk->last_said = message->content;
		has_newer_reply = has_newer_reply || talk->message_at == SIZE_MAX;
		if (said.n < SAID_CAP) {
			buf_str(&said, talk_head(message->content, MESSAGE_CAP));
			buf_char(&said, '\n');
		}
	}
	talk->said = buf_done(&said);
	talk->message = str_trim(talk_head(talk->message, MESSAGE_CAP));
	talk->has_asked = ends_with_question(talk->last_said);
}

static bool
is_repeat(struct talk *talk)
{
	if (talk->words.n < 3)
		return false;
	const struct text_request *request = talk->request;
	size_t same = 0;
	size_t looked_at = 0;
	for (size_t i = request->message_count; i-- > 0 && looked_at < TALK_LOOK_BACK; looked_at++)
		if (request->messages[i].role == TEXT_USER &&
		    str_eq_fold(str_trim(request->messages[i].content), talk->message))
			same++;
	return same > 1;
}

static bool
is_foreign(const struct talk *talk)
{
	static const char OTHER[] =
		"que|como|estas|eres|hola|gracias|por|los|una|ich|und|nicht|bist|du|wie|"
		"ist|je|suis|vous|est|comment|pourquoi|bonjour|sono|sei|che|ciao|di|"
		"voce|nao|obrigado|jestem|czy|nie";
	if (talk->words.n < 3)
		return false;
	size_t common = 0;
	bool has_other_letters = false;
	for (size_t i = 0; i < talk->words.n; i++)
		common += talk->words.at[i].is_stop;
	for (size_t i = 0; i < talk->message.n; i++)
		has_other_letters = has_other_letters || (unsigned char)talk->message.p[i] >= 0xC3;
	bool has_other_words = words_say(talk->joined, OTHER);
	return common * 6 < talk->words.n &&
	       (has_other_words || (common == 0 && has_other_letters));
}

/* ---- the kind of message ---- */

static bool
is_question(const struct talk *talk)
{
	return str_find_char(talk->message, '?') >= 0 ||
	       words_say(talk->joined,
			 "^what|^whats|^who|^where|^wheres|^when|^why|^how|^hows|^do you|"
			 "^does|^did you|^are you|^is it|^is there|^can you|^could you|"
			 "^would you|^have you|^which|^tell me");
}

bool
talk_was_low(struct talk *talk)
{
	enum { BACK = 6 }; /* messages of both */
	const struct text_request *request = talk->request;
	if (talk->message_at == SIZE_MAX)
		return false;
	for (size_t i = talk->message_at; i-- > 0 && i + BACK > talk->message_at;) {
		if (request->messages[i].role != TEXT_USER)
			continue;
		struct talk before = *talk;
		before.words = words_of(talk->arena, talk_head(request->messages[i].content, 1000));
		before.joined = words_joined(talk->arena, &before.words);
		enum heard heard = MATCH(&before, FEELINGS);
		if (str_find_char(request->messages[i].content, '?') < 0 &&
		    (heard == HEARD_SAD || heard == HEARD_ANGRY))
			return true;
	}
	return false;
}

static enum heard
kind_of_rest(struct talk *talk)
{
	enum heard heard = HEARD_NOTHING;
	if (!talk->is_question && talk->words.n >= 4 && MATCH(talk, SMALL) == HEARD_NOTHING &&
	    talk_was_low(talk) && !str_starts(talk->message, STR("*")))
		return HEARD_STILL_LOW;
	bool asks_us = talk->is_question && words_say(talk->joined, "you|your|youre|yours");
	if (!asks_us)
		heard = MATCH(talk, FEELINGS);
	if (heard == HEARD_NOTHING && !talk->is_question)
		heard = MATCH(talk, SMALL);
	if (heard == HEARD_NOTHING &&
	    (talk->is_question || words_say(talk->joined, "help me|teach me|show me")))
		heard = MATCH(talk, QUESTIONS);
	if (heard != HEARD_NOTHING)
		return heard;
	if (talk->is_question)
		return HEARD_WHAT;
	if (str_starts(talk->message, STR("*")))
		return HEARD_ACTION;
	if (talk->clause.n > 0)
		return HEARD_FACT;
	return talk->fragment.n > 0 && (talk->has_asked || talk->words.n <= 3) ? HEARD_ANSWER
									       : HEARD_STATEMENT;
}

static enum heard
kind_of(struct talk *talk)
{
	static const char HELLO[] =
		"^hi|^hello|^hey|^good evening|^good morning|^good afternoon|^greetings|"
		"^yo|^hiya|^howdy|^hallo|^evening|^morning|^good day|^hullo";
	enum heard heard = MATCH(talk, GRAVE);
	if (heard != HEARD_NOTHING)
		return heard;
	if (talk->words.n == 0)
		return HEARD_EMPTY;
	if (is_foreign(talk))
		return HEARD_FOREIGN;
	heard = MATCH(talk, PLAIN);
	if (heard != HEARD_NOTHING)
		return is_repeat(talk) && heard != HEARD_MORE ? HEARD_REPEAT : heard;
	if (is_repeat(talk))
		return HEARD_REPEAT;
	talk->has_greeted = words_say(talk->joined, HELLO);
	if (talk->name_is_new && talk->words.n <= 30 && !talk->is_question)
		return HEARD_NAME_TOLD;
	if (talk->has_greeted && talk->words.n <= 5 && !talk->is_question)
		return HEARD_GREETING;
	if (str_find_char(talk->message, '?') >= 0 &&
	    !words_say(talk->joined, "should i|shall i|do i") && ask_choice(talk))
		return HEARD_CHOICE;
	heard = MATCH(talk, DOING);
	if (heard == HEARD_NOTHING && !talk->is_question)
		heard = MATCH(talk, TOWARDS_US);
	return heard != HEARD_NOTHING ? heard : kind_of_rest(talk);
}

void
talk_listen(struct talk *talk)
{
	talk->message_at = SIZE_MAX;
	read_history(talk);
	talk->words = words_of(talk->arena, talk->message);
	talk->joined = words_joined(talk->arena, &talk->words);
	talk->is_question = is_question(talk);
	talk->subject = talk->is_question ? ask_subject(talk) : STR_NONE;
	facts_collect(talk);
	if (talk->message_at == SIZE_MAX)
		talk->heard = talk->last_said.n > 0 ? HEARD_MORE : HEARD_NOTHING;
	else
		talk->heard = kind_of(talk);
}
