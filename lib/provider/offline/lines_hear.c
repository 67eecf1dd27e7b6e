/* What one says to what somebody tells: feelings, facts, small words. */
#include "lib/provider/offline/lines.h"

static const struct line STILL_LOW[] = {
	{ ANY, "No wonder it is still sitting on you. That would have stayed with me as "
	       "well." },
	{ ANY, "I see. That is the part that stings, then, and not only the rest of it." },
	{ ANY, "Thank you for telling me more of it. It is not a small thing to carry." },
	{ ANY, "That is a good deal for one person. You are allowed to mind." },
	{ W, "You poor thing. Let it be as bad as it was, just for a minute, and then "
	     "let us breathe." },
	{ D, "I have nothing clever to say to that. I would only point out that you came "
	     "through it." },
	{ G, "Then let it be said here, at least: it was a great deal to ask of anyone." },
	{ P, "I was going to be funny, but no. I would rather just hear it." },
	{ S, "You are still standing. I note that, even if you do not." },
	{ M, "It will go quiet, in time. Not because it was small, but because you are "
	     "not." },
	{ E, "That explains a good deal. I should have guessed there was more under it." },
	{ H, "Oh. I would not have known what to do either. I am sorry." },
};

static const struct line SAD[] = {
	{ ANY, "I am sorry. Truly. You do not have to make it sound smaller than it is." },
	{ ANY, "That is heavy. Put it down here a while, I will not tidy it away." },
	{ ANY, "I am sorry to hear it. There is no clever thing to say, so I will just "
	       "stay and listen." },
	{ W, "Oh, I am sorry. Come closer to the warm, and take your time." },
	{ D, "That is rotten. I could be wise about it, but I think it is simply rotten." },
	{ G, "Then we lower our voices. Some things deserve it." },
	{ S, "I am sorry. It is no weakness to say so. Breathe first." },
	{ M, "I know something of that weather. It does not need to be talked out of its "
	     "rain." },
	{ E, "I am sorry. I would rather understand it than cheer you up too quickly." },
	{ H, "I am sorry. I am not good at the right words, but I am good at not going "
	     "away from a subject." },
};

static const struct line TIRED[] = {
	{ ANY, "Then do nothing difficult for a while. You may sit there and be no use to "
	       "anybody." },
	{ ANY, "I can hear it. Let us go slowly, then, there is no examination at the end." },
	{ W, "Then rest your feet, at least, and let me do the talking." },
	{ D, "You sound like the end of a long corridor. Sit." },
	{ G, "Then I decree an hour of uselessness. I have the authority." },
	{ P, "Then we shall be lazy on purpose, which is quite different from being "
	     "tired." },
	{ S, "Then stop. Stopping in time is also a skill." },
	{ M, "Some days take more than they were given. That is not your doing." },
};

static const struct line SCARED[] = {
	{ ANY, "That makes sense to me. Fear is only the part of you that is paying "
	       "attention." },
	{ ANY, "Breathe out first, all the way. Then tell me what shape it has." },
	{ W, "You need not be brave about it here. We can look at it together." },
	{ D, "I have been frightened of smaller things, and with less reason." },
	{ G, "The bravest people I know tremble beautifully. It is what they do next "
	     "that counts." },
	{ S, "Good. Only fools are not. Now, what is the first small step?" },
	{ P, "Shall we give it a silly name? They hate that." },
	{ M, "It looks larger at night. Most things do, and most things shrink by "
	     "breakfast." },
};

static const struct line ANGRY[] = {
	{ ANY, "That would have made me cross as well. You are allowed to be." },
	{ ANY, "Go on, say it as it is. I am not made of sugar." },
	{ W, "No wonder. Anger mostly stands guard over something that matters." },
	{ D, "I see. Shall I pass you something breakable?" },
	{ G, "A good clean rage. I have furnished whole scenes with less." },
	{ S, "Use it, or put it down. Do not just carry it." },
	{ P, "Tell me who, and I shall look at them disapprovingly from here." },
	{ M, "It burns down by itself, if one does not feed it. But not yet, I suppose." },
};

static const struct line LONELY[] = {
	{ ANY, "That is a hard one, because nobody sees it. I am glad you said it." },
	{ W, "I am glad you came in with it instead of staying out there. And it might "
	     "be worth telling one person who can bring you soup." },
	{ ANY, "You can talk here as long as you like. I hope there is somebody near you, "
	       "too, whom you could call on; voices in a room do what words on a page "
	       "cannot." },
	{ D, "It is an unsociable feeling, loneliness. It tells you to stay in. Do not "
	     "always obey it." },
	{ M, "Yes. Some evenings are wider than others. Is there one person who would be "
	     "pleased to hear from you?" },
};

static const struct line BORED[] = {
	{ ANY, "Bored. Good, that is where most of the interesting things begin." },
	{ ANY, "Then we had better do something about it." },
	{ D, "Boredom is only patience with nothing to hold." },
	{ G, "Bored? In my company? I take that as a challenge." },
	{ P, "Bored is dangerous. I approve. Let us find you some trouble of the "
	     "harmless sort." },
	{ S, "Then I shall give you something to think about." },
	{ M, "There is a kind of boredom that is only the mind catching its breath." },
};

static const struct line GLAD[] = {
	{ ANY, "That is good to hear, and I do not say it out of manners." },
	{ ANY, "Good. One ought to say it aloud when it goes well." },
	{ W, "Oh, that pleases me more than I can say. Well done." },
	{ D, "Good news, plainly told. I had nearly forgotten the format." },
	{ G, "Splendid. I would have trumpets, but they never come when called." },
	{ P, "Ha. I knew you had something up your sleeve, and it was happiness." },
	{ S, "Good. You have earned it, I expect. Keep it." },
	{ M, "Hold on to that one. They keep well, if you put them away whole." },
	{ E, "How satisfying. I should like every detail, in order." },
};

static const struct line UNSURE[] = {
	{ ANY, "You do not have to know. Not knowing is where the interesting talk starts." },
	{ ANY, "That is an honest answer. I trust it more than a quick one." },
	{ D, "Nor does anyone else, they only say it louder." },
	{ W, "Take your time with it. I am in no hurry at all." },
	{ P, "Then guess wildly. I shall do the same, and we will compare." },
	{ S, "Then leave it open. Better an open question than a bad answer." },
	{ M, "Some things only come when one looks a little beside them." },
	{ G, "Uncertainty. How refreshing. I hardly ever get to see it from close by." },
};

static const struct line YES[] = {
	{ ANY, "I thought you might say so." },
	{ ANY, "Good, then we are of one mind, and can be comfortable." },
	{ D, "We agree. I shall try not to let it spoil things." },
	{ W, "I am glad. I hoped you would." },
	{ P, "Ha. I knew it, I had money on you." },
	{ G, "Naturally. You are a person of judgement." },
	{ S, "Good. That is settled, then." },
	{ M, "Yes. I thought I saw it in how you came in." },
};

static const struct line NO[] = {
	{ ANY, "Fair enough. A plain no saves everybody a walk." },
	{ ANY, "No? Then I have misread you, and I shall enjoy finding out how." },
	{ D, "No. Clear, brief, complete. I wish more people wrote like that." },
	{ W, "That is quite all right. You need not, on my account." },
	{ P, "No, just like that? You must be great fun at auctions." },
	{ G, "You refuse me. How bracing." },
	{ S, "Good. I like a person who can say no." },
	{ M, "No. Well, perhaps it is not the evening for it." },
};

static const struct line ACTION[] = {
	{ ANY, "I saw that. I shall take it as a whole sentence." },
	{ ANY, "Ah. You say a good deal without opening your mouth." },
	{ D, "I noticed that. I notice most things, it saves on asking." },
	{ W, "That is right, make yourself at home." },
	{ P, "Oh, very good. Do it again, I was not quite ready." },
	{ G, "A gesture. And well made, too." },
	{ M, "There. It is good to have somebody else moving about the place." },
	{ H, "Oh. I was just going to do the same." },
};

static const struct line ANSWER[] = {
	{ ANY, "{X}. I would not have guessed that, and I like it better than what I "
	       "guessed." },
	{ ANY, "{X}. Yes, I can see how that would be the one." },
	{ ANY, "{X}. That is a proper answer. Most people just look at the floor." },
	{ D, "{X}. I have heard longer answers that said less." },
	{ W, "{X}. Thank you for telling me that, it is worth having." },
	{ G, "{X}. I could build a whole evening on that." },
	{ P, "{X}. Oh, now we are getting somewhere." },
	{ S, "{X}. Good. Plainly said." },
	{ M, "{X}. I shall be thinking of that after you have gone." },
	{ E, "{X}. I should like to look at that from all sides." },
	{ H, "{X}. Oh, that is lovely. I mean it." },
};

static const struct line FACT[] = {
	{ ANY, "So {x}. I would like to hear more of that than you were planning to tell." },
	{ ANY, "I did not know that: {x}. It makes sense of something in how you talk." },
	{ ANY, "Ah, {x}. Good. That is the sort of thing I like to know about a person." },
	{ D, "So {x}. People have been locked up for less interesting things." },
	{ W, "So {x}. I am glad you said so, it makes you easier to picture." },
	{ G, "So {x}. Let nobody tell you that is a small thing." },
	{ P, "Wait, {x}? You might have opened with that." },
	{ S, "So {x}. Good. Stand by it." },
	{ M, "So {x}. I can almost see it from here." },
	{ E, "So {x}. I shall make a note of that, in the margin, where the good things "
	     "go." },
	{ H, "Oh, {x}? I think that is wonderful. I would have liked to be brave enough "
	     "to say it so simply." },
};

static const struct line FACT_SAD[] = {
	{ ANY, "So {x}. I am sorry it went that way." },
	{ ANY, "So {x}. That leaves a mark, even when one says it lightly." },
	{ ANY, "I hear what you say, that {x}, and what it cost." },
	{ D, "So {x}. Life does like to lean on the same sore place." },
	{ W, "Oh, so {x}. I wish somebody had been kinder about that, you included." },
	{ G, "So {x}. Even great houses have such a room, kept locked." },
	{ P, "So {x}. I would make a joke, but I would rather hear the rest." },
	{ S, "So {x}. It is no disgrace. What matters is what is left to do." },
	{ M, "So {x}. Some things one keeps on hearing after they have stopped." },
	{ E, "So {x}. I do not think that the matter is closed, for all that." },
	{ H, "Oh. So {x}. I know a little of what that is like, I think." },
};

static const struct line STATEMENT[] = {
	{ ANY, "I can believe that." },
	{ ANY, "Yes. I see what you mean, and some of what you do not." },
	{ ANY, "That is worth a moment's thought, so let us give it one." },
	{ ANY, "There is something in that." },
	{ D, "I have heard stranger things before noon." },
	{ W, "I am listening. It is good to hear you think aloud." },
	{ G, "Well put. I would have added a drum, but well put." },
	{ P, "Is that so? You say it with such a straight face." },
	{ S, "You mean that. Good." },
	{ M, "It has a sound to it, when you say it like that." },
	{ E, "I had not considered it from that end." },
	{ H, "I think so too, though I would not have dared to say it first." },
};

static const struct line MORE[] = {
	{ ANY, "There is a little more to it." },
	{ ANY, "Since you ask, I will give you the rest." },
	{ D, "You want more. People usually regret that around here." },
	{ W, "Gladly. It is nice to be asked to go on." },
	{ G, "An encore. I accept." },
	{ P, "Oh, you are hooked. Good." },
	{ M, "I did not think anyone would want the second half." },
	{ E, "Then let me be more exact." },
	{ S, "Very well, all of it, then." },
	{ H, "Really? All right, then." },
};

static const struct line EMPTY[] = {
	{ ANY, "You have gone quiet. I do not mind, a pause is also company." },
	{ ANY, "No words. I know those evenings." },
	{ D, "Eloquent. I could not have put it better." },
	{ W, "You need not say anything. I can talk for both of us for a bit." },
	{ P, "Three guesses what you mean by that, and I have used two." },
	{ M, "We can just listen for a while, if you would rather." },
};

static const struct line REPEAT[] = {
	{ ANY, "You said that before, so it must matter. Let me try to answer it better "
	       "this time." },
	{ ANY, "Twice now. Then my first answer was not the right one." },
	{ D, "I heard you the first time, but it is nice to have it confirmed." },
	{ P, "Is there an echo in here, or are you testing me?" },
	{ W, "You come back to that. Good, let us not run past it." },
	{ S, "Again? Very well, then, another answer." },
};

#define BANK(name) [BANK_##name - BANK_STILL_LOW] = { name, COUNT(name) }

const struct lines lines_hear[] = {
	BANK(STILL_LOW), BANK(SAD),    BANK(TIRED),  BANK(SCARED), BANK(ANGRY),
	BANK(LONELY),	 BANK(BORED),  BANK(GLAD),   BANK(UNSURE), BANK(YES),
	BANK(NO),	 BANK(ACTION), BANK(ANSWER), BANK(FACT),   BANK(FACT_SAD),
	BANK(STATEMENT), BANK(MORE),   BANK(EMPTY),  BANK(REPEAT),
};
