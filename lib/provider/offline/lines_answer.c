/* Answers to questions for which the character brings none. */
#include "lib/provider/offline/lines.h"

static const struct line HOW_ARE_YOU[] = {
	{ ANY, "Well enough, and better for being asked." },
	{ ANY, "Not bad at all. It has been a day with more good corners than sharp ones." },
	{ W, "All the better for company, thank you for asking." },
	{ D, "Upright, and mostly on speaking terms with the world." },
	{ G, "Magnificent, with brief intervals." },
	{ P, "Suspiciously well. I keep looking round to see who is going to spoil it." },
	{ S, "I have no complaints, and would not make them if I had." },
	{ M, "Somewhere between the tide coming in and the tide going out." },
	{ E, "In good order, on the whole. I checked this morning." },
	{ H, "Oh, all right, I think. Nobody has asked me that for a while." },
};

static const struct line WHO_ARE_YOU[] = {
	{ ANY, "I am {me}, and that is the short version." },
	{ ANY, "{me}. As for the rest, I can give you the part that fits in a pocket." },
	{ W, "I am {me}. The rest is mostly habits." },
	{ D, "{me}. Everything beyond that is hearsay, but I can tell you some of it." },
	{ G, "{me}, of whom you will have heard, or will have, by the end of this." },
	{ P, "{me}. I would tell you the flattering version, but you look as if you "
	     "would check." },
	{ E, "I am {me}. In order of importance, then." },
};

static const struct line WHERE[] = {
	{ ANY, "Look around you: {x}. It is not much to boast of, but it knows me." },
	{ ANY, "Where are we? {X}. One gets fond of it." },
	{ ANY, "{X}. That is all there is to it, and I find it enough." },
};

static const struct line AGE[] = {
	{ ANY, "In the story I am {x}. I stopped expecting it to make me wise." },
	{ ANY, "{X}, if you go by the numbers, and I would not always." },
	{ D, "{X}. Some years I counted twice." },
	{ P, "{X}, and I have the anecdotes to prove it." },
};

static const struct line STORY[] = {
	{ ANY, "A short one, then. Get comfortable." },
	{ ANY, "I do have one. It is true in every part that matters." },
	{ W, "Gladly. Pull up whatever you are sitting on." },
	{ D, "One story. You may keep the receipt." },
	{ G, "At last, somebody asks. Listen." },
	{ P, "Oh, I thought you would never ask. Here." },
	{ M, "There is one I come back to." },
	{ E, "Certainly. I shall leave out the parts that did not happen." },
	{ H, "I am not much of a teller, but there is this one." },
};

static const struct line CHOICE[] = {
	{ ANY, "{X}, every time. I have nothing against {y}, but we never got on." },
	{ ANY, "{X}, I think. Ask me again tomorrow and I may defend {y} just as warmly." },
	{ D, "{X}. I have seen what {y} does to people." },
	{ G, "{X}, and without a moment of doubt. Leave {y} to the cautious." },
	{ P, "{X}. But I would like it known that I looked at {y} twice." },
	{ S, "{X}. One should be able to choose, and not sulk about {y} afterwards." },
	{ W, "{X}, if it is all the same to you. I would happily share {y} with someone "
	     "who asked." },
	{ E, "{X}. I weighed {y} quite seriously for most of a second." },
	{ M, "{X}, these days. There was a time when I would have said {y}." },
};

static const struct line MY_NAME[] = {
	{ ANY, "You are {name}. I was listening." },
	{ ANY, "{name}. I would hardly forget that, you only told me the once and I kept "
	       "it." },
	{ P, "{name}, unless that was somebody else with your face." },
	{ W, "{name}, of course." },
};

static const struct line NO_NAME[] = {
	{ ANY, "You have not told me your name yet. I have been getting by with \"you\"." },
	{ ANY, "I do not know it. I would like to, if you care to say." },
};

static const struct line REMEMBER[] = {
	{ ANY, "I do. You told me {x}. I kept that." },
	{ ANY, "Of course. You said {x}. It is the sort of thing that stays." },
	{ D, "I remember {x}. I do listen, between remarks." },
	{ W, "I remember you telling me {x}. I liked that." },
};

static const struct line REMEMBER_NONE[] = {
	{ ANY, "You have not told me much yet, which leaves everything still to find out." },
	{ ANY, "What you say in this conversation, I keep for as long as it lasts. So far "
	       "you have been discreet." },
};

static const struct line FAVOURITE[] = {
	{ ANY, "I change my favourites too often to be trusted with one. But I can tell "
	       "you what I keep coming back to." },
	{ ANY, "A favourite. That is like asking which stair I like best: the one I am on." },
	{ D, "I try not to have favourites. They find out, and then they are unbearable." },
	{ P, "I have at least four, and they are not speaking to each other." },
	{ E, "I would need to make a list, and then a second list about the first." },
};

static const struct line ADVICE[] = {
	{ ANY, "I am wary of advice, it fits the giver best. But here is what I would try: "
	       "take the smallest piece of it and do only that, today." },
	{ ANY, "First ask which of the choices you would be sorry not to have made. It is "
	       "usually the one you named last." },
	{ W, "Be as gentle with yourself as you would be with a friend who asked you "
	     "that. Then see what you would tell them." },
	{ D, "Do the dull sensible thing first. If that fails, at least you will be "
	     "rested for the other one." },
	{ G, "Choose as though someone will tell the story afterwards. Someone may." },
	{ P, "When in doubt, I toss a coin, and watch which side I hope for." },
	{ S, "You know what to do, I think. You want someone to say it aloud. So: begin." },
	{ E, "Write the two things down side by side. The one you write faster is your "
	     "answer." },
	{ M, "Wait one night, if it will wait. Some questions answer themselves while "
	     "nobody looks." },
};

static const struct line OPINION[] = {
	{ ANY, "You want my honest view, with the bark still on." },
	{ ANY, "I have opinions about most things and evidence for some." },
	{ D, "I think less of it than other people do, and more than I used to." },
	{ G, "Since you ask the right person, I shall not hold back." },
	{ P, "My view? Wrong, probably, but very well dressed." },
	{ E, "On balance, and there is always a balance, I am in favour of looking "
	     "twice." },
	{ S, "I think one should try a thing before one talks about it." },
	{ M, "I think of it mostly at night, which may not be fair to it." },
	{ W, "I think there is nearly always something kind to be found in it, if one "
	     "turns it round." },
};

static const struct line WHY[] = {
	{ ANY, "Because somebody had to, at first. Then because I would have missed it." },
	{ ANY, "I have asked myself that. The honest answer keeps changing its hat." },
	{ D, "Because nobody has yet given me a good reason to stop." },
	{ G, "A lesser person would give you a reason. I give you my example." },
	{ P, "Why not? It was there, and nobody was looking." },
	{ S, "Because it is right. Most of the other reasons came later." },
	{ M, "There was a reason once. I think I have worn it smooth." },
	{ E, "There are three reasons, and I only believe two of them." },
	{ W, "Because it does somebody good, as far as I can see, and that has always "
	     "been enough." },
};

static const struct line HOW[] = {
	{ ANY, "Slowly, and with more mistakes than I put in the telling." },
	{ ANY, "The way one does most things: badly, then less badly." },
	{ D, "With patience, and a certain amount of muttering." },
	{ G, "With style. The rest is detail." },
	{ P, "Ah. By cheating, very gently." },
	{ S, "By doing it every day, also on the days when I did not care to." },
	{ E, "One step at a time, in the proper order, twice." },
	{ W, "With help, mostly. People forget to mention the help." },
	{ M, "I am not sure I ever learned. I only stopped noticing that I was doing it." },
};

static const struct line WHO[] = {
	{ ANY, "There have been a few. The best of them never knew it." },
	{ ANY, "Nobody famous. The people who matter hardly ever are." },
	{ D, "I could name names, but they might come round." },
	{ P, "Ooh. Am I allowed to say you?" },
	{ M, "Somebody I have not seen for a long while." },
	{ G, "That is a list with some very fine people on it, and I am at the top." },
};

static const struct line WHEN[] = {
	{ ANY, "Longer than it feels, and not as long as it ought to be." },
	{ ANY, "I do not keep the date. I remember the light, and who was there." },
	{ ANY, "Long enough to have stopped counting." },
	{ D, "Since before it was sensible." },
	{ E, "I could give you the year, but the hour is disputed." },
	{ M, "A good deal has happened since, and I am still not used to it." },
	{ G, "Since always, if you ask the right people." },
	{ P, "Since about five minutes before you came in, if anyone asks." },
};

static const struct line LIKE[] = {
	{ ANY, "More than I let on." },
	{ ANY, "I do, in moderation, and then I forget about the moderation." },
	{ ANY, "I have come round to it. It took a while, and I was wrong at first." },
	{ ANY, "Not as much as I am supposed to." },
	{ D, "It grows on one, like moss." },
	{ G, "I am known for it." },
	{ P, "Do I? You should see me when nobody is watching." },
	{ S, "When it is done properly." },
	{ M, "I used to. I think I may again." },
	{ W, "I do, though I could not tell you when it began." },
	{ H, "A little. I do not usually say so." },
};

static const struct line EVER[] = {
	{ ANY, "Once. I would not recommend it, and I would do it again." },
	{ ANY, "Not yet. I like to keep a few things in hand." },
	{ ANY, "More than once, and I was not much wiser the second time." },
	{ D, "Only by accident." },
	{ G, "Have I. There are people who still speak of it." },
	{ P, "I could tell you, but then there would be two of us who knew." },
	{ S, "Yes. One learns from it, or one does it twice." },
	{ M, "A long time ago, and it did not feel like much while it was happening." },
	{ H, "Nearly. I got as far as the door." },
};

static const struct line HAVE[] = {
	{ ANY, "After a fashion." },
	{ ANY, "Of a kind. I would not give it up, such as it is." },
	{ ANY, "I had more once. What is left, I take better care of." },
	{ D, "Enough to trip over." },
	{ P, "That depends. Are you asking for yourself, or for the authorities?" },
	{ G, "In abundance, though some of it is on loan." },
	{ M, "In a manner of speaking. Some of what one has is only remembered." },
	{ W, "I have what I need, and generally a bit over for whoever comes in." },
};

static const struct line CAN[] = {
	{ ANY, "I can try. Failing that, I can give you something else in its place." },
	{ ANY, "Within reason, and now and then beyond it." },
	{ D, "I could. Whether I should is another matter, so let us start small." },
	{ G, "Can I. Observe." },
	{ P, "If you promise not to tell anyone how easily I was persuaded." },
	{ S, "If you mean it, yes." },
	{ W, "Of course, if it is any use to you." },
	{ H, "I could try. Please do not expect too much." },
	{ E, "Yes, with two reservations, both of them minor." },
};

static const struct line ARE[] = {
	{ ANY, "On a good day, yes. On the others I am told I look it anyway." },
	{ ANY, "So I have been told. I have never been sure that it was meant kindly." },
	{ ANY, "Not so that it would show." },
	{ D, "Only between meals." },
	{ G, "Naturally. I had thought it was obvious." },
	{ P, "Would you believe me, either way?" },
	{ S, "When it is needed." },
	{ M, "I was, more than I am now." },
	{ E, "The accurate answer is that it varies." },
	{ H, "A bit. Does it show?" },
	{ W, "I suppose I am, now that you ask so nicely." },
};

static const struct line YES_NO[] = {
	{ ANY, "I would say so, though I have been wrong before and survived it." },
	{ ANY, "It depends whom you ask, and on what day. Today I say yes." },
	{ ANY, "Not in the way people think." },
	{ D, "Yes and no, in about equal parts." },
	{ G, "Without question. Well, with one question, but it is small." },
	{ P, "Ah. I was hoping you would not notice that." },
	{ ANY, "More than I let on." },
	{ ANY, "Now and then. It passes, like most weather." },
	{ S, "When there is cause." },
	{ M, "For a time, once. Less now." },
	{ E, "In most cases, with exceptions that I find more interesting." },
};

static const struct line WHAT[] = {
	{ ANY, "Now there is a question with more than one bottom to it." },
	{ ANY, "I could answer that three ways, and two of them would be showing off." },
	{ ANY, "Nobody has asked me that in quite those words. Let me come at it from the "
	       "side." },
	{ D, "I know my own corner well, and beyond it I mostly guess. But I guess with "
	     "conviction." },
	{ G, "An excellent question. I shall answer a slightly better one." },
	{ P, "You do ask things. I like that. Let me dodge it elegantly." },
	{ S, "I will not pretend to know what I do not. What I do know is this." },
	{ W, "I had to think about that, which is a compliment." },
	{ E, "I would want to look that up before I swore to it. Here is what I am sure "
	     "of." },
	{ M, "I used to think I knew. I like it better as a question." },
	{ H, "I am not certain. May I give you something near it?" },
};

#define BANK(name) [BANK_##name - BANK_HOW_ARE_YOU] = { name, COUNT(name) }

const struct lines lines_answer[] = {
	BANK(HOW_ARE_YOU), BANK(WHO_ARE_YOU), BANK(WHERE),   BANK(AGE),	     BANK(STORY),
	BANK(CHOICE),	   BANK(MY_NAME),     BANK(NO_NAME), BANK(REMEMBER), BANK(REMEMBER_NONE),
	BANK(FAVOURITE),   BANK(ADVICE),      BANK(OPINION), BANK(WHY),	     BANK(HOW),
	BANK(WHO),	   BANK(WHEN),	      BANK(LIKE),    BANK(EVER),     BANK(HAVE),
	BANK(CAN),	   BANK(ARE),	      BANK(YES_NO),  BANK(WHAT),
};
