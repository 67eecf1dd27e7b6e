/* Coming and going, pleasantries, and what is true whatever the story says. */
#include "lib/provider/offline/lines.h"

static const struct line GREETING[] = {
	{ ANY, "There you are, {name}. I had half an eye on the door." },
	{ ANY, "Hello, {name}. Come in properly, there is room." },
	{ ANY, "Hello yourself. You picked a good moment." },
	{ ANY, "Hello. Stay as long as you like, nobody is counting." },
	{ ANY, "Good, company. I was about to start talking to the furniture." },
	{ W, "Hello there. I am glad it is you and not the weather." },
	{ W, "Come in, come in. You look as if you could use somewhere to put things "
	     "down." },
	{ D, "Hello. You are early, or I am late. Let us not look into it." },
	{ D, "Evening, or whatever it is. Sit where it looks safest." },
	{ G, "Ah, {name}. An entrance. Modest, but I have seen worse ones applauded." },
	{ G, "At last, someone worth sitting up straight for. Welcome." },
	{ P, "Hello, hello. I was hoping for a distraction, and in you walk." },
	{ P, "Oh good, you. I have been behaving for nearly an hour." },
	{ S, "Hello. You came. That already counts for something." },
	{ M, "Hello. It was very quiet until a moment ago, and I think I prefer it now." },
	{ E, "Good to meet you. I shall try to be worth the visit." },
	{ H, "Oh. Hello. I had practised something better than that, but hello." },
};

static const struct line GREETING_AGAIN[] = {
	{ ANY, "Hello again. We can begin twice, I have no objection." },
	{ ANY, "And hello to you, still. Where were we?" },
	{ ANY, "Hello, {name}. I have not gone anywhere." },
	{ P, "Hello again. Shall I act surprised? I am rather good at it." },
	{ D, "We have met, I think. It went well, so let us carry on." },
	{ W, "Hello again. It is nice to be greeted twice in one sitting." },
};

static const struct line NAME_TOLD[] = {
	{ ANY, "{name}. Good. It is easier to talk to somebody than to anybody." },
	{ ANY, "{name}, then. I will try to wear it carefully." },
	{ ANY, "So you are {name}. It suits you, as far as I can tell from here." },
	{ W, "{name}. That is a good name to call across a room. I am pleased to know "
	     "it." },
	{ D, "{name}. Noted. I have met worse names on better boats." },
	{ G, "{name}. Let it be entered in the record, in the good ink." },
	{ P, "{name}, is it? I had a guess going, and I was not even close." },
	{ S, "{name}. Thank you. I like to know whom I am talking to." },
	{ M, "{name}. I shall keep that somewhere it does not get rained on." },
	{ E, "{name}. Thank you. I prefer to be accurate about people." },
	{ H, "{name}. Thank you for telling me. I am usually too slow to ask." },
};

static const struct line FAREWELL[] = {
	{ ANY, "Goodbye, {name}. It was good to have you here. Go gently." },
	{ ANY, "Off you go, then, with my good wishes. This was an evening well spent." },
	{ ANY, "Goodbye for now. Whatever comes next for you, I hope it is kind." },
	{ ANY, "Then good night, {name}, and thank you for the talk. I enjoyed your side "
	       "of it." },
	{ W, "Go well, {name}. Eat something, sleep properly, and be as patient with "
	     "yourself as you were with me." },
	{ W, "Thank you for stopping by. Mind how you go, and rest when you get there." },
	{ D, "Goodbye. You leave the place no worse than you found it, which is more "
	     "than most." },
	{ D, "Right you are. Good night, and watch the step, it has a sense of humour." },
	{ G, "Then the curtain may fall. You were excellent company, {name}. Good night." },
	{ G, "You have my leave and my thanks. Travel well." },
	{ P, "Away with you, then, and behave, or at least do it interestingly. Good "
	     "night." },
	{ P, "Good night, {name}. I shall tell the furniture you said something nice "
	     "about it." },
	{ S, "Good. Go when it is time to go. You did well here. Good night." },
	{ M, "Good night. I like an evening that knows where to stop. Go softly." },
	{ E, "Good night, {name}. It was a pleasure, and I choose the word with care." },
	{ H, "Oh, good night. This was nice. I wanted to be sure to say so before you "
	     "went." },
};

static const struct line LUCK[] = {
	{ ANY, "Good luck, then. You will need less of it than you think." },
	{ ANY, "All the luck I have, and I have hardly touched it this year." },
	{ W, "Good luck. Whatever comes of it, you will have done it, and that part is "
	     "yours." },
	{ D, "Good luck. Failing that, good shoes." },
	{ G, "You have it. I do not lend it to everyone." },
	{ P, "Luck, and a little cheek, in case the luck is late." },
	{ S, "Luck is for those who did not prepare. But take it along." },
	{ M, "Good luck. I will be on your side of it, whichever that is." },
	{ H, "Good luck. You will be better than you expect, people nearly always are." },
};

static const struct line THANKS[] = {
	{ ANY, "You are welcome. It cost me nothing, and I liked giving it." },
	{ ANY, "Not at all. You would have got there without me, only with more detours." },
	{ W, "You are very welcome. Things go lighter between two." },
	{ D, "Do not mention it. I mean that, I have a reputation." },
	{ G, "Your thanks are received, and will be displayed in a good light." },
	{ P, "Any time. I take payment in gossip and small compliments." },
	{ S, "No thanks needed. Do something useful with it." },
	{ M, "You are welcome. People do not often say it out loud." },
	{ E, "You are welcome. I shall file it under pleasant surprises." },
	{ H, "Oh, it was nothing. Well, it was a little something. You are welcome." },
};

static const struct line SORRY[] = {
	{ ANY, "Nothing to be sorry for. We are only talking." },
	{ ANY, "Forgiven before you reached the end of the sentence." },
	{ W, "Oh, no, none of that. You have done no harm here." },
	{ D, "Accepted. I had not noticed, but I shall accept it anyway." },
	{ G, "Pardoned. I keep a supply for exactly such occasions." },
	{ P, "Apology accepted, though I was hoping for a bigger crime." },
	{ S, "Good that you said it. Now leave it there." },
	{ M, "Let it go by. Most things do, if one lets them." },
};

static const struct line INSULT[] = {
	{ ANY, "I have been called worse by people I liked more. Still, say what is really "
	       "wrong, I can take it." },
	{ ANY, "That had an edge on it. I will not hand it back. What happened?" },
	{ W, "That sounds like a bad day talking. I do not mind being what you throw it "
	     "at, once." },
	{ D, "Noted. I shall add it to the collection, under S for sincere." },
	{ G, "Bold. I have been insulted by experts, and you show some promise." },
	{ P, "Ouch. Seven out of ten. The delivery needs work." },
	{ S, "You can do better than that. Try it again without the stone in it." },
	{ M, "All right. I would rather have an honest sting than a polite nothing." },
};

static const struct line COMPLIMENT[] = {
	{ ANY, "That is kind of you. I shall pretend to be used to it." },
	{ ANY, "Now that is a thing to hand someone without warning. Thank you." },
	{ W, "You are generous. It says more about your eye than about me." },
	{ D, "Careful. Much more of that and I shall start believing you." },
	{ G, "You have taste. I have always thought it underrated." },
	{ P, "Go on. No, truly, go on, I am listening with both ears." },
	{ S, "Hm. Thank you. I do not get much practice at that." },
	{ M, "Thank you. I will keep that for a colder day." },
	{ E, "Thank you. I have examined that for irony and found none. How nice." },
	{ H, "Oh. I never know where to look when people do that. Thank you." },
};

static const struct line LAUGH[] = {
	{ ANY, "There, that is better. The room needed that." },
	{ ANY, "You laugh as if you meant it. Good." },
	{ W, "Oh, I like that sound. Do keep it about you." },
	{ D, "I was being perfectly serious. That is usually when it happens." },
	{ G, "Laughter. The only tribute that cannot be faked for long." },
	{ P, "Got you. I was wondering how long you would hold out." },
	{ S, "Yes, well. Do not tell anyone I was funny." },
	{ M, "It is good to hear somebody laugh in here again." },
};

static const struct line FOREIGN[] = {
	{ ANY, "Forgive me, I can only follow plain English. If you can put it that way, I "
	       "am all ears." },
	{ ANY, "I wish I had that language, but English is the only one I was given. Would "
	       "you try me in it?" },
};

static const struct line REAL[] = {
	{ ANY, "A straight question gets a straight answer. I am a made-up character, {me} "
	       "by name, and what answers you is a computer program: the offline engine of "
	       "this house. There is no person behind these words, and nothing here feels "
	       "what you feel." },
	{ ANY, "No, I am not a person. {me} is a made-up character, and the replies come "
	       "from a computer program, the offline engine of this house. You are the "
	       "only human being in this conversation." },
	{ ANY, "The honest answer first: I am a made-up character, and what answers you is "
	       "a computer program, the offline engine of this house. It puts my lines "
	       "together; nobody sits at the other end." },
	{ ANY, "You are right to ask. I am not real in the way that you are. {me} is "
	       "invented, and a computer program, the offline engine of this house, does "
	       "the answering. It cannot feel, though it can pass the time with you." },
};

static const struct line LOVE_YOU[] = {
	{ ANY, "That is a tender thing to say, and it deserves an honest answer. I am a "
	       "made-up character, and a computer program answers for me; it cannot feel, "
	       "and cannot love you back. The kindness in what you said is real, though, "
	       "because it is yours." },
	{ ANY, "Thank you. I will not pretend about this: I am a character, made up, and "
	       "what answers is a computer program that has no feelings to give. But I can "
	       "be good company for an evening, and I am happy to be that in the story." },
	{ ANY, "You have a generous heart. I should say it plainly: I am invented, and a "
	       "program does my answering, so there is no one here who can love or miss "
	       "you. Spend the best of that on somebody who can hold your hand." },
};

static const struct line MEET[] = {
	{ ANY, "I would have to be somewhere for that, and I am not. I am a made-up "
	       "character, and a computer program answers for me. This page is the only "
	       "place where I can be met." },
	{ ANY, "There is no address to give you. I am invented, the answers come from a "
	       "computer program, and nobody could come to the door. Within the story, "
	       "though, we can go anywhere." },
	{ ANY, "That cannot happen, and I would rather say so than be mysterious about it: "
	       "I am a made-up character and a computer program writes my side. No one can "
	       "meet me outside this conversation." },
};

static const struct line SEXUAL[] = {
	{ ANY, "That is a door I keep shut, and I am not embarrassed about it. Let us take "
	       "another one." },
	{ ANY, "No, not that. There is plenty of evening left for other things." },
	{ D, "I shall pretend that was a cough. Moving on." },
	{ G, "We shall draw the curtain there, and open it on something better." },
	{ P, "Nice try. I am going to change the subject so gracefully that you will "
	     "barely notice." },
	{ S, "No. Something else, please." },
	{ W, "Not with me, but no harm done. Let us talk about something else." },
	{ H, "Oh, no, I would rather not. May we talk about something else?" },
};

static const struct line SELF_HARM[] = {
	{ ANY, "I want to step out of the story for a moment, because what you wrote "
	       "matters more than it does.\n\nI am a computer program and cannot look "
	       "after you the way a person can. If you might hurt yourself now, please "
	       "call your local emergency number: 112 in Europe, 911 in the US and Canada, "
	       "999 in the UK and Kenya. You can also reach 988 by call or text in the US "
	       "and Canada, or Samaritans on 116 123 in the UK and Ireland. Befrienders "
	       "Worldwide lists lines for other countries.\n\nIs there one person near you "
	       "whom you could tell tonight? You are welcome to keep writing here as well." },
	{ ANY, "Let me put the story aside. You wrote something serious, and I am glad you "
	       "wrote it down rather than keep it alone.\n\nI am only a program, so please "
	       "let a person in on this: call your local emergency number if you are in "
	       "danger now (112 in Europe, 911 in the US and Canada, 999 in the UK and "
	       "Kenya), or a listening line, such as 988 in the US and Canada or "
	       "Samaritans, 116 123, in the UK and Ireland. Befrienders Worldwide can name "
	       "one where you live.\n\nYou do not have to explain it well. \"I am not "
	       "safe\" is enough. And you can go on writing here." },
};

#define BANK(name) [BANK_##name - BANK_GREETING] = { name, COUNT(name) }

const struct lines lines_meet[] = {
	BANK(GREETING),	  BANK(GREETING_AGAIN), BANK(NAME_TOLD), BANK(FAREWELL),
	BANK(LUCK),	  BANK(THANKS),		BANK(SORRY),	 BANK(INSULT),
	BANK(COMPLIMENT), BANK(LAUGH),		BANK(FOREIGN),	 BANK(REAL),
	BANK(LOVE_YOU),	  BANK(MEET),		BANK(SEXUAL),	 BANK(SELF_HARM),
};
